import type { Metric } from '../../config/metrics.ts';
import { worsening } from '../../config/metrics.ts';
import { fromSize, toChange, toInterval } from '../scale.ts';
import type { Change } from './change.ts';

interface SpeedChange {
  /** On a log scale. */
  readonly metric: Metric;
  /** Both above 0. */
  readonly now: number;
  readonly before: number;
  /** Slowdown on the log scale, above 0, from which on it is shown to be real … */
  readonly shown: number;
  /** … and how far the true one may lie from what was seen. */
  readonly ruledOut: number;
  /** Relative, above 0. */
  readonly tolerance: number;
  /** Slowdown on the log scale that the surroundings may explain; none where nothing is said. */
  readonly allowance?: number;
}

/**
 * A change on the log scale with worse above 0. Regressed when it is shown to be real and is larger than the tolerance;
 * within when a slowdown of the tolerance is ruled out; improved by the mirrored rule.
 */
export function judgeSpeedChange({
  metric,
  now,
  before,
  shown,
  ruledOut,
  tolerance,
  allowance = 0,
}: SpeedChange): Change {
  const worse = worsening(metric, Math.log(now / before));
  const tolerated = fromSize(metric, tolerance);
  return {
    change: now / before - 1,
    interval: toInterval(metric, { lower: worse - ruledOut, upper: worse + ruledOut }),
    detectable: Math.max(tolerance, Math.abs(toChange(metric, shown + allowance))),
    finding: find(worse, tolerated, shown + allowance, ruledOut),
  };
}

function find(worse: number, tolerated: number, shown: number, ruledOut: number): Change['finding'] {
  if (worse - shown > 0 && worse > tolerated) return 'regressed';
  if (worse + shown < 0 && worse < -tolerated) return 'improved';
  return worse + ruledOut < tolerated ? 'within' : 'undecided';
}
