import { type SignedRankBounds, WalshAverages } from './signed-rank.ts';
import { levelAfter } from './spending-plan.ts';

/**
 * How one declared gate is decided. `tolerance`, `floor` and `allowance` are on the scale of the series: logs for P99
 * and throughput (ln 1.1 for 10 % on P99, −ln 0.9 for throughput), shares for errors (0.005 for 0.5 pp).
 */
export interface GateRule {
  /** Blocks of the budget. */
  readonly nmax: number;
  /** Blocks before the first interim analysis. */
  readonly nmin: number;
  /** There is one look, after the last of all blocks, and it has the whole chance of an error. */
  readonly once?: boolean;
  /** Chance of a false fail over the whole run. */
  readonly alpha: number;
  /** Chance of a false pass over the whole run. */
  readonly beta: number;
  /** The change from which on the target counts as worse. */
  readonly tolerance: number;
  /** Where the upper bound has to be for a pass, if that is not below the tolerance. */
  readonly passBelow?: number;
  /** Smallest estimate that fails, however well it is shown. */
  readonly floor: number;
  /** What different surroundings of the two sides may explain. */
  readonly allowance: number;
}

type GateDecision = 'undecided' | 'passed' | 'failed';

/** A gate after the blocks so far. Positive is worse. */
export interface GateState {
  readonly decision: GateDecision;
  /** Blocks after which it was decided, counted from 1; null until then. */
  readonly passedAt: number | null;
  readonly failedAt: number | null;
  /** Blocks that say something about this gate. */
  readonly n: number;
  /** Sequential bound at the level of α: −∞ before the first interim analysis that α allows. */
  readonly lower: number;
  /** Null before the first block. */
  readonly estimate: number | null;
  /** Sequential bound at the level of β: +∞ before the first interim analysis that β allows. */
  readonly upper: number;
  /** What the bounds of α show beyond the allowance, whether or not it matters; a passed gate can be shown worse. */
  readonly shown: 'worse' | 'better' | null;
}

/** What a metric adds to the rule that all share. Each is asked about the values so far, the latest block included. */
export interface Peculiarity {
  /** The estimate that has to reach the floor; the signed-rank estimate where it isn't given. */
  readonly effect?: (seen: readonly number[]) => number;
  /** A second condition of passing, at the same level (`block` counts from 1). */
  readonly mayPass?: (block: number, level: number) => boolean;
  /** A second way to fail, with a chance of a false alarm of its own. */
  readonly alsoFails?: (block: number, seen: readonly number[]) => boolean;
}

/**
 * The gate of one metric, replayed from its first block: call it again after each block with all blocks so far. It
 * passes for good once the upper bound is below the tolerance; it fails if it has not passed, the lower bound is above
 * the allowance and the estimate at least the floor.
 *
 * @param series slowdown of the target in each block, in order; null where a block says nothing by itself
 * @throws RangeError for NaN, ±∞ and for more blocks than the budget has
 */
export function interleavedGate(
  series: readonly (number | null)[],
  rule: GateRule,
  peculiarity: Peculiarity = {},
): GateState {
  if (series.length > rule.nmax)
    throw new RangeError(`${series.length} blocks, but the plan is for ${rule.nmax}`);
  const seen: number[] = [];
  const averages = new WalshAverages();
  const ends: number[] = [];
  let [passedAt, failedAt]: (number | null)[] = [null, null];
  for (const [i, difference] of series.entries()) {
    if (difference === null) continue;
    seen.push(difference);
    averages.add(difference);
    ends.push(i + 1);
    if (passedAt !== null || failedAt !== null || seen.length < rule.nmin) continue;
    if (rule.once && series.slice(i + 1).some((later) => later !== null)) continue;
    const { levels, ...bounds } = analyse(averages, ends, rule);
    const decided = decide({ block: i + 1, seen, level: levels.beta, ...bounds }, rule, peculiarity);
    if (decided === 'passed') passedAt = i + 1;
    if (decided === 'failed') failedAt = i + 1;
  }
  const decision = passedAt !== null ? 'passed' : failedAt !== null ? 'failed' : 'undecided';
  return {
    decision,
    passedAt: passedAt ?? null,
    failedAt: failedAt ?? null,
    ...present(averages, ends, rule),
  };
}

/** A look at a gate that isn't decided yet. */
interface Look extends SignedRankBounds {
  /** Counted from 1. */
  readonly block: number;
  /** The values so far. */
  readonly seen: readonly number[];
  /** Chance of a false pass that this look may take. */
  readonly level: number;
}

/** The rule itself; null where it goes on. */
export function decide(
  { block, seen, level, lower, estimate, upper }: Look,
  {
    tolerance,
    passBelow = tolerance,
    floor,
    allowance,
  }: Omit<GateRule, 'nmax' | 'nmin' | 'once' | 'alpha' | 'beta'>,
  { effect, mayPass, alsoFails }: Peculiarity,
): 'passed' | 'failed' | null {
  if (upper < passBelow && (mayPass?.(block, level) ?? true)) return 'passed';
  if (lower > allowance && (effect?.(seen) ?? estimate) >= floor) return 'failed';
  return alsoFails?.(block, seen) ? 'failed' : null;
}

/** The bounds as they stand after the last block. */
function present(
  averages: WalshAverages,
  ends: readonly number[],
  rule: GateRule,
): Pick<GateState, 'n' | 'lower' | 'estimate' | 'upper' | 'shown'> {
  const n = averages.size;
  if (n === 0)
    return {
      n,
      lower: Number.NEGATIVE_INFINITY,
      estimate: null,
      upper: Number.POSITIVE_INFINITY,
      shown: null,
    };
  const { lower, estimate, upper, levels } = analyse(averages, ends, rule);
  const below = averages.bounds(0, levels.alpha).upper;
  const shown = lower > rule.allowance ? 'worse' : below < -rule.allowance ? 'better' : null;
  return { n, lower, estimate, upper, shown };
}

interface InterimAnalysis extends SignedRankBounds {
  readonly levels: { readonly alpha: number; readonly beta: number };
}

/** @param ends blocks after which each value was there */
function analyse(
  averages: WalshAverages,
  ends: readonly number[],
  { nmax, nmin, alpha, beta, once }: GateRule,
): InterimAnalysis {
  const levels = once
    ? { alpha, beta }
    : {
        alpha: levelAfter(ends, nmax, alpha, nmin),
        beta: levelAfter(ends, nmax, beta, nmin),
      };
  return { ...averages.bounds(levels.alpha, levels.beta), levels };
}
