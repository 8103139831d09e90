import type { CapacityRange } from './result/search.ts';

/** Two-sided 95 % of the normal distribution. */
const Z = 1.96;

/** Standard error of a capacity on the log scale, as its interval tells; null where that has no end. */
export function logErrorOf({ low, high }: CapacityRange): number | null {
  return high === null || low <= 0 ? null : Math.log(high / low) / (2 * Z);
}
