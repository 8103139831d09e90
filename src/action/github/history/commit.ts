/**
 * Writing to a branch that others write to as well: the change is made on top of what is there, and the branch is moved
 * only from there (compare and swap). Whoever loses starts anew from the winner's state, so that no write is lost.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { GitHub } from '../client.ts';
import { describeFailure, type Failure, isAmbiguous, isRateLimited } from '../retry.ts';
import { type DataBranch, findTip, shaOf, treeOf } from './branch.ts';
import { NotAHistory, refuseOtherBranch } from './refuse-other-branch.ts';

interface FilesToCommit {
  readonly message: string;
  /** Files by path, null to remove one; nothing where the branch, at this commit, has all of it already. */
  from(tip: string | null): Promise<Readonly<Record<string, string | null>> | null>;
}

export interface CommitPatience {
  readonly attempts: number;
  /** Of all attempts together. */
  readonly totalMs: number;
  readonly signal: AbortSignal;
}

const LONGEST_PAUSE_MS = 30_000;

/**
 * Throws what GitHub refused, `Foreign` where the branch is no history's, or `Contended` where others were faster each
 * time.
 */
export async function commitFiles(
  github: GitHub,
  place: DataBranch,
  change: FilesToCommit,
  { attempts, totalMs, signal }: CommitPatience,
): Promise<void> {
  const until = performance.now() + totalMs;
  for (let attempt = 1; ; attempt++) {
    try {
      return await commitOnce(github, place, change);
    } catch (error) {
      const failure = describeFailure(error);
      if (signal.aborted || error instanceof NotAHistory || !isWorthAnotherTry(failure)) throw error;
      // Full jitter: writers that met once must not meet again.
      const waitMs = Math.random() * Math.min(LONGEST_PAUSE_MS, 250 * 2 ** attempt);
      if (attempt >= attempts || performance.now() + waitMs > until) {
        throw isAmbiguous(failure) ? error : new Contended(attempt);
      }
      await pause(waitMs, undefined, { signal });
    }
  }
}

/** Others moved the branch each time, between reading and writing. */
export class Contended extends Error {
  constructor(attempts: number) {
    super(`other runs wrote to it at the same time, ${attempts} times in a row`);
  }
}

async function commitOnce(github: GitHub, place: DataBranch, change: FilesToCommit): Promise<void> {
  const { owner, repo, branch } = place;
  const tip = await findTip(github, place);
  const base = tip && (await treeOf(github, place, tip));
  const files = await change.from(tip);
  if (files === null) return;
  if (base !== null) await refuseOtherBranch(github, place, base);
  const tree = Object.entries(files).map(([path, content]) => ({
    path,
    mode: '100644' as const,
    type: 'blob' as const,
    ...(content === null ? { sha: null } : { content }),
  }));
  const written = await github.rest.git.createTree({ owner, repo, tree, ...(base && { base_tree: base }) });
  const { data } = await github.rest.git.createCommit({
    owner,
    repo,
    message: change.message,
    tree: shaOf(written.data),
    parents: tip ? [tip] : [],
  });
  const sha = shaOf(data);
  if (tip === null) await github.rest.git.createRef({ owner, repo, ref: `refs/heads/${branch}`, sha });
  else await github.rest.git.updateRef({ owner, repo, ref: `heads/${branch}`, sha, force: false });
}

/**
 * Whether starting anew may help: others were faster, or the branch was removed meanwhile (409, 422), or no response
 * came, which may hide a success; the next turn looks first. Everything else is a refusal.
 */
function isWorthAnotherTry(failure: Failure): boolean {
  if (isAmbiguous(failure)) return true;
  if (isRateLimited(failure) || isEmptyRepository(failure)) return false;
  if (failure.status === 409) return true;
  return failure.status === 422 && /fast.?forward|already exists|does not exist/i.test(failure.message);
}

/** GitHub keeps no branch in a repository without a commit. */
export function isEmptyRepository({ status, message }: Failure): boolean {
  return status === 409 && /empty/i.test(message);
}
