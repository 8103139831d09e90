/**
 * Sessions that could have been: blocks drawn at random from those that were measured, with either sign, since on the
 * same code the coin decides which side was the slower one. Each is judged as the interleaved gate judges, at whatever
 * tolerance and change one asks about: a change moves the bounds by itself.
 */
import type { GateRule } from '../statistics/interleaved-gate.ts';
import { type SignedRankBounds, WalshAverages } from '../statistics/signed-rank.ts';
import { planLevels } from '../statistics/spending-plan.ts';

/** Uniform in [0, 1). */
export type Unit = () => number;

/** What doesn't depend on the tolerance. */
export type Spending = Pick<GateRule, 'nmax' | 'nmin' | 'alpha' | 'beta'>;

export interface Ending {
  readonly state: 'passed' | 'failed' | 'undecided';
  /** Blocks that it took: all of the budget where undecided. */
  readonly blocks: number;
}

/** A session's blocks without any change between the sides. */
export class DrawnSession {
  readonly #values: readonly number[];
  readonly #spending: Spending;
  readonly #averages = new WalshAverages();
  /** After so many blocks, as far as it was looked. */
  readonly #looks: SignedRankBounds[] = [];

  /**
   * @param residuals differences of measured blocks about their centre
   * @param widen factor, at least 1, for what so few blocks may not have shown of the spread
   */
  constructor(residuals: readonly number[], widen: number, spending: Spending, unit: Unit) {
    this.#spending = spending;
    this.#values = Array.from({ length: spending.nmax }, () => {
      const value = residuals[Math.floor(unit() * residuals.length)] ?? 0;
      return widen * (unit() < 0.5 ? value : -value);
    });
  }

  /**
   * @param change of the target, the same in each block, on the scale of the series
   * @param rule tolerance, floor and allowance as in a GateRule
   */
  end(
    change: number,
    { tolerance, floor, allowance }: Pick<GateRule, 'tolerance' | 'floor' | 'allowance'>,
  ): Ending {
    const { nmax, nmin } = this.#spending;
    for (let n = nmin; n <= nmax; n++) {
      const { lower, estimate, upper } = this.#look(n);
      if (upper + change < tolerance) return { state: 'passed', blocks: n };
      if (lower + change > allowance && estimate + change >= floor) return { state: 'failed', blocks: n };
    }
    return { state: 'undecided', blocks: nmax };
  }

  /** Only where it is asked for: most sessions end early. Each number of blocks is asked for after the one before. */
  #look(n: number): SignedRankBounds {
    const { nmax, nmin, alpha, beta } = this.#spending;
    const known = this.#looks[n];
    if (known) return known;
    for (const value of this.#values.slice(this.#averages.size, n)) this.#averages.add(value);
    const look = this.#averages.bounds(
      planLevels(nmax, alpha, nmin)[n] ?? 0,
      planLevels(nmax, beta, nmin)[n] ?? 0,
    );
    this.#looks[n] = look;
    return look;
  }
}
