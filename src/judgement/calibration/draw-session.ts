/**
 * Sessions that could have been: blocks drawn at random from those that were measured, with either sign, since on the
 * same code the coin decides which side was the slower one. Each is judged as the interleaved gate judges, at whatever
 * tolerance and change one asks about: a change moves the bounds by itself.
 */
import { guardStalls } from '../interleaved/guarded-gate.ts';
import { decide, type GateRule } from '../statistics/interleaved-gate.ts';
import { type SignedRankBounds, WalshAverages } from '../statistics/signed-rank.ts';
import { planLevels } from '../statistics/spending-plan.ts';
import type { DrawnTogether } from './drawn-together.ts';

/** Uniform in [0, 1). */
export type Unit = () => number;

/** What doesn't depend on the tolerance. */
export type Spending = Pick<GateRule, 'nmax' | 'nmin' | 'alpha' | 'beta'>;

export interface Ending {
  readonly state: 'passed' | 'failed' | 'undecided';
  /** Blocks that it took: all of the budget where undecided. */
  readonly blocks: number;
}

/** Which of the measured blocks a drawn one is, and whether its sides were swapped. */
export interface DrawnBlock {
  readonly index: number;
  readonly swapped: boolean;
}

/** What a gate over slices asks besides the ranks. */
interface Guards {
  readonly stallAlpha: number;
  /** All responses of the blocks that were drawn. */
  together(drawn: readonly DrawnBlock[]): DrawnTogether;
}

/** A session's blocks without any change between the sides. */
export class DrawnSession {
  readonly #values: readonly number[];
  readonly #spending: Spending;
  readonly #guards: { readonly stallAlpha: number; readonly together: DrawnTogether } | null;
  readonly #averages = new WalshAverages();
  /** After so many blocks, as far as it was looked. */
  readonly #looks: (SignedRankBounds & { readonly level: number })[] = [];

  /**
   * @param residuals differences of measured blocks about their centre
   * @param widen factor, at least 1, for what so few blocks may not have shown of the spread
   * @param guards null where the ranks decide alone
   */
  constructor(
    residuals: readonly number[],
    widen: number,
    spending: Spending,
    unit: Unit,
    guards: Guards | null = null,
  ) {
    this.#spending = spending;
    const drawn = Array.from({ length: spending.nmax }, (): DrawnBlock => {
      const index = Math.floor(unit() * residuals.length);
      return { index, swapped: unit() >= 0.5 };
    });
    this.#values = drawn.map(({ index, swapped }) => {
      const value = residuals[index] ?? 0;
      return widen * (swapped ? -value : value);
    });
    this.#guards = guards && { stallAlpha: guards.stallAlpha, together: guards.together(drawn) };
  }

  /**
   * @param change of the target, the same in each block, on the scale of the series
   * @param rule tolerance, floor and allowance as in a GateRule
   */
  end(change: number, rule: Pick<GateRule, 'tolerance' | 'floor' | 'allowance'>): Ending {
    const { nmax, nmin } = this.#spending;
    const peculiarity = this.#guards
      ? guardStalls({ rule, stallAlpha: this.#guards.stallAlpha }, this.#guards.together.with(change))
      : {};
    const seen: number[] = [];
    for (let block = 1; block <= nmax; block++) {
      seen.push((this.#values[block - 1] as number) + change);
      if (block < nmin) continue;
      const { lower, estimate, upper, level } = this.#look(block);
      const bounds = { lower: lower + change, estimate: estimate + change, upper: upper + change };
      const state = decide({ block, seen, level, ...bounds }, rule, peculiarity);
      if (state !== null) return { state, blocks: block };
    }
    return { state: 'undecided', blocks: nmax };
  }

  /** Only where it is asked for: most sessions end early. Each number of blocks is asked for after the one before. */
  #look(n: number): SignedRankBounds & { readonly level: number } {
    const { nmax, nmin, alpha, beta } = this.#spending;
    const known = this.#looks[n];
    if (known) return known;
    for (const value of this.#values.slice(this.#averages.size, n)) this.#averages.add(value);
    const level = planLevels(nmax, beta, nmin)[n] ?? 0;
    const look = { ...this.#averages.bounds(planLevels(nmax, alpha, nmin)[n] ?? 0, level), level };
    this.#looks[n] = look;
    return look;
  }
}
