/**
 * What is missed each time that the load is measured is no chance, however unevenly it comes within each of them. A
 * stall in one stretch of a run is a single witness there (the design effect makes it one), and so it is in a second
 * run; but that both have it is what the second was measured for.
 */

import type { BatchCount } from '../../evidence/design-effect.ts';
import type { BatchFigures, Figures } from '../../evidence/measurement.ts';

const FEWEST_PASSES = 2;
/**
 * How many times the share that a limit allows each pass has to show: 5 % beyond a P99. By Markov's inequality a
 * service whose share is what is allowed on average has five times as many in one pass of five at most, however they
 * clump, and in both of two independent ones in one of 25.
 */
const TIMES = 5;
/** Cases that a pass has to expect at the limit: 200 responses for a P99, as the limit itself asks for. */
const FEWEST_EXPECTED = 2;
/** Of the least that is asked for: a tenth below it. Noise of a rate within a run is hardly ever that large twice. */
const SHORT = 0.9;

/**
 * The batches of each time that the whole load was measured, which is one round of each of its stages. Where the last
 * time was broken off, its rounds belong to the one before.
 *
 * @param stages of the load, at least 1
 */
export function passesOf({ batches, batchesOfRounds }: Figures, stages: number): readonly BatchFigures[][] {
  const passes: BatchFigures[][] = [];
  const whole = Math.floor(batchesOfRounds.length / stages);
  let from = 0;
  batchesOfRounds.forEach((count, round) => {
    const pass = Math.min(Math.floor(round / stages), Math.max(0, whole - 1));
    passes[pass] = [...(passes[pass] ?? []), ...batches.slice(from, from + count)];
    from += count;
  });
  return passes;
}

/**
 * Whether each of two passes or more is far beyond the share that is allowed.
 *
 * @param excused cases that something else explains, whichever pass they fell into
 */
export function isOverInEach(
  passes: readonly (readonly BatchCount[])[],
  allowed: number,
  excused = 0,
): boolean {
  return (
    passes.length >= FEWEST_PASSES &&
    passes.every((batches) => {
      const hits = sum(batches.map((batch) => batch.hits)) - excused;
      const n = sum(batches.map((batch) => batch.n));
      // What is five times as much has to be all but its last binary digit.
      return n * allowed >= FEWEST_EXPECTED - 1e-9 && hits >= TIMES * allowed * n - 1e-9;
    })
  );
}

/** Whether each of two passes or more is far below the rate that is asked for. */
export function isShortInEach(passes: readonly (readonly BatchFigures[])[], min: number): boolean {
  return passes.length >= FEWEST_PASSES && passes.every((batches) => rateOf(batches) <= SHORT * min);
}

function rateOf(batches: readonly BatchFigures[]): number {
  const seconds = sum(batches.map((batch) => batch.seconds));
  return sum(batches.map((batch) => batch.throughputPerSecond * batch.seconds)) / seconds;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
