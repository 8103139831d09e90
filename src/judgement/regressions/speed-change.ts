import type { Change } from './change.ts';

export interface SpeedChange {
  readonly metric: 'p99' | 'throughput';
  /** Both above 0. */
  readonly now: number;
  readonly before: number;
  /** Slowdown on the log scale, above 0, from which on it is shown to be real … */
  readonly shown: number;
  /** … and how far the true one may lie from what was seen. */
  readonly ruledOut: number;
  /** Relative, above 0. */
  readonly tolerance: number;
}

/**
 * A change on the log scale with worse above 0. Regressed when it is shown to be real and is larger than the tolerance;
 * within when a slowdown of the tolerance is ruled out; improved by the mirrored rule.
 */
export function judgeSpeedChange({ metric, now, before, shown, ruledOut, tolerance }: SpeedChange): Change {
  const worse = metric === 'p99' ? Math.log(now / before) : Math.log(before / now);
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
