/** How a service was under a load, to tell when it is like that again. */
import { TAIL_QUANTILE } from '../../config/metrics.ts';
import { sum } from '../figures.ts';
import { Histogram } from '../histogram.ts';
import type { Moment } from '../timeline.ts';
import { clumpsOf, FAR, mostByChance, variancePerSecond } from './chance.ts';
import { byStage, lengthOfAll, slidingWindows } from './windows.ts';

/** So much more latency, or so much less throughput, is as before. */
const TOLERANCE = 0.1;

export interface Reference {
  readonly seconds: number;
  readonly p99Ms: number;
  /** Successes. */
  readonly perSecond: number;
  readonly errorRate: number;
  /** Whether a stretch of the same load has a P99 that is higher by more than 10 % and noise. */
  isSlower(stretch: readonly Moment[]): boolean;
  /** Whether it is no slower, has no more errors and not many fewer successes; noise is never a difference. */
  isAsBefore(stretch: readonly Moment[]): boolean;
}

/**
 * Noise is what the moments and the windows of the reference differ by among themselves: how much more than independent
 * requests its slow ones and its errors clump, and how much the count of its successes varies.
 *
 * @param moments of one load, perhaps of several stages
 * @returns null where nothing succeeded
 */
export function referenceOf(moments: readonly Moment[]): Reference | null {
  const latency = Histogram.merge(...moments.map((moment) => moment.latency));
  const p99Ms = latency.percentileMs(100 * TAIL_QUANTILE);
  const successes = sum(moments, (moment) => moment.successes);
  const seconds = lengthOfAll(moments);
  if (p99Ms === null || successes === 0) return null;
  const requests = sum(moments, (moment) => moment.requests);
  const errors = sum(moments, (moment) => moment.errors);
  const perSecond = successes / seconds;
  const windows = [...byStage(moments).values()].flatMap(slidingWindows);
  const parts = [moments.map((moment) => [moment]), windows];
  const slowClumps = clumpsOf(...parts.map((part) => part.map((one) => slowerIn(one, p99Ms))));
  const errorClumps = clumpsOf(...parts.map((part) => part.map(errorsIn)));
  const variance = Math.max(...parts.map((part) => variancePerSecond(part.map(successesIn))));
  const limitMs = p99Ms * (1 + TOLERANCE);
  // One more than was seen: that there was none is no proof that there can be none.
  const errorShare = (errors + 1) / Math.max(1, requests);

  const isSlower = (stretch: readonly Moment[]): boolean => {
    const { hits, n } = slowerIn(stretch, limitMs);
    const expected = (1 - TAIL_QUANTILE) * n;
    return hits > mostByChance(expected, slowClumps, 1 + n / latency.count);
  };
  const failsMore = (stretch: readonly Moment[]): boolean => {
    const { hits, n } = errorsIn(stretch);
    return hits > mostByChance(errorShare * n, errorClumps, 1 + n / requests);
  };
  const achievesLess = (stretch: readonly Moment[]): boolean => {
    const seen = successesIn(stretch);
    const deviation = Math.sqrt(variance * seen.seconds * (1 + seen.seconds / seconds));
    return seen.count < (1 - TOLERANCE) * perSecond * seen.seconds - FAR * deviation;
  };
  return {
    seconds,
    p99Ms,
    perSecond,
    errorRate: errors / Math.max(1, requests),
    isSlower,
    isAsBefore: (stretch) => !isSlower(stretch) && !failsMore(stretch) && !achievesLess(stretch),
  };
}

function slowerIn(moments: readonly Moment[], ms: number): { readonly hits: number; readonly n: number } {
  const seen = moments.map(({ latency }) => latency.shareAboveMs(ms));
  return { hits: sum(seen, ({ above }) => above), n: sum(seen, ({ count }) => count) };
}

function errorsIn(moments: readonly Moment[]): { readonly hits: number; readonly n: number } {
  return { hits: sum(moments, ({ errors }) => errors), n: sum(moments, ({ requests }) => requests) };
}

function successesIn(moments: readonly Moment[]): { readonly count: number; readonly seconds: number } {
  return { count: sum(moments, ({ successes }) => successes), seconds: lengthOfAll(moments) };
}
