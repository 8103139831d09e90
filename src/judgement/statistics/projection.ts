import type { GateRule, GateState } from './interleaved-gate.ts';
import { median } from './median.ts';
import { normalQuantile } from './quantiles.ts';
import { hodgesLehmann } from './signed-rank.ts';
import { firstAnalysis } from './spending-plan.ts';

/** Before this many blocks the spread is a guess. */
const ENOUGH_BLOCKS = 6;

/** What looking after every block costs, against one analysis at the end: about a fifth more blocks. */
const PRICE_OF_LOOKING = 1.2;

/** Standard deviations at which the bounds of a run usually stand: 2.7 at the first look, 1.9 at the last. */
const USUAL_BOUND = 2.3;

/** What the change may really be, gone through at so many places that are as likely as one another; an odd number. */
const CHANGES = 25;

/** Makes the median absolute deviation estimate the standard deviation of normal values. */
const MAD_TO_SIGMA = 1.4826;

/** Robust standard deviation of the blocks about their centre: 1.4826 · median |d − Hodges–Lehmann|. */
export function robustSpread(values: readonly number[]): number {
  const centre = hodgesLehmann(values);
  return MAD_TO_SIGMA * median(values.map((value) => Math.abs(value - centre)).sort((a, b) => a - b));
}

/**
 * About how many blocks the gate needs in all to tell no change from its tolerance, at the spread seen so far: on the
 * safe side, as most sessions are decided in fewer. It may exceed the budget. Null before the sixth block.
 */
export function blocksNeeded(values: readonly number[], rule: GateRule): number | null {
  if (values.length < ENOUGH_BLOCKS) return null;
  const n = PRICE_OF_LOOKING * ((reach(rule) * robustSpread(values)) / rule.tolerance) ** 2;
  return Math.max(firstAnalysis(rule.nmax, rule.beta, rule.nmin), Math.ceil(n));
}

/**
 * After how many blocks in all the gate may as well be decided as not. What the change really is lies about the
 * estimate as far as so few blocks may err; for each that it may be, a bound comes as near as it has to with the root
 * of the blocks. The estimate alone would say that it takes for ever whenever it comes by the tolerance. It may exceed
 * the budget, and is +∞ where the gate is rather never decided. Null before the sixth block.
 *
 * @param upper the bound by which the gate passes; +∞ before there is one
 */
export function blocksAtEvenOdds(
  values: readonly number[],
  { n, estimate, lower }: Pick<GateState, 'n' | 'estimate' | 'lower'>,
  upper: number,
  rule: GateRule,
): number | null {
  if (values.length < ENOUGH_BLOCKS || estimate === null) return null;
  const { nmax, nmin, tolerance, passBelow = tolerance, floor, allowance } = rule;
  const spread = robustSpread(values);
  // Of a bound, times the root of the blocks; before there is one, as the first one will be.
  const width = (distance: number, total: number): number =>
    Number.isFinite(distance)
      ? distance * Math.sqrt(n)
      : spread * normalQuantile(1 - (total * firstAnalysis(nmax, total, nmin)) / nmax);
  const [above, below] = [width(upper - estimate, rule.beta), width(estimate - lower, rule.alpha)];
  const neededAt = (change: number): number => {
    if (change < passBelow) return (above / (passBelow - change)) ** 2;
    return change >= floor ? (below / (change - allowance)) ** 2 : Number.POSITIVE_INFINITY;
  };
  const error = above / Math.sqrt(n) / USUAL_BOUND;
  const equallyLikely = Array.from({ length: CHANGES }, (_, i) =>
    neededAt(estimate + error * normalQuantile((i + 1 / 2) / CHANGES)),
  );
  const middle = median(equallyLikely.sort((one, other) => one - other));
  return Math.max(n + 1, firstAnalysis(nmax, rule.beta, nmin), Math.ceil(middle));
}

/**
 * Smallest worsening that the gate would probably (1 − β) have shown to exceed the allowance by the end of the budget,
 * at the spread seen so far, on the scale of the series. Null before the sixth block.
 */
export function smallestDetectable(values: readonly number[], rule: GateRule): number | null {
  if (values.length < ENOUGH_BLOCKS) return null;
  return rule.allowance + reach(rule) * robustSpread(values) * Math.sqrt(PRICE_OF_LOOKING / rule.nmax);
}

function reach({ alpha, beta }: GateRule): number {
  return normalQuantile(1 - alpha) + normalQuantile(1 - beta);
}
