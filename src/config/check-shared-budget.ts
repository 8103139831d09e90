import { ConfigurationError } from './configuration-error.ts';
import { BUDGET_TIME } from './durations.ts';
import { fewestBlocks } from './gate/fewest-blocks.ts';
import { LEAST_PASSES } from './load/check-in-turn.ts';
import { gapMs } from './load/round-gap.ts';
import { isConstant, totalDurationMs } from './load/whole-load.ts';
import type { Plan } from './plan.ts';
import { parseDuration } from './units.ts';
import { writeSeconds } from './wording/units.ts';

/**
 * Whether the budget of several machines holds the blocks without which no regression can fail: each round takes longer
 * than on one, which `checkBudget` and `checkInTurn` ask about.
 *
 * @param key what makes it a load of several machines
 * @throws ConfigurationError that names the smallest budget that would do
 */
export function checkSharedBudget(plan: Plan, key: string): void {
  const { base, generator, load, gate } = plan;
  if (base === null || generator || load.search) return;
  const { measureMs, discardMs, budgetMs } = gate.interleaved;
  const isWhole = !isConstant(load);
  const roundMs = (isWhole ? totalDurationMs(load) : measureMs) + discardMs + gapMs(plan);
  const fewest = isWhole ? LEAST_PASSES : fewestBlocks(gate);
  const blocks = Math.floor(budgetMs / (2 * roundMs));
  if (blocks >= fewest) return;
  const leastMs = 2 * fewest * roundMs;
  const wayOut =
    leastMs <= parseDuration(BUDGET_TIME.to)
      ? `raise gate.rounds.budget, or the duration if one is given, to at least ${Math.ceil(leastMs / 1000)}s`
      : `shorten ${isWhole ? 'the stages' : 'gate.rounds.measure'}`;
  const held = blocks === 1 ? '1 block' : `${blocks} blocks`;
  throw new ConfigurationError(
    `beside a base, shards wait ${writeSeconds(gapMs(plan))} after each round for the last responses, so ${writeSeconds(budgetMs)} are enough for ${held} of ${writeSeconds(roundMs)} on each side, and no regression can be shown in fewer than ${fewest}: ${wayOut}, or leave shard out`,
    { key },
  );
}
