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
  let [k, above] = [-1, cdf.length];
  while (above - k > 1) {
    const middle = (k + above) >> 1;
    if ((cdf[middle] as number) <= level) k = middle;
    else above = middle;
  }
  return k;
}

/**
 * The averages of all n(n + 1)/2 pairs (i ≤ j) of values that come one after the other, kept in order: a run is looked
 * at after each of its blocks, and sorting them all anew each time is what would take long.
 */
export class WalshAverages {
  /** Ascending. */
  readonly #values: number[] = [];
  /** Ascending, as far as there are any. */
  #averages = new Float64Array(64);
  #count = 0;

  constructor(values: readonly number[] = []) {
    for (const value of values) this.add(value);
  }

  /** @throws RangeError for NaN and ±∞ */
  add(value: number): void {
    if (!Number.isFinite(value)) throw new RangeError('differences must be finite numbers');
    const values = this.#values;
    let place = values.length;
    while (place > 0 && (values[place - 1] as number) > value) place--;
    values.splice(place, 0, value);
    this.#merge(value);
  }

  get size(): number {
    return this.#values.length;
  }

  /** Hodges and Lehmann's estimate of the centre; up to 29 % of the values can be wild without carrying it away. */
  get centre(): number {
    return median(this.#all());
  }

  /** See `signedRankBounds`. */
  bounds(lowerLevel: number, upperLevel: number): SignedRankBounds {
    requireLevel(lowerLevel);
    requireLevel(upperLevel);
    const averages = this.#all();
    const low = criticalRank(this.size, lowerLevel);
    const high = criticalRank(this.size, upperLevel);
    return {
      lower: low < 0 ? Number.NEGATIVE_INFINITY : (averages[low] as number),
      estimate: median(averages),
      upper: high < 0 ? Number.POSITIVE_INFINITY : (averages[averages.length - 1 - high] as number),
    };
  }

  #all(): Float64Array {
    if (this.#count === 0) throw new RangeError('there is no centre of no differences');
    return this.#averages.subarray(0, this.#count);
  }

  /** The averages with a new value ascend as the values do: one walk from the back puts them between the others. */
  #merge(value: number): void {
    const values = this.#values;
    const grown = this.#count + values.length;
    if (grown > this.#averages.length) {
      const larger = new Float64Array(2 * grown);
      larger.set(this.#averages);
      this.#averages = larger;
    }
    const averages = this.#averages;
    let old = this.#count - 1;
    let fresh = values.length - 1;
    for (let at = grown - 1; fresh >= 0; at--) {
      const average = ((values[fresh] as number) + value) / 2;
      if (old >= 0 && (averages[old] as number) > average) {
        averages[at] = averages[old--] as number;
      } else {
        averages[at] = average;
        fresh--;
      }
    }
    this.#count = grown;
  }
}

/** Hodges and Lehmann's estimate of the centre of the values. */
export function hodgesLehmann(values: readonly number[]): number {
  return new WalshAverages(values).centre;
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
  return new WalshAverages(values).bounds(lowerLevel, upperLevel);
}

/** Above one half the two bounds could pass each other. */
function requireLevel(level: number): void {
  if (!(level >= 0 && level <= 0.5)) throw new RangeError(`a level lies between 0 and 0.5, not at ${level}`);
}
