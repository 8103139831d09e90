import type { BatchFigures } from '../../evidence/measurement.ts';
import type { Change } from './change.ts';

/** A batch that should have seen so many successes and saw none is no accident. */
const MANY = 10;

/**
 * True where all successes fell into one batch, or none, though a rate that is still tolerated would have given many to
 * each: the service was gone for the others. That is no noise to be learnt from the batches, as they would be in a run
 * so short or slow that one success a batch is what one would expect.
 *
 * @param rates of the batches, per second: the figure that is compared
 * @param before the baseline's rate, per second
 */
export function isNearlyGone(
  batches: readonly BatchFigures[],
  rates: readonly (number | null)[],
  before: number,
  tolerance: number,
): boolean {
  const served = rates.filter((rate) => rate !== null && rate > 0).length;
  const shortest = Math.min(...batches.map(({ seconds }) => seconds));
  return batches.length > 1 && served < 2 && before * (1 - tolerance) * shortest >= MANY;
}

/**
 * The change of such a run, judged as if it had no spread: it can be shown, but neither its interval nor anything else.
 */
export function withoutSpread(change: Change): Change | null {
  return change.finding === 'regressed' ? { ...change, interval: null, detectable: null } : null;
}
