import type { Buckets } from '../engine/round.ts';

/**
 * Quantiles of a round's latencies in µs, between order statistics by Hyndman and Fan's type 7 on the log scale: where
 * a few requests of the tail decide, nearest rank would jump from one of them to the next. Null without a request.
 *
 * @param buckets pairs of lower edge in µs and count, ascending; edges below 1 µs count as 1 µs
 * @param shares 0.99 for P99
 */
export function logQuantilesUs(buckets: Buckets, shares: readonly number[]): readonly number[] | null {
  const values: [number, number][] = [];
  for (let i = 0; i + 1 < buckets.length; i += 2)
    values.push([Math.log(Math.max(1, buckets[i] as number)), buckets[i + 1] as number]);
  const quantiles = shares.map((share) => type7(values, share));
  return quantiles.every((one) => one !== null) ? quantiles.map((one) => Math.exp(one)) : null;
}

/** Type 7 quantile of values with counts, ascending: linear between the order statistics about (n − 1) · share. */
export function type7(values: readonly (readonly [number, number])[], share: number): number | null {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`a share lies between 0 and 1, not at ${share}`);
  const n = values.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0) return null;
  const at = (n - 1) * share;
  const lower = orderStatistic(values, Math.floor(at));
  const upper = orderStatistic(values, Math.ceil(at));
  return lower + (at - Math.floor(at)) * (upper - lower);
}

/** @param rank counted from 0 */
function orderStatistic(values: readonly (readonly [number, number])[], rank: number): number {
  let seen = 0;
  for (const [value, count] of values) {
    seen += count;
    if (seen > rank) return value;
  }
  throw new RangeError(`no value has rank ${rank}`);
}
