/**
 * No slowdown counts for more than this factor, in either direction. A round without a success is infinitely slow; the
 * signed-rank bounds only ask for its place among the others, but arithmetic asks for a number.
 */
const LARGEST_FACTOR = 1000;

/** ln(target / base) of a round's P99, both in the same unit; null where a side has none or it isn't above 0. */
export function latencySlowdown(base: number | null, target: number | null): number | null {
  if (base === null || target === null || !(base > 0 && target > 0)) return null;
  return clamp(Math.log(target / base));
}

/**
 * ln(base / target) of successes per second. A target without any is 1000 times slower; a base without any is no
 * measure of anything, and no target is faster for that: null.
 */
export function throughputSlowdown(base: number, target: number): number | null {
  if (!(base > 0 && target >= 0)) return null;
  return clamp(Math.log(base) - Math.log(target));
}

function clamp(logFactor: number): number {
  const most = Math.log(LARGEST_FACTOR);
  return Math.max(-most, Math.min(most, logFactor));
}
