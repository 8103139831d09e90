import type { Plan } from '../../config/plan.ts';
import { isCommit } from '../../config/target/is-commit.ts';
import { Unmeasurable } from '../../engine/unmeasurable.ts';
import type { RunnerEvent } from '../event/read-event.ts';

interface Measured {
  /** What the target said to the shards; null where it wasn't asked. */
  readonly served: string | null;
  /** Where they met, see `Start.run`. */
  readonly run: string | null;
}

/**
 * Whether shards that met in another run of a workflow measured the commit that this one is for: files that an earlier
 * run left fit the same tailgate.yml. In the same run each of them has asked for that commit.
 *
 * @throws Unmeasurable `wrong-commit`
 */
export function checkServed(
  { target }: Pick<Plan, 'target'>,
  { served, run }: Measured,
  { headSha, mergeSha, run: own }: Pick<RunnerEvent, 'headSha' | 'mergeSha' | 'run'>,
): void {
  const runId = /^run (\d+) attempt \d+$/.exec(run ?? '')?.[1];
  if (runId === undefined || Number(runId) === own.runId) return;
  if (target.identity === null || served === null || headSha === null) return;
  // Where GitHub's merge is what was deployed, it is what was measured.
  if ([headSha, mergeSha].some((sha) => sha !== null && isCommit(served, sha))) return;
  throw new Unmeasurable(
    'wrong-commit',
    `The shards of the run ${runId} measured the commit ${served}, and this run is for ${headSha}: merge the files that the shards of this run have left`,
  );
}
