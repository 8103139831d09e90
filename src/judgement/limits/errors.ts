import type { Metric } from '../../config/metrics.ts';
import type { Figures } from '../../evidence/measurement.ts';
import { formatBound } from '../format.ts';
import type { JudgedLimit } from '../row.ts';
import { designEffect } from '../statistics/design-effect.ts';
import { isShownAbove, requestsToShow } from '../statistics/shown-above.ts';
import { formatBeside } from '../wording.ts';
import { beyond, decided, unknown } from './outcome.ts';

/** Over the limit when the share of failed requests is shown to exceed it. */
export function judgeErrorsLimit(
  metric: Metric,
  name: string,
  figures: Figures,
  max: number,
  seconds: number,
): JudgedLimit {
  const { errorRate, requests } = figures;
  if (errorRate === null) return unknown('max', max, name, 'no request came to an end');
  if (errorRate <= max) return decided('max', max, 'within');

  const burst = errorsDesignEffect(figures);
  if (isShownAbove(errorRate, requests / burst, max)) return decided('max', max, 'over-limit');
  const limit = formatBound(metric, max);
  const needed = requestsToShow(errorRate, max);
  const toShow = needed === null ? null : (needed * burst - requests) / (requests / seconds);
  return beyond(
    'max',
    max,
    name,
    `${formatBeside(metric, errorRate, limit)}, above its limit of ${limit}`,
    toShow,
  );
}

/** How much burstier the errors came than independent ones. */
export function errorsDesignEffect({ batches }: Figures): number {
  return designEffect(batches.map(({ errors, requests }) => ({ hits: errors, n: requests })));
}
