import type { RegressionResult } from '../../evidence/result/comparison.ts';

/** What one stored number says about a change. `change` above 0 is a larger figure, whether that is better or worse. */
export interface Change {
  readonly change: number;
  /** 90 % two-sided. */
  readonly interval: readonly [number, number] | null;
  /** Smallest worsening that could have been shown, a size above 0. */
  readonly detectable: number | null;
  /** Against the tolerance; `undecided` is "no regression shown", not an accusation. */
  readonly finding: Exclude<RegressionResult['finding'], 'not-comparable'>;
}
