/**
 * Two sides of which each was measured a few times as a whole, as a spike or a ramp is: two to six values a side. No
 * sequential plan holds for so few, and the coins of n pairs have no more than 2^n outcomes. What is left is how far
 * the means lie apart beside how much the values vary: Student's t on the pooled variance of both sides. By itself it
 * trusts too much in two values that happen to agree, and where runs fall into one of two modes it fails up to 5 %
 * of unchanged sessions where it promises 1 % (bench/decision/passes.mjs). So the spread from pass to pass is
 * taken to be at least as large as that of one stored number is assumed to be: it can be learnt to be larger, and not
 * to be smaller.
 */
import { mean } from './mean.ts';
import { normalQuantile, studentQuantile } from './quantiles.ts';

/** Fewer say nothing of how much they vary. */
export const FEWEST_PASSES = 2;

interface FewPasses {
  /** A value a pass, at least two on each side: logs on a log scale, else shares. */
  readonly target: readonly number[];
  readonly base: readonly number[];
  /** Variance of a value that is known from within its pass: the mean square of their standard errors. */
  readonly within: number;
  /** Standard deviation from pass to pass that there is at least. */
  readonly spread: number;
}

/**
 * How far the difference of both means may lie from the true one, above 0.
 *
 * @param level one-sided: 0.99
 */
export function reachOf({ target, base, within, spread }: FewPasses, level: number): number {
  const parts = 1 / target.length + 1 / base.length;
  const freedom = target.length + base.length - 2;
  const seen = Math.max((squares(target) + squares(base)) / freedom, within);
  const assumed = spread ** 2 + within;
  return (
    Math.sqrt(parts) *
    Math.max(studentQuantile(level, freedom) * Math.sqrt(seen), normalQuantile(level) * Math.sqrt(assumed))
  );
}

function squares(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}
