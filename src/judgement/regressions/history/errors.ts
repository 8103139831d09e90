import type { HistoryPoint } from '../../../evidence/history/basis.ts';
import { batchMean } from '../../statistics/batch-means.ts';
import { RULED_OUT, SHOWN, studentQuantile } from '../../statistics/quantiles.ts';
import { isShownAbove } from '../../statistics/shown-above.ts';
import type { Change } from '../change.ts';
import { poolErrors } from './pooled-errors.ts';

interface ErrorsAgainstHistory {
  /** Share of the run's requests that failed. */
  readonly share: number;
  readonly requests: number;
  /** Design effect of the run's own errors, at least 1. */
  readonly burst: number;
  /** Of the last regime; at least two. */
  readonly points: readonly HistoryPoint[];
  /** Absolute. */
  readonly tolerance: number;
}

/**
 * An error rate against the last regime of its history. Rates are often 0, which has no logarithm, and their spread
 * grows with them, so that the rule of latency doesn't fit. It is applied to their angles asin √p instead (Anscombe
 * 1948), where the sampling spread is 1/(2√n) at every rate: a prediction limit by Student's t, whose spread is what
 * the nights show, and never less than what so many requests must show. Nights of 0 errors are no proof of a spread of
 * 0, and what differs from night to night widens the limit. Beyond it and by more than the tolerance is regressed;
 * where few requests were made, an exact test has to agree.
 */
export function judgeErrors({ share, requests, burst, points, tolerance }: ErrorsAgainstHistory): Change {
  const before = poolErrors(points).share;
  const { centre, spread, quantile } = predict(points, requests, burst);
  const now = angleOf(share, requests);
  const [shown, ruledOut] = [quantile(SHOWN) * spread, quantile(RULED_OUT) * spread];
  const interval = [shareAt(now - ruledOut) - before, shareAt(now + ruledOut) - before] as const;
  const change = share - before;
  const find = (): Change['finding'] => {
    const isShown = now - shown > centre && isShownAbove(share, requests / burst, before);
    if (isShown && change > tolerance) return 'regressed';
    if (now + shown < centre && -change > tolerance) return 'improved';
    return interval[1] < tolerance ? 'within' : 'undecided';
  };
  return {
    change,
    interval,
    detectable: Math.max(tolerance, shareAt(centre + shown) - before),
    finding: find(),
  };
}

/** The worst rate that the history explains in a run of the usual length. */
export function errorsLimit(points: readonly HistoryPoint[]): number {
  const { centre, spread, quantile } = predict(points, meanRequests(points), 1);
  return shareAt(centre + quantile(SHOWN) * spread);
}

/** Where the next run's angle lies, and how far it may be from there. */
function predict(points: readonly HistoryPoint[], requests: number, burst: number) {
  const angles = points.map(({ value, requests: n }) => angleOf(value, n));
  const seen = batchMean(angles);
  const sampling = 1 / (4 * meanRequests(points));
  const nights = Math.max(sampling, (seen?.standardError ?? 0) ** 2 * points.length);
  const own = Math.max(nights + Math.max(0, 1 / (4 * requests) - sampling), burst / (4 * requests));
  return {
    centre: seen?.mean ?? angles[0] ?? 0,
    spread: Math.sqrt(own + nights / points.length),
    quantile: (level: number): number => studentQuantile(level, points.length - 1),
  };
}

function meanRequests(points: readonly HistoryPoint[]): number {
  return points.reduce((sum, { requests }) => sum + requests, 0) / points.length;
}

function angleOf(share: number, n: number): number {
  return Math.asin(Math.sqrt((share * n + 0.375) / (n + 0.75)));
}

function shareAt(angle: number): number {
  return Math.sin(Math.min(Math.PI / 2, Math.max(0, angle))) ** 2;
}
