/** How far chance carries what is counted in a stretch. */
import { type BatchCount, designEffect } from '../design-effect.ts';

/**
 * Standard errors. The windows of ten seconds overlap, and errors and throughput are looked at beside P99: so far out
 * that all of them together mistake a service that is as before for another in fewer than one run of a hundred.
 */
export const FAR = 4;

/**
 * The most cases that chance explains: a quantile of the Poisson distribution by Cornish and Fisher's expansion, whose
 * second term is what few cases are skewed by. Cases that come in clumps count by the clump.
 *
 * @param expected cases
 * @param clumps design effect: cases of a clump, at least 1
 * @param uncertainty by how much the expectation's own error adds to the variance, at least 1
 */
export function mostByChance(expected: number, clumps: number, uncertainty: number): number {
  return expected + FAR * Math.sqrt(expected * clumps * uncertainty) + (clumps * (FAR ** 2 - 1)) / 6;
}

/** Of parts of a stretch, short and long ones: clumps of either length show. */
export function clumpsOf(...parts: readonly (readonly BatchCount[])[]): number {
  return Math.max(1, ...parts.map(designEffect));
}

/**
 * Variance of a count, per second.
 * @param parts of a stretch, of any length each
 * @returns 0 where there is nothing to learn it from
 */
export function variancePerSecond(
  parts: readonly { readonly count: number; readonly seconds: number }[],
): number {
  const seconds = parts.reduce((sum, part) => sum + part.seconds, 0);
  if (parts.length < 2 || seconds === 0) return 0;
  const rate = parts.reduce((sum, part) => sum + part.count, 0) / seconds;
  const squares = parts.reduce(
    (sum, part) => sum + (part.count - rate * part.seconds) ** 2 / part.seconds,
    0,
  );
  return squares / (parts.length - 1);
}
