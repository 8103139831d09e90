import type { Metric } from '../../config/metrics.ts';
import { normalQuantile, RULED_OUT, SHOWN } from '../statistics/quantiles.ts';
import type { Change } from './change.ts';
import { judgeSpeedChange } from './speed-change.ts';

interface Ratio {
  /** On a log scale. */
  readonly metric: Metric;
  /** Both above 0. */
  readonly now: number;
  readonly before: number;
  /** Standard errors within each run, on the log scale. */
  readonly standardErrorNow: number;
  readonly standardErrorBefore: number;
  /** Assumed run-to-run standard deviation of each of the two, on the log scale: one number can't tell it. */
  readonly spread: number;
  /** Relative, above 0. */
  readonly tolerance: number;
}

/** A figure against one stored number, whose run-to-run spread is assumed. */
export function judgeRatio({
  metric,
  now,
  before,
  standardErrorNow,
  standardErrorBefore,
  spread,
  tolerance,
}: Ratio): Change {
  const s = Math.sqrt(standardErrorNow ** 2 + standardErrorBefore ** 2 + 2 * spread ** 2);
  const shown = normalQuantile(SHOWN) * s;
  const ruledOut = normalQuantile(RULED_OUT) * s;
  return judgeSpeedChange({ metric, now, before, shown, ruledOut, tolerance });
}
