import type { BatchFigures } from '../../evidence/measurement.ts';
import { inStages } from '../in-stages.ts';
import type { JudgedLimit } from '../row.ts';
import { stratifiedMean } from '../statistics/batch-means.ts';
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

  const strata = inStages(figures.batches, figures, stages);
  const all = secondsOf(figures.batches);
  const spread = stratifiedMean(
    strata.map((batches) => ({
      values: batches.map((batch) => batch.throughputPerSecond),
      share: all > 0 ? secondsOf(batches) / all : 0,
    })),
  );
  if (!spread) return beyond(limited, perSecond, null, figures.runs);
  const reach = studentQuantile(SHOWN, spread.degreesOfFreedom) * spread.standardError;
  if (perSecond + reach < min) return decided(limited, 'over-limit');
  if (isShortInEach(passesOf(figures, stages), min)) return decided(limited, 'over-limit');
  // The standard error shrinks with the root of the time.
  const needed = seconds * (reach / (min - perSecond)) ** 2;
  return beyond(limited, perSecond, needed - seconds, figures.runs);
}

function secondsOf(batches: readonly BatchFigures[]): number {
  return batches.reduce((sum, { seconds }) => sum + seconds, 0);
}
