import { fewestResponses, METRICS, type Metric } from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { Figures } from '../../evidence/measurement.ts';
import { formatBound, formatCount, formatSeconds } from '../format.ts';
import type { JudgedLimit } from '../row.ts';
import { designEffect } from '../statistics/design-effect.ts';
import { isShownAbove, requestsToShow } from '../statistics/shown-above.ts';
import { formatBeside } from '../wording.ts';
import { beyond, decided, unknown } from './outcome.ts';

/**
 * Over the limit when the share of requests slower than it is shown to exceed what the quantile allows (1 % for P99);
 * within when the figure is not above it.
 * With too few answers only the first can be said: that many slow requests are too many whatever the rest would be.
 */
export function judgeQuantileLimit(
  metric: Metric,
  name: string,
  figures: Figures,
  limitMs: number,
  seconds: number,
): JudgedLimit {
  const ms = figureOf(metric, figures);
  const allowed = allowedBeyond(metric);
  const fewest = fewestResponses(metric);
  const { above, count } = figures.latency.shareAboveMs(limitMs);
  if (ms === null || count === 0) return unknown('max', limitMs, name, 'no request came back in time');

  const share = above / count;
  const burst = designEffect(
    figures.batches.map(({ latency }) => {
      const batch = latency.shareAboveMs(limitMs);
      return { hits: batch.above, n: batch.count };
    }),
  );
  if (isShownAbove(share, count / burst, allowed)) return decided('max', limitMs, 'over-limit');

  const limit = formatBound(metric, limitMs);
  const perSecond = count / seconds;
  const needed = requestsToShow(share, allowed);
  const toShow = needed === null ? null : (needed * burst - count) / perSecond;
  if (count < fewest) {
    const more = Math.max((fewest - count) / perSecond, ms > limitMs ? (toShow ?? 0) : 0);
    return {
      result: { bound: 'max', value: limitMs, finding: 'undecided', secondsMore: Math.ceil(more) },
      open: askForAnswers(metric, name, count, more, ms > limitMs),
    };
  }
  if (ms <= limitMs) return decided('max', limitMs, 'within');
  return beyond(
    'max',
    limitMs,
    name,
    `${formatBeside(metric, ms, limit)}, above its limit of ${limit}`,
    toShow,
  );
}

/** Share of the requests that may be slower than a quantile. */
function allowedBeyond(metric: Metric): number {
  const row = METRICS[metric];
  // Binary fractions: 1 − 0.99 is a hair above 0.01.
  return row.kind === 'latency' ? Number((1 - row.quantile).toPrecision(12)) : 1;
}

/** The question that too few answers leave, for limits and regressions alike. */
export function askForAnswers(
  metric: Metric,
  name: string,
  count: number,
  seconds: number,
  beyondLimit: boolean,
) {
  const only = `only ${formatCount(count)} ${count === 1 ? 'answer' : 'answers'}`;
  const secondsMore = Math.max(1, Math.ceil(seconds));
  return {
    why: `${name} can't be judged by ${only} (it takes ${fewestResponses(metric)})`,
    note: `${only}; ${formatSeconds(secondsMore)} more would decide`,
    secondsMore,
    advice: null,
    beyondLimit,
  };
}
