import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';

/** The newest status of one context on a commit. */
export interface CommitStatus {
  readonly id: number;
  readonly context: string;
  readonly state: string;
  readonly url: string | null;
}

/** Of a hundred each. */
const MOST_PAGES = 10;

/** The newest status of each context on a commit, however often the others were set since, up to 1000 in all. */
export async function readStatuses(
  github: GitHub,
  { owner, repo }: Repository,
  sha: string,
): Promise<readonly CommitStatus[]> {
  let pages = 0;
  const listed = await github.paginate(
    github.rest.repos.listCommitStatusesForRef,
    { owner, repo, ref: sha, per_page: 100 },
    ({ data }, done) => {
      pages += 1;
      if (pages >= MOST_PAGES) done();
      return data;
    },
  );
  const newest = new Map<string, CommitStatus>();
  for (const { id, context, state, target_url: url } of listed.sort((a, b) => a.id - b.id)) {
    newest.set(context, { id, context, state, url: url ? url : null });
  }
  return [...newest.values()];
}
