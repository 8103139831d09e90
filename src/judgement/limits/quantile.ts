import { METRICS, type Metric, type MetricScope } from '../../config/metrics.ts';
import { fewestResponses } from '../../config/responses.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { Figures } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { JudgedLimit } from '../row.ts';
import { designEffect } from '../statistics/design-effect.ts';
import { isShownAbove, requestsToShow } from '../statistics/shown-above.ts';
import { beyond, decided, type Limited, unknown } from './outcome.ts';

/**
 * Over the limit when the share of requests slower than it is shown to exceed what the quantile allows (1 % for P99);
 * within when the figure is not above it. With too few responses only the first can be said: that many slow requests
 * are too many whatever the rest would be.
 */
export function judgeQuantileLimit(limited: Limited, figures: Figures, seconds: number): JudgedLimit {
  const { metric, limit: limitMs } = limited;
  const ms = figureOf(metric, figures);
  const { above, count } = figures.latency.shareAboveMs(limitMs);
  if (ms === null || count === 0) return unknown(limited, 'latencies');

  const allowed = allowedBeyond(metric);
  const share = above / count;
  const burst = burstOf(figures, limitMs);
  if (isShownAbove(share, count / burst, allowed)) return decided(limited, 'over-limit');

  const perSecond = count / seconds;
  const needed = requestsToShow(share, allowed);
  const toShow = needed === null ? null : (needed * burst - count) / perSecond;
  const fewest = fewestResponses(metric);
  if (count < fewest) {
    const more = Math.max((fewest - count) / perSecond, ms > limitMs ? (toShow ?? 0) : 0);
    return {
      result: {
        bound: METRICS[metric].bound,
        value: limitMs,
        finding: 'undecided',
        secondsMore: Math.ceil(more),
      },
      open: { cause: tooFewResponses(limited, count, more), extendable: ms > limitMs },
    };
  }
  return ms <= limitMs ? decided(limited, 'within') : beyond(limited, ms, toShow);
}

/** How much burstier requests above the limit came than independent ones. */
export function burstOf({ batches }: Figures, limitMs: number): number {
  return designEffect(
    batches.map(({ latency }) => {
      const batch = latency.shareAboveMs(limitMs);
      return { hits: batch.above, n: batch.count };
    }),
  );
}

/** Share of the requests that may be slower than a quantile. */
export function allowedBeyond(metric: Metric): number {
  const row = METRICS[metric];
  // Binary fractions: 1 − 0.99 is a hair above 0.01.
  return row.kind === 'latency' ? Number((1 - row.quantile).toPrecision(12)) : 1;
}

/**
 * What too few responses leave open, for limits and regressions alike. @param seconds of load that would bring enough
 */
export function tooFewResponses(
  { metric, endpoint }: MetricScope,
  responses: number,
  seconds: number,
): CauseOf<'too-few-responses'> {
  return {
    code: 'too-few-responses',
    metric,
    endpoint,
    responses,
    needed: fewestResponses(metric),
    secondsMore: Math.max(1, Math.ceil(seconds)),
  };
}
