import type { Repository } from './check-run.ts';
import type { GitHub } from './client.ts';
import type { PullRequest } from './comments.ts';
import { compareCommits, type ListedFile, MOST_FILES } from './compare-commits.ts';

/** GitHub lists no more than these of a pull request. */
const MOST_OF_PULL = 3000;

/** What a change touches, as far as it was asked for. */
export type Touched =
  /** One of those that were looked for. */
  | { readonly kind: 'relevant'; readonly path: string }
  /** None of them, of so many. */
  | { readonly kind: 'irrelevant'; readonly files: number }
  /** GitHub doesn't list all of them. */
  | { readonly kind: 'unknown'; readonly why: string };

/** The files of a pull request, page by page until one is relevant. Throws what GitHub refused. */
export async function lookAtPull(
  github: GitHub,
  { owner, repo, number }: PullRequest,
  isRelevant: (path: string) => boolean,
): Promise<Touched> {
  let files = 0;
  let found: string | undefined;
  await github.paginate(
    github.rest.pulls.listFiles,
    { owner, repo, pull_number: number, per_page: 100 },
    ({ data }, done) => {
      files += data.length;
      found ??= data.flatMap(pathsOf).find(isRelevant);
      if (found !== undefined) done();
      return [];
    },
  );
  return weigh(found, files, MOST_OF_PULL);
}

/** The files that differ between two commits, as of a group of the merge queue. Throws what GitHub refused. */
export async function lookAtCommits(
  github: GitHub,
  repository: Repository,
  { base, head }: { readonly base: string; readonly head: string },
  isRelevant: (path: string) => boolean,
): Promise<Touched> {
  const { files } = await compareCommits(github, repository, base, head);
  return weigh(files.flatMap(pathsOf).find(isRelevant), files.length, MOST_FILES);
}

function weigh(found: string | undefined, files: number, most: number): Touched {
  if (found !== undefined) return { kind: 'relevant', path: found };
  if (files === 0) return { kind: 'unknown', why: 'GitHub lists no changed file' };
  if (files >= most) {
    return { kind: 'unknown', why: `GitHub lists ${most.toLocaleString('en-US')} changed files at most` };
  }
  return { kind: 'irrelevant', files };
}

function pathsOf({ filename, previous_filename: before }: ListedFile): string[] {
  return [filename, before].filter((path) => typeof path === 'string');
}
