/** Which rounds come next: stage after stage on the target alone, or block by block where there is a base. Pure. */
import { fewestBlocks, MOST_BLOCKS } from '../config/gate/fewest-blocks.ts';
import { METRIC_NAMES } from '../config/metrics.ts';
import type { MetricBounds, Plan } from '../config/plan.ts';
import { responsesWanted } from '../config/responses.ts';
import { seededRandom } from './random.ts';
import type { Round, RoundOrder, Side } from './round.ts';

/** The warm-up of a round that follows another: the target is warm by then, and so are the connections. */
const NEXT_WARMUP_MS = 1000;
/** Rounds are never lengthened beyond what leaves this many blocks: nothing can fail before the ninth or tenth. */
const FEWEST_BLOCKS = 12;

/** @param seed of the run; the coin, the mix's order and the generated values of each round come from it */
export function nextRounds(plan: Plan, done: readonly Round[], seed: string): readonly RoundOrder[] {
  return plan.base === null ? nextAlone(plan, done, seed) : nextBlock(plan, done, seed);
}

/** Blocks that the budget holds, 45 at most, at the length that the rounds have after the first block of each stage. */
export function blocksOfBudget(plan: Plan, done: readonly Round[]): number {
  const { measureMs, discardMs, budgetMs } = plan.gate.interleaved;
  const { stages } = plan.load;
  const firstMs = 2 * (measureMs + discardMs) * stages.length;
  const lengthsMs = stages.map((_, stage) => roundLengthMs(plan, done, stage));
  const blockMs = 2 * (lengthsMs.reduce((sum, ms) => sum + ms, 0) / stages.length + discardMs);
  const blocks = stages.length + Math.floor((budgetMs - firstMs) / blockMs);
  return Math.max(1, Math.min(MOST_BLOCKS, blocks));
}

/**
 * Whether the time is up, whatever the number of blocks: rounds of a slow target take longer than they are measured,
 * since their last responses are waited for. The first block's warm-up isn't counted; a block that began is finished.
 */
export function isBudgetSpent(plan: Plan, done: readonly Round[]): boolean {
  if (plan.base === null) return false;
  const spentMs = done.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) - 2 * plan.load.warmupMs;
  return spentMs >= plan.gate.interleaved.budgetMs;
}

/** One round of each stage, in their order. */
function nextAlone({ load }: Plan, done: readonly Round[], seed: string): readonly RoundOrder[] {
  return load.stages.map(({ durationMs: measureMs }, stage) => {
    const sequence = done.length + stage;
    const warmupMs = sequence === 0 ? load.warmupMs : Math.min(load.warmupMs, NEXT_WARMUP_MS);
    return { side: 'target', sequence, stage, warmupMs, measureMs, seed: `${seed}/${sequence}` };
  });
}

/**
 * The stages take turns, block by block. A fair coin for each block anew: whatever drifts or disturbs meets either side
 * with the same chance.
 */
function nextBlock(plan: Plan, done: readonly Round[], seed: string): readonly RoundOrder[] {
  const block = Math.floor(done.length / 2);
  const stage = block % plan.load.stages.length;
  const targetFirst = seededRandom(`${seed}/coin/${block}`).unit() < 0.5;
  const sides: readonly Side[] = targetFirst ? ['target', 'base'] : ['base', 'target'];
  const warmupMs =
    block === 0
      ? Math.max(plan.load.warmupMs, plan.gate.interleaved.discardMs)
      : plan.gate.interleaved.discardMs;
  const measureMs = roundLengthMs(plan, done, stage);
  return sides.map((side) => ({
    side,
    sequence: block,
    stage,
    warmupMs,
    measureMs,
    seed: `${seed}/${block}`,
  }));
}

/**
 * The length asked for, until the stage's first block has shown how many responses come in; then what the gates want.
 */
function roundLengthMs(plan: Plan, done: readonly Round[], stage: number): number {
  const { measureMs, discardMs, budgetMs } = plan.gate.interleaved;
  const first = done.filter((round) => round.stage === stage).slice(0, 2);
  if (first.length < 2) return measureMs;
  const wantedMs = wantedResponses(plan).map(({ name, responses }) => {
    const slowest = Math.min(...first.map((round) => latenciesOf(round, name) / round.measuredMs));
    return slowest > 0 ? responses / slowest : Number.POSITIVE_INFINITY;
  });
  const fewest = Math.max(FEWEST_BLOCKS, fewestBlocks(plan.gate));
  const longestMs = Math.max(measureMs, budgetMs / fewest / 2 - discardMs);
  return Math.round(Math.min(longestMs, Math.max(measureMs, ...wantedMs)));
}

/** For each gate on a quantile: how many responses a round it wants, of which request name (null: of all). */
function wantedResponses({ gate }: Plan): { name: string | null; responses: number }[] {
  const scopes: [string | null, MetricBounds][] = [[null, gate.whole], ...Object.entries(gate.endpoints)];
  return scopes.flatMap(([name, bounds]) =>
    METRIC_NAMES.flatMap((metric) => {
      const tolerance = bounds[metric]?.regression ?? null;
      const responses = tolerance === null ? 0 : responsesWanted(metric, tolerance);
      return responses > 0 ? [{ name, responses }] : [];
    }),
  );
}

function latenciesOf(round: Round, name: string | null): number {
  return round.requests
    .filter((request) => name === null || request.name === name)
    .reduce((sum, { outcomes }) => sum + outcomes.success + outcomes.timeout, 0);
}
