import type { Shard } from '../config/shard.ts';
import type { ProbePermission } from './probes/permission.ts';
import type { Progress } from './progress.ts';
import type { Side } from './round.ts';
import type { Permission, Resolve } from './target/guard.ts';
import type { ReadyPatience } from './target/ready.ts';

/** Everything that the load needs from outside. */
export interface EngineOptions {
  /** Path of the bundled worker, `dist/worker/index.js`. */
  readonly workerFile: string;
  readonly version: string;
  readonly signal: AbortSignal;
  onProgress(progress: Progress): void;
  /** Told of each captured value, so that logs can mask it. */
  onSecret(value: string): void;
  readonly patience?: ReadyPatience;
  /** Which addresses may be loaded. Without it: public ones and this machine, as from a terminal. */
  readonly permissions?: Readonly<Record<Side, Permission>>;
  /** Commit that the target has to serve, where the plan knows how to ask for it; null: any. */
  readonly commit?: string | null;
  /** GitHub's merge commit of the pull request: a target that serves it is not waited for. */
  readonly mergeCommit?: string | null;
  /** By default the system's own resolver. */
  readonly resolve?: Resolve;
  /** Which probes may be read; absent: none is. */
  readonly probes?: ProbePermission;
  /** Its part of the load, where several machines make it together; absent: it makes all of it. */
  readonly shard?: Shard;
  /** A line for the log about a fault on purpose. @param isTrouble something did not go as it was ordered */
  onFault?(line: string, isTrouble: boolean): void;
}
