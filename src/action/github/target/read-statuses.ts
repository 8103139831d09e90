import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';

/** The newest status of one context on a commit. */
export interface CommitStatus {
  readonly id: number;
  readonly context: string;
  readonly state: string;
  readonly url: string | null;
}

/** The newest status of each context on a commit. */
export async function readStatuses(
  github: GitHub,
  { owner, repo }: Repository,
  sha: string,
): Promise<readonly CommitStatus[]> {
  const { data } = await github.rest.repos.listCommitStatusesForRef({ owner, repo, ref: sha, per_page: 100 });
  const newest = new Map<string, CommitStatus>();
  for (const { id, context, state, target_url: url } of [...data].sort((a, b) => a.id - b.id)) {
    newest.set(context, { id, context, state, url: url ? url : null });
  }
  return [...newest.values()];
}
