import { METRICS, type Metric } from '../../config/metrics.ts';
import { stratifiedEffect } from '../../evidence/design-effect.ts';
import type { Histogram } from '../../evidence/histogram.ts';
import type { BatchFigures } from '../../evidence/measurement.ts';
import { isShownAbove } from '../statistics/shown-above.ts';
import { isOverInEach } from './each-pass.ts';

/** Share of the requests that may be slower than a quantile: 0.01 for P99. */
export function allowedBeyond(metric: Metric): number {
  const row = METRICS[metric];
  // Binary fractions: 1 − 0.99 is a hair above 0.01.
  return row.kind === 'latency' ? Number((1 - row.quantile).toPrecision(12)) : 1;
}

/**
 * How much burstier the requests slower than that came than independent ones, at least 1.
 *
 * @param strata the batches of each stage
 */
export function burstOfSlower(strata: readonly (readonly Histogram[])[], ms: number): number {
  return stratifiedEffect(
    strata.map((batches) =>
      batches.map((latency) => {
        const { above, count } = latency.shareAboveMs(ms);
        return { hits: above, n: count };
      }),
    ),
  );
}

/**
 * Whether a quantile is shown to be above a latency by requests of any number: the share of them that is slower exceeds
 * what the quantile allows.
 *
 * @param batches the run's contiguous parts
 */
export function isShownSlower(metric: Metric, batches: readonly Histogram[], ms: number): boolean {
  const seen = batches.map((latency) => latency.shareAboveMs(ms));
  const above = seen.reduce((sum, one) => sum + one.above, 0);
  const count = seen.reduce((sum, one) => sum + one.count, 0);
  return isShownAbove(above / count, count / burstOfSlower([batches], ms), allowedBeyond(metric));
}

/**
 * Whether each pass over the load has far more requests slower than a latency than the quantile allows.
 *
 * @param excused slow requests that something else explains, whichever pass they fell into
 */
export function isSlowInEach(
  metric: Metric,
  passes: readonly (readonly BatchFigures[])[],
  ms: number,
  excused = 0,
): boolean {
  const counts = passes.map((batches) =>
    batches.map(({ latency }) => {
      const { above, count } = latency.shareAboveMs(ms);
      return { hits: above, n: count };
    }),
  );
  return isOverInEach(counts, allowedBeyond(metric), excused);
}
