/** Whether the steps of walks end soon enough after the load that what clears up behind them is still sent. */
import { ConfigurationError } from '../configuration-error.ts';
import type { Load } from '../plan.ts';
import type { CompiledFlow } from '../scenario/compile-flow.ts';
import { writeSeconds } from '../wording/units.ts';
import type { Source } from '../yaml/source.ts';

/** Users who are on a walk at the end of the load are waited for as long as two requests take at most. */
const DEADLINES_AFTER_LOAD = 2;

/**
 * @param flows those that are asked
 * @throws ConfigurationError for a step that may take longer, where steps behind it are sent `always`
 */
export function checkSteps(flows: readonly CompiledFlow[], { timeoutMs }: Load, source: Source): void {
  const mostMs = DEADLINES_AFTER_LOAD * timeoutMs;
  for (const { steps } of flows) {
    const last = steps.findLastIndex(({ always }) => always);
    const long = steps.slice(0, Math.max(0, last)).find(({ spec }) => (spec.timeoutMs ?? 0) > mostMs);
    if (long === undefined) continue;
    throw new ConfigurationError(
      `${writeSeconds(long.spec.timeoutMs as number)} is more than twice load.timeout (${writeSeconds(timeoutMs)}), the time for which walks continue after the load, so later steps marked always could no longer be sent: write at most ${writeSeconds(mostMs)}, or raise load.timeout`,
      source.place([...long.path, 'timeout']),
    );
  }
}
