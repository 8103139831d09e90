import jStat from 'jstat';

/** One-sided level at which something counts as shown. */
export const SHOWN = 0.99;
/** One-sided level at which something counts as ruled out; two-sided it makes an interval of 90 %. */
export const RULED_OUT = 0.95;

/** Quantile of the standard normal distribution: `normalQuantile(0.99)` is 2.326. `level` lies between 0 and 1. */
export function normalQuantile(level: number): number {
  requireLevel(level);
  return jStat.normal.inv(level, 0, 1);
}

/** Quantile of Student's t: `studentQuantile(0.99, 9)` is 2.821. */
export function studentQuantile(level: number, degreesOfFreedom: number): number {
  requireLevel(level);
  if (!(degreesOfFreedom > 0))
    throw new RangeError(`degrees of freedom must be above 0, not ${degreesOfFreedom}`);
  return jStat.studentt.inv(level, degreesOfFreedom);
}

/** Upper tail of the standard normal distribution: `normalTail(2.326)` is 0.01. */
export function normalTail(z: number): number {
  return jStat.normal.cdf(-z, 0, 1);
}

/** P(|T| ≥ |t|) for Student's t. The beta form keeps its digits where the tail is too thin for a difference from 1. */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  return jStat.ibeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

function requireLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`a level lies between 0 and 1, not at ${level}`);
}
