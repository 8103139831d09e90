/** How a search narrows down between loads that held and loads that broke. */
import { hasHeld, type SeenStep } from './step.ts';
import { findThreshold, type Threshold } from './threshold.ts';

/** The threshold is known well enough once what is believed of it is no wider: 3 % either way. */
const NARROW = 1.06;
/** So often has a load near the threshold to have held, and one to have broken. */
export const TIMES = 2;
/** Loads that are no further apart say something of the same threshold. */
const NEAR = 1.06;

interface Range {
  readonly from: number;
  readonly most: number;
}

export function thresholdOf(trials: readonly SeenStep[], range: Range): Threshold {
  return findThreshold(
    trials.map((step) => ({ load: step.load, held: hasHeld(step) })),
    range,
  );
}

/** Whether more steps would tell hardly more. */
export function isFound({ low, high, at }: Threshold, trials: readonly SeenStep[]): boolean {
  const near = trials.filter(({ load }) => load <= at * NEAR && load >= at / NEAR);
  const held = near.filter(hasHeld).length;
  return high / low <= NARROW && held >= TIMES && near.length - held >= TIMES;
}

/**
 * Whether the most that may be tried is borne: it held as often as counts, and never broke. What broke below it was
 * something else's doing then, and nothing is known of where the service's own limit lies.
 */
export function bearsMost(trials: readonly SeenStep[], { most }: Pick<Range, 'most'>): boolean {
  const atMost = trials.filter(({ load }) => load === most);
  return atMost.length >= TIMES && atMost.every(hasHeld);
}

/** The highest load that held, and the lowest that broke: where noise made them cross, the first is the higher one. */
export function bracketOf(trials: readonly SeenStep[]): { readonly held: number; readonly broke: number } {
  const held = Math.max(0, ...trials.filter(hasHeld).map(({ load }) => load));
  const broke = trials.filter((step) => !hasHeld(step)).map(({ load }) => load);
  return { held, broke: Math.min(Number.POSITIVE_INFINITY, ...broke) };
}
