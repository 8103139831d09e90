import type { Metric } from '../../config/metrics.ts';
import { RULED_OUT, SHOWN } from '../statistics/quantiles.ts';
import { spreadOfRuns } from '../statistics/spread-of-runs.ts';
import type { Change } from './change.ts';
import { judgeSpeedChange } from './speed-change.ts';

interface Runs {
  /** On a log scale. */
  readonly metric: Metric;
  /** Typical of the runs, and the stored number; both above 0. */
  readonly now: number;
  readonly before: number;
  /** Of each run; null where it has none. */
  readonly values: readonly (number | null)[];
  /** Assumed log standard deviation from run to run, where the runs are too few to tell it. */
  readonly spread: number;
  /** Relative, above 0. */
  readonly tolerance: number;
}

/**
 * Runs of somebody else's load generator against one stored number, which is a run as well: the mean of k runs and one
 * more differ by s·√(1/k + 1).
 */
export function judgeRuns({ metric, now, before, values, spread, tolerance }: Runs): Change {
  const { logSpread, runs, reach } = spreadOfRuns(values, spread);
  const s = logSpread * Math.sqrt(1 / runs + 1);
  return judgeSpeedChange({
    metric,
    now,
    before,
    shown: reach(SHOWN) * s,
    ruledOut: reach(RULED_OUT) * s,
    tolerance,
  });
}
