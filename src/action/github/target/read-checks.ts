import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';

/** A check run that succeeded, with the page that it names. */
export interface FinishedCheck {
  readonly id: number;
  readonly name: string;
  readonly url: string;
}

/** Of a hundred each. */
const MOST_PAGES = 3;

/** The newest check run of each name on a commit, where it succeeded and names a page; the newest first. */
export async function readChecks(
  github: GitHub,
  { owner, repo }: Repository,
  sha: string,
): Promise<readonly FinishedCheck[]> {
  let pages = 0;
  const listed = await github.paginate(
    github.rest.checks.listForRef,
    { owner, repo, ref: sha, status: 'completed', per_page: 100 },
    ({ data }, done) => {
      pages += 1;
      if (pages >= MOST_PAGES) done();
      return data;
    },
  );
  return listed
    .flatMap(({ id, name, conclusion, details_url: url }) =>
      conclusion === 'success' && typeof url === 'string' && url !== '' ? [{ id, name, url }] : [],
    )
    .sort((a, b) => b.id - a.id);
}
