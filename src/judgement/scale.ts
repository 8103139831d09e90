/**
 * Between the scale of the series (worse is positive; logs, on a linear scale differences) and changes as people read
 * them.
 */
import { METRICS, type Metric, worsening } from '../config/metrics.ts';

/** A slowdown as a change of the figure: ln 1.1 is +10 % of P99 and −9.1 % of throughput. */
export function toChange(metric: Metric, worse: number): number {
  const larger = worsening(metric, worse);
  return METRICS[metric].scale === 'log' ? Math.expm1(larger) : larger;
}

/** The size of a worsening, above 0, on the scale of the series: 10 % is ln 1.1 of P99 and −ln 0.9 of throughput. */
export function fromSize(metric: Metric, size: number): number {
  if (METRICS[metric].scale === 'linear') return size;
  return worsening(metric, Math.log1p(worsening(metric, size)));
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
