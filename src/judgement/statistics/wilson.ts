export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Wilson's score interval of a share (Wilson 1927). Both ends are one-sided bounds at the level that `z` belongs to:
 * z = 2.326 gives 99 % bounds, z = 1.645 gives 95 % bounds or a 90 % interval.
 *
 * @param share successes / n, 0…1
 * @param n number of trials above 0; an effective number need not be whole
 * @throws RangeError for anything else
 */
export function wilson(share: number, n: number, z: number): Interval {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`a share lies between 0 and 1, not at ${share}`);
  if (!(n > 0 && Number.isFinite(n))) throw new RangeError(`the number of trials must be above 0, not ${n}`);
  if (!(z >= 0 && Number.isFinite(z))) throw new RangeError(`z must be at least 0, not ${z}`);
  const squared = z * z;
  const scale = 1 + squared / n;
  const centre = (share + squared / (2 * n)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / n + squared / (4 * n * n))) / scale;
  // At the ends the two terms cancel exactly; floating point leaves a remainder that would read as "above 0".
  return {
    lower: share === 0 ? 0 : Math.max(0, centre - half),
    upper: share === 1 ? 1 : Math.min(1, centre + half),
  };
}
