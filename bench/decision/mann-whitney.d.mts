export interface MannWhitney {
  /** Pairs with b > a, ties counted half. */
  readonly u: number;
  /** Standard deviation of u without a difference, corrected for ties. */
  readonly sigma: number;
  /** One-sided: b larger. */
  readonly pGreater: number;
  readonly pTwoSided: number;
}

/** @throws RangeError for an empty sample, NaN or ±∞ */
export function mannWhitney(a: readonly number[], b: readonly number[]): MannWhitney;
