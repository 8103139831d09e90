import type { Metric } from '../../config/metrics.ts';
import type { Figures } from '../../evidence/measurement.ts';
import { formatBound } from '../format.ts';
import type { JudgedLimit } from '../row.ts';
import { batchMean } from '../statistics/batch-means.ts';
import { SHOWN, studentQuantile } from '../statistics/quantiles.ts';
import { formatBeside } from '../wording.ts';
import { beyond, decided } from './outcome.ts';

/** Below the limit when even the one-sided 99 % upper bound, a t bound over the batches, is below it. */
export function judgeThroughputLimit(
  metric: Metric,
  name: string,
  figures: Figures,
  minPerSecond: number,
  seconds: number,
): JudgedLimit {
  const perSecond = figures.throughputPerSecond;
  if (perSecond >= minPerSecond) return decided('min', minPerSecond, 'within');

  const limit = formatBound(metric, minPerSecond);
  const figure = `${formatBeside(metric, perSecond, limit)}, below its limit of ${limit}`;
  const spread = batchMean(figures.batches.map((batch) => batch.throughputPerSecond));
  if (!spread) return beyond('min', minPerSecond, name, figure, null);
  const reach = studentQuantile(SHOWN, spread.batches - 1) * spread.standardError;
  if (perSecond + reach < minPerSecond) return decided('min', minPerSecond, 'over-limit');
  // The standard error shrinks with the root of the time.
  const needed = seconds * (reach / (minPerSecond - perSecond)) ** 2;
  return beyond('min', minPerSecond, name, figure, needed - seconds);
}
