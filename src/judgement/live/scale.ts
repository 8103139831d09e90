/** Between the scale of the series (worse is positive; logs, for errors shares) and changes as people read them. */
import type { Metric } from '../../config/plan.ts';

/** A slowdown as a change of the figure: ln 1.1 is +10 % of P99 and −9.1 % of throughput. */
export function toChange(metric: Metric, worse: number): number {
  if (metric === 'errors') return worse;
  return Math.expm1(metric === 'p99' ? worse : -worse);
}

/** The size of a worsening, above 0, on the scale of the series: 10 % is ln 1.1 of P99 and −ln 0.9 of throughput. */
export function fromSize(metric: Metric, size: number): number {
  if (metric === 'errors') return size;
  return metric === 'p99' ? Math.log1p(size) : -Math.log1p(-size);
}

/** Both ends of an interval of slowdowns as an interval of changes, the smaller first. */
export function toInterval(
  metric: Metric,
  { lower, upper }: { readonly lower: number; readonly upper: number },
): readonly [number, number] | null {
  if (!Number.isFinite(lower) || !Number.isFinite(upper)) return null;
  const [a, b] = [toChange(metric, lower), toChange(metric, upper)];
  return a <= b ? [a, b] : [b, a];
}
