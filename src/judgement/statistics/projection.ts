import type { GateRule } from './interleaved-gate.ts';
import { median } from './median.ts';
import { normalQuantile } from './quantiles.ts';
import { hodgesLehmann } from './signed-rank.ts';
import { firstAnalysis } from './spending-plan.ts';

/** Before this many blocks the spread is a guess. */
const ENOUGH_BLOCKS = 6;

/** What looking after every block costs, against one analysis at the end: about a fifth more blocks. */
const PRICE_OF_LOOKING = 1.2;

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
