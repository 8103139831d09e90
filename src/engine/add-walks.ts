/** Walks through flows, and what became of their steps, of several worker threads or of slices together. */
import type { StepCounts, WalkCounts } from './round.ts';

/** Parts of one time, each with walks of its own, or one stretch after another, with the same ones. */
export type PartsAre = 'beside' | 'in-turn';

/**
 * What one stretch hands on and the next one is handed counts in neither. They need not be as many: in a slice's
 * lead-in, which nobody sees, users go on with what they had begun, and begin more.
 */
export function addCarried(parts: readonly WalkCounts[], are: PartsAre): WalkCounts {
  const sum = (count: (part: WalkCounts, i: number) => number) =>
    parts.reduce((total, part, i) => total + count(part, i), 0);
  const handedOn =
    are === 'beside' ? 0 : sum(({ carriedOut }, i) => Math.min(carriedOut, parts[i + 1]?.carriedIn ?? 0));
  return {
    carriedIn: sum(({ carriedIn }) => carriedIn) - handedOn,
    carriedOut: sum(({ carriedOut }) => carriedOut) - handedOn,
  };
}

/** Nothing of a request by itself. */
export function addSteps(parts: readonly StepCounts[], are: PartsAre): { readonly walks?: StepCounts } {
  if (parts.length === 0) return {};
  const notReached = parts.reduce((sum, part) => sum + part.notReached, 0);
  return { walks: { ...addCarried(parts, are), notReached } };
}
