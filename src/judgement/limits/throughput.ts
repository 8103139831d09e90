import type { JudgedLimit } from '../row.ts';
import { batchMean } from '../statistics/batch-means.ts';
import { SHOWN, studentQuantile } from '../statistics/quantiles.ts';
import { isShortInEach, passesOf } from './each-pass.ts';
import { beyond, decided, type Limited, type LimitScope } from './outcome.ts';

/**
 * Below the limit when even the one-sided 99 % upper bound, a t bound over the batches, is below it; or when each pass
 * over the load falls far short.
 */
export function judgeThroughputLimit(
  limited: Limited,
  { figures, seconds, stages }: LimitScope,
): JudgedLimit {
  const perSecond = figures.throughputPerSecond;
  const min = limited.limit;
  if (perSecond >= min) return decided(limited, 'within');

  const spread = batchMean(figures.batches.map((batch) => batch.throughputPerSecond));
  if (!spread) return beyond(limited, perSecond, null);
  const reach = studentQuantile(SHOWN, spread.batches - 1) * spread.standardError;
  if (perSecond + reach < min) return decided(limited, 'over-limit');
  if (isShortInEach(passesOf(figures, stages), min)) return decided(limited, 'over-limit');
  // The standard error shrinks with the root of the time.
  const needed = seconds * (reach / (min - perSecond)) ** 2;
  return beyond(limited, perSecond, needed - seconds);
}
