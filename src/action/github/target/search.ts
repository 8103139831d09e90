import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';
import type { Wanted } from './choose-target.ts';
import type { Deployment } from './deployment.ts';

/** What is looked for, where, and how long. */
export interface Search {
  /** A client that repeats no request later than this after now. */
  connect(patienceMs: number): GitHub;
  readonly repository: Repository;
  /** Commit whose environment is looked for. */
  readonly sha: string;
  /** GitHub's merge commit of the pull request, which a job of its own workflow deploys; null for other events. */
  readonly mergeSha?: string | null;
  /** The deployment whose status started the run; null for other events. */
  readonly deployment: Deployment | null;
  readonly wanted: Wanted;
  /** Hosts that the workflow allows; null: any. */
  readonly allowedHosts: readonly string[] | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Told what is waited for, whenever that changes, and once a minute. */
  tell(line: string): void;
}
