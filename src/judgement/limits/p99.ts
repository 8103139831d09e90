import { FEWEST_ANSWERS } from '../../evidence/fewest-answers.ts';
import type { Figures } from '../../evidence/measurement.ts';
import { formatBound, formatCount, formatSeconds } from '../format.ts';
import type { JudgedLimit } from '../row.ts';
import { designEffect } from '../statistics/design-effect.ts';
import { isShownAbove, requestsToShow } from '../statistics/shown-above.ts';
import { formatBeside } from '../wording.ts';
import { beyond, decided, unknown } from './outcome.ts';

/** The share of requests that a P99 allows to be slower. */
const ALLOWED = 0.01;

/**
 * Over the limit when the share of requests slower than it is shown to exceed 1 %; within when the P99 is not above it.
 * With too few answers only the first can be said: that many slow requests are too many whatever the rest would be.
 */
export function judgeP99Limit(name: string, figures: Figures, limitMs: number, seconds: number): JudgedLimit {
  const p99Ms = figures.latencyMs?.p99 ?? null;
  const { above, count } = figures.latency.shareAboveMs(limitMs);
  if (p99Ms === null || count === 0) return unknown('max', limitMs, name, 'no request came back in time');

  const share = above / count;
  const burst = designEffect(
    figures.batches.map(({ latency }) => {
      const batch = latency.shareAboveMs(limitMs);
      return { hits: batch.above, n: batch.count };
    }),
  );
  if (isShownAbove(share, count / burst, ALLOWED)) return decided('max', limitMs, 'over-limit');

  const limit = formatBound('p99', limitMs);
  const perSecond = count / seconds;
  const needed = requestsToShow(share, ALLOWED);
  const toShow = needed === null ? null : (needed * burst - count) / perSecond;
  if (count < FEWEST_ANSWERS) {
    const more = Math.max((FEWEST_ANSWERS - count) / perSecond, p99Ms > limitMs ? (toShow ?? 0) : 0);
    return {
      result: { bound: 'max', value: limitMs, finding: 'undecided', secondsMore: Math.ceil(more) },
      open: askForAnswers(name, count, more, p99Ms > limitMs),
    };
  }
  if (p99Ms <= limitMs) return decided('max', limitMs, 'within');
  return beyond(
    'max',
    limitMs,
    name,
    `${formatBeside('p99', p99Ms, limit)}, above its limit of ${limit}`,
    toShow,
  );
}

/** The question that too few answers leave, for limits and regressions alike. */
export function askForAnswers(name: string, count: number, seconds: number, beyondLimit: boolean) {
  const only = `only ${formatCount(count)} ${count === 1 ? 'answer' : 'answers'}`;
  const secondsMore = Math.max(1, Math.ceil(seconds));
  return {
    why: `${name} can't be judged by ${only} (it takes ${FEWEST_ANSWERS})`,
    note: `${only}; ${formatSeconds(secondsMore)} more would decide`,
    secondsMore,
    advice: null,
    beyondLimit,
  };
}
