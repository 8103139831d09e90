/** What a pull request changed, by GitHub's own comparison of its head with where it left the base. */
import type { Repository } from './check-run.ts';
import type { GitHub } from './client.ts';
import { describeFailure } from './retry.ts';

/** Of a pull request or a comparison. */
export interface ListedFile {
  readonly filename?: unknown;
  /** Of a file that was renamed: what it was called before. */
  readonly previous_filename?: unknown;
}

interface ComparedCommits {
  /** The commit that both have in common. */
  readonly mergeBase: string;
  /** At most MOST_FILES. */
  readonly files: readonly ListedFile[];
  /** How a file was changed since; null where it was not. */
  changeOf(path: string): FileChange | null;
}

export interface FileChange {
  /** `added`, `modified`, `renamed`, … */
  readonly status: string;
  readonly additions: number;
  readonly deletions: number;
  /** Where the file was before. */
  readonly previousPath: string;
}

/** Files that GitHub lists of a comparison; of more, each may have been changed. */
export const MOST_FILES = 300;

/** Throws what GitHub refused. */
export async function compareCommits(
  github: GitHub,
  { owner, repo }: Repository,
  base: string,
  head: string,
): Promise<ComparedCommits> {
  const { data } = await github.rest.repos.compareCommitsWithBasehead({
    owner,
    repo,
    basehead: `${base}...${head}`,
    per_page: 1,
  });
  const files = data.files ?? [];
  return {
    mergeBase: data.merge_base_commit.sha,
    files,
    changeOf(path) {
      const file = files.find(({ filename }) => filename === path);
      if (file) {
        const { status, additions, deletions, previous_filename: previousPath = path } = file;
        return { status, additions, deletions, previousPath };
      }
      return files.length < MOST_FILES
        ? null
        : { status: 'perhaps changed', additions: 0, deletions: 0, previousPath: path };
    },
  };
}

/** A file's text at a commit; null where it isn't there. Throws what GitHub refused. */
export async function readFileAt(
  github: GitHub,
  { owner, repo }: Repository,
  path: string,
  ref: string,
): Promise<string | null> {
  try {
    const { data } = await github.rest.repos.getContent({ owner, repo, path, ref });
    // Of a folder or a link, and of what is larger than 1 MiB, there is none.
    return 'content' in data ? Buffer.from(data.content, 'base64').toString('utf8') : null;
  } catch (error) {
    if (describeFailure(error).status === 404) return null;
    throw error;
  }
}
