import { METRICS, type Metric } from '../../config/metrics.ts';
import { fewestResponses } from '../../config/responses.ts';
import { type MetricScope, scopeOf } from '../../config/scope.ts';
import { figureOf, figureOfPart } from '../../evidence/figure-of.ts';
import type { Histogram } from '../../evidence/histogram.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import { inStages } from '../in-stages.ts';
import type { JudgedLimit } from '../row.ts';
import { isShownAbove, requestsToShow } from '../statistics/shown-above.ts';
import { areRunsAbove } from '../statistics/spread-of-runs.ts';
import { passesOf } from './each-pass.ts';
import { beyond, decided, type Limited, type LimitScope, unknown } from './outcome.ts';
import { allowedBeyond, burstOfSlower, isSlowInEach } from './slower.ts';

/**
 * Over the limit when the share of requests slower than it is shown to exceed what the quantile allows (1 % for P99);
 * within when the figure is not above it. With too few responses only the first can be said: that many slow requests
 * are too many whatever the rest would be. What comes in one stretch is shown once each pass over the load has it.
 */
export function judgeQuantileLimit(limited: Limited, { figures, seconds, stages }: LimitScope): JudgedLimit {
  const { metric, limit: limitMs } = limited;
  const ms = figureOf(metric, figures);
  const { above, count } = figures.latency.shareAboveMs(limitMs);
  if (count === 0) return unknown(limited, 'latencies');

  const allowed = allowedBeyond(metric);
  const share = above / count;
  const parts = figures.batches.map(({ latency }) => latency);
  const burst = burstOfSlower(inStages(parts, figures, stages), limitMs);
  if (isShownAbove(share, count / burst, allowed)) return decided(limited, 'over-limit');
  if (ms === null) {
    // Of somebody else's run that says no such percentile.
    const most = figures.latencyMs?.max ?? Number.POSITIVE_INFINITY;
    const isEnough = count >= fewestResponses(metric);
    return most <= limitMs && isEnough ? decided(limited, 'within') : unknown(limited, 'latencies');
  }
  if (ms > limitMs && isSlowInEach(metric, passesOf(figures, stages), limitMs))
    return decided(limited, 'over-limit');
  if (figures.runs !== undefined && areRunsAbove(latenciesOf(metric, parts), limitMs))
    return decided(limited, 'over-limit');

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
  return ms <= limitMs ? decided(limited, 'within') : beyond(limited, ms, toShow, figures.runs);
}

function latenciesOf(metric: Metric, runs: readonly Histogram[]): readonly (number | null)[] {
  return runs.map((latency) => figureOfPart(metric, { latency, perSecond: 0, errorRate: null }));
}

/**
 * What too few responses leave open, for limits and regressions alike. @param seconds of load that would bring enough
 */
export function tooFewResponses(
  row: MetricScope,
  responses: number,
  seconds: number,
): CauseOf<'too-few-responses'> {
  return {
    code: 'too-few-responses',
    ...scopeOf(row),
    responses,
    needed: fewestResponses(row.metric),
    secondsMore: Math.max(1, Math.ceil(seconds)),
  };
}
