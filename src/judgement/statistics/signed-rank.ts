import { median } from './median.ts';
import type { Interval } from './wilson.ts';

/** Bounds of a median difference; −∞ or +∞ where so few values can't reach the level. */
export interface SignedRankBounds extends Interval {
  /** Hodges and Lehmann's: the median of the Walsh averages. */
  readonly estimate: number;
}

const distributions = new Map<number, Float64Array>();

/**
 * P(W+ ≤ w) for w = 0 … n(n + 1)/2, where W+ is the sum of those ranks 1 … n whose fair coin shows heads: Wilcoxon's
 * signed-rank statistic of n values that are symmetric about 0. Exact in floating point up to n = 52.
 */
export function signedRankCdf(n: number): Float64Array {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`the number of values must be at least 1, not ${n}`);
  const known = distributions.get(n);
  if (known) return known;
  const cdf = sumOfRanks(Array.from({ length: n }, (_, i) => i + 1));
  for (let w = 1; w < cdf.length; w++) cdf[w] = (cdf[w] as number) + (cdf[w - 1] as number);
  distributions.set(n, cdf);
  return cdf;
}

/** Probabilities of the sum of those whole-numbered ranks whose coin shows heads, by sum. */
export function sumOfRanks(ranks: readonly number[]): Float64Array {
  const chance = new Float64Array(ranks.reduce((sum, rank) => sum + rank, 0) + 1);
  chance[0] = 1;
  let top = 0;
  for (const rank of ranks) {
    top += rank;
    // Downwards, so that what a rank adds is not met again on its own way.
    for (let w = top; w >= 0; w--)
      chance[w] = ((chance[w] as number) + (w >= rank ? (chance[w - rank] as number) : 0)) / 2;
  }
  return chance;
}

/** The largest k with P(W+ ≤ k) ≤ level for n values; −1 where even k = 0 is likelier than that. */
export function criticalRank(n: number, level: number): number {
  const cdf = signedRankCdf(n);
  let k = -1;
  while (k + 1 < cdf.length && (cdf[k + 1] as number) <= level) k++;
  return k;
}

/** The averages of all n(n + 1)/2 pairs (i ≤ j), ascending. */
export function walshAverages(values: readonly number[]): Float64Array {
  const n = values.length;
  if (n === 0 || !values.every(Number.isFinite)) throw new RangeError('differences must be finite numbers');
  const averages = new Float64Array((n * (n + 1)) / 2);
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) averages[at++] = ((values[i] as number) + (values[j] as number)) / 2;
  }
  return averages.sort();
}

/** Hodges and Lehmann's estimate of the centre; up to 29 % of the values can be wild without carrying it away. */
export function hodgesLehmann(values: readonly number[]): number {
  return median(walshAverages(values));
}

/**
 * Distribution-free bounds of the centre of symmetric differences: order statistics of the Walsh averages, chosen by
 * the exact signed-rank distribution. Ties only make them wider. Each end is a one-sided bound at its own level.
 *
 * @param values at least one, finite, in any order
 * @param lowerLevel chance that the lower bound may lie above the truth (0.01 is 1 %); 0 gives −∞
 * @param upperLevel the same for the upper bound
 * @throws RangeError for NaN, ±∞ or no values
 */
export function signedRankBounds(
  values: readonly number[],
  lowerLevel: number,
  upperLevel: number,
): SignedRankBounds {
  requireLevel(lowerLevel);
  requireLevel(upperLevel);
  const averages = walshAverages(values);
  const low = criticalRank(values.length, lowerLevel);
  const high = criticalRank(values.length, upperLevel);
  return {
    lower: low < 0 ? Number.NEGATIVE_INFINITY : (averages[low] as number),
    estimate: median(averages),
    upper: high < 0 ? Number.POSITIVE_INFINITY : (averages[averages.length - 1 - high] as number),
  };
}

/** Above one half the two bounds could pass each other. */
function requireLevel(level: number): void {
  if (!(level >= 0 && level <= 0.5)) throw new RangeError(`a level lies between 0 and 0.5, not at ${level}`);
}
