/** How many responses a figure takes before it is judged, and before it shows a change. */
import { METRICS, type Metric } from './metrics.ts';

/**
 * Responses below which a figure is neither judged nor learnt from: with so many, two are expected beyond the quantile
 * (200 for P99, 2,000 for P99.9), and a service whose true share beyond it is just what the quantile allows shows none
 * in one run of seven at most. 1 for what is no quantile.
 */
export function fewestResponses(metric: Metric): number {
  const row = METRICS[metric];
  return row.kind === 'latency' ? beyond(2, row.quantile) : 1;
}

/** Responses of a round whose P99 shows a change of 10 %: measured, see docs/decision.md. */
const FOR_TEN_PERCENT_OF_P99 = 900;

/**
 * Responses that each round wants for a gate on a quantile: about 900 for 10 % of P99; for a smaller change more, by
 * the square; for another quantile as many as give the same relative standard error where latencies have an exponential
 * tail, √(q / (1 − q) / n) / −ln(1 − q) (327 for P90, 4,037 for P99.9). 0 for what is no quantile.
 *
 * @param tolerance relative, 0.1 is 10 %
 */
export function responsesWanted(metric: Metric, tolerance: number): number {
  const row = METRICS[metric];
  if (row.kind !== 'latency') return 0;
  const times = (Math.log1p(0.1) / Math.log1p(tolerance)) ** 2;
  const effort = (q: number) => q / (1 - q) / Math.log(1 - q) ** 2;
  const wanted = (FOR_TEN_PERCENT_OF_P99 * times * effort(row.quantile)) / effort(0.99);
  // A hair above a whole number is that number: logarithms are rounded.
  return Math.ceil(wanted - 1e-9);
}

function beyond(requests: number, quantile: number): number {
  return Math.round(requests / (1 - quantile));
}
