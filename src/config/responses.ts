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

/** Of both sides together, for a step of an interleaved comparison: its P99 has two of them beyond it. */
const FEWEST_OF_STEP = 200;

/**
 * Responses of both sides together from which on a block is compared by itself; with fewer, those that follow are added
 * until there are as many.
 */
export function responsesOfStep(metric: Metric): number {
  return Math.max(FEWEST_OF_STEP, fewestResponses(metric));
}

function beyond(requests: number, quantile: number): number {
  return Math.round(requests / (1 - quantile));
}
