import { normalQuantile, RULED_OUT, SHOWN } from '../statistics/quantiles.ts';
import type { Change } from './change.ts';

export interface Ratio {
  readonly metric: 'p99' | 'throughput';
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

/**
 * A figure against one stored number, on the log scale with worse above 0. Regressed when the slowdown is shown to be
 * real beyond the run-to-run spread and is larger than the tolerance; within when a slowdown of the tolerance is ruled
 * out; improved by the mirrored rule.
 */
export function judgeRatio({
  metric,
  now,
  before,
  standardErrorNow,
  standardErrorBefore,
  spread,
  tolerance,
}: Ratio): Change {
  const worse = metric === 'p99' ? Math.log(now / before) : Math.log(before / now);
  const s = Math.sqrt(standardErrorNow ** 2 + standardErrorBefore ** 2 + 2 * spread ** 2);
  const shown = normalQuantile(SHOWN) * s;
  const ruledOut = normalQuantile(RULED_OUT) * s;
  const tolerated = metric === 'p99' ? Math.log1p(tolerance) : -Math.log1p(-tolerance);
  const relative = (log: number): number => Math.expm1(metric === 'p99' ? log : -log);
  const [low, high] = [relative(worse - ruledOut), relative(worse + ruledOut)];
  return {
    change: now / before - 1,
    interval: metric === 'p99' ? [low, high] : [high, low],
    detectable: Math.max(tolerance, Math.abs(relative(shown))),
    finding: find(worse, tolerated, shown, ruledOut),
  };
}

function find(worse: number, tolerated: number, shown: number, ruledOut: number): Change['finding'] {
  if (worse - shown > 0 && worse > tolerated) return 'regressed';
  if (worse + shown < 0 && worse < -tolerated) return 'improved';
  return worse + ruledOut < tolerated ? 'within' : 'undecided';
}
