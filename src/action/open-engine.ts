import { join } from 'node:path';
import type { Inputs } from '../config/inputs.ts';
import type { Shard } from '../config/shard.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { PATIENCE } from '../engine/target/ready.ts';
import { VERSION } from '../version.ts';
import type { Cancelling } from './cancel.ts';
import type { RunnerEvent } from './event/read-event.ts';
import type { ProgressLog } from './progress-log.ts';
import { maskCapture, sayTrouble } from './say.ts';
import type { SettledTarget } from './target.ts';

export interface LoadSetting {
  readonly inputs: Inputs;
  readonly event: RunnerEvent;
  readonly target: SettledTarget;
  readonly cancelling: Cancelling;
  readonly log: ProgressLog;
  /** With the bundles: the load's worker is in `worker/`. */
  readonly distFolder: string;
}

/** The real load, told in the runner's log. @param shard its part of it; absent: all */
export function openEngine(
  { inputs, event, target, cancelling, log, distFolder }: LoadSetting,
  shard?: Shard,
): Engine {
  const patienceMs = inputs['target-timeout'];
  return createEngine({
    workerFile: join(distFolder, 'worker', 'index.js'),
    version: VERSION,
    signal: cancelling.signal,
    onProgress: (progress) => log.show(progress),
    onSecret: maskCapture,
    onFault: (line, isTrouble) => (isTrouble ? sayTrouble(line) : log.tell(line)),
    permissions: target.permissions,
    probes: target.probes,
    commit: target.sha ?? event.headSha,
    // Where GitHub's merge is what was deployed, it is what has to be served.
    mergeCommit: target.sha === event.mergeSha ? null : event.mergeSha,
    ...(patienceMs === null ? {} : { patience: { ...PATIENCE, deadlineMs: patienceMs } }),
    ...(shard && { shard }),
  });
}
