/** Where a stretch of a series most looks like two: up to `kappa`, what lies before `tau` differs from what follows. */
export interface Split {
  readonly tau: number;
  readonly kappa: number;
  readonly q: number;
}

/** Sums of |x_a − x_b| over rectangles of pairs, in constant time each. */
export class Distances {
  readonly #width: number;
  /** Entry (i, j) is the sum over a < i, b < j. */
  readonly #sums: Float64Array;

  constructor(values: readonly number[]) {
    this.#width = values.length + 1;
    this.#sums = new Float64Array(this.#width ** 2);
    for (let i = 1; i <= values.length; i++) {
      let row = 0;
      for (let j = 1; j <= values.length; j++) {
        row += Math.abs((values[i - 1] as number) - (values[j - 1] as number));
        this.#sums[i * this.#width + j] = (this.#sums[(i - 1) * this.#width + j] as number) + row;
      }
    }
  }

  /** Between all of from … to − 1 and all of alsoFrom … alsoTo − 1. */
  between(from: number, to: number, alsoFrom: number, alsoTo: number): number {
    return this.#at(to, alsoTo) - this.#at(from, alsoTo) - this.#at(to, alsoFrom) + this.#at(from, alsoFrom);
  }

  /** Within from … to − 1, each pair once. */
  within(from: number, to: number): number {
    return this.between(from, to, from, to) / 2;
  }

  #at(i: number, j: number): number {
    return this.#sums[i * this.#width + j] as number;
  }
}

/**
 * The split of from … to − 1 that maximises the energy statistic of Matteson and James (2014): with n values before τ
 * and m from τ to κ, `Q = 2/(m+n) · Σ|X−Y| − 2m/((m+n)(n−1)) · Σ|X−X'| − 2n/((m+n)(m−1)) · Σ|Y−Y'|`, where a side of
 * one value has no inner distances. Null where there is nothing to split.
 */
export function bestSplit(distances: Distances, from: number, to: number): Split | null {
  let best: Split | null = null;
  for (let tau = from + 1; tau < to; tau++) {
    const n = tau - from;
    const before = distances.within(from, tau);
    for (let kappa = tau + 1; kappa <= to; kappa++) {
      const m = kappa - tau;
      const q =
        (2 * distances.between(from, tau, tau, kappa) -
          (n > 1 ? (2 * m * before) / (n - 1) : 0) -
          (m > 1 ? (2 * n * distances.within(tau, kappa)) / (m - 1) : 0)) /
        (m + n);
      if (!best || q > best.q) best = { tau, kappa, q };
    }
  }
  return best;
}
