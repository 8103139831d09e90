import { ConfigurationError, type Place } from '../configuration-error.ts';
import { BUDGET_TIME } from '../durations.ts';
import type { Gate, InterleavedRounds } from '../plan.ts';
import { parseDuration } from '../units.ts';
import { writeSeconds } from '../wording/units.ts';
import { fewestBlocks } from './fewest-blocks.ts';

/**
 * A budget of so few blocks that a declared regression could not fail is a mistake, not a lenient gate.
 *
 * @param place of the budget: its key in the file, or the flag that took its place
 * @throws ConfigurationError that names the smallest budget that would do
 */
export function checkBudget(
  gate: Pick<Gate, 'whole' | 'endpoints' | 'flows'>,
  { measureMs, discardMs, budgetMs }: InterleavedRounds,
  place: Place,
): void {
  const blockMs = 2 * (measureMs + discardMs);
  const blocks = Math.floor(budgetMs / blockMs);
  const fewest = fewestBlocks(gate);
  if (blocks >= fewest) return;
  const smallestMs = fewest * blockMs;
  const wayOut =
    smallestMs <= parseDuration(BUDGET_TIME.to)
      ? `write at least ${Math.ceil(smallestMs / 1000)}s`
      : 'shorten gate.rounds.measure, or declare fewer regressions';
  const held = blocks === 1 ? '1 block' : `${blocks} blocks`;
  throw new ConfigurationError(
    `${writeSeconds(budgetMs)} are enough for ${held} of ${writeSeconds(measureMs + discardMs)} on each side, and the gate can't fail in fewer than ${fewest}: ${wayOut}`,
    place,
  );
}
