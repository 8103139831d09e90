/** What is loaded next: the target alone, through all stages; or block by block where there is a base. Pure. */

import { gapMs } from '../config/load/round-gap.ts';
import { isConstant, modelOf, totalDurationMs } from '../config/load/whole-load.ts';
import { MOST_BLOCKS } from '../config/most-blocks.ts';
import type { Plan, Stage } from '../config/plan.ts';
import { seededRandom } from './random.ts';
import type { CapName, Round, RoundOrder, Side } from './round.ts';
import { sentIn } from './sent-in.ts';
import { isToBeSliced, sliceBlocks, slicesOf } from './slices.ts';

/** The warm-up of a round that follows another: the target is warm by then, and so are the connections. */
const NEXT_WARMUP_MS = 1000;
/** Time in which either side shows how fast it answers, where the load itself has no such warm-up. */
const SHORTEST_WARM_UP_MS = 500;

/** @param seed of the run; the coin, the mix's order and the generated values of each round come from it */
export function nextRounds(plan: Plan, done: readonly Round[], seed: string): readonly RoundOrder[] {
  return plan.base === null ? nextAlone(plan, done, seed) : nextBlock(plan, done, seed);
}

/** Blocks that the budget holds, at the length that they have in this run. */
export function blocksOfBudget(plan: Plan, done: readonly Round[]): number {
  if (plan.generator?.kind === 'command') return plan.generator.blocks;
  const { discardMs, budgetMs } = plan.gate.interleaved;
  const slicing = sliceBlocks(plan, done);
  if (slicing) return Math.max(1, Math.floor(budgetMs / slicing.blockMs));
  const apartMs = plan.shards === undefined ? 0 : gapMs(plan);
  const blockMs = 2 * (roundMsOf(plan) + discardMs + apartMs);
  return Math.max(1, Math.min(MOST_BLOCKS, Math.floor(budgetMs / blockMs)));
}

/**
 * Whether the time is up, whatever the number of blocks: rounds of a slow target take longer than they are measured,
 * since their last responses are waited for. The warm-up isn't counted; a block that began is finished.
 */
export function isBudgetSpent(plan: Plan, done: readonly Round[]): boolean {
  // Several machines can't agree on that while they load.
  if (plan.shards !== undefined) return false;
  return plan.base !== null && spentMs(plan, done) >= plan.gate.interleaved.budgetMs;
}

/** Whether there is a budget that holds another block, whatever the caps leave. */
export function hasBudgetLeft(plan: Plan, done: readonly Round[]): boolean {
  return (
    plan.base !== null && !isBudgetSpent(plan, done) && blocksIn(plan, done) < blocksOfBudget(plan, done)
  );
}

/**
 * Whether more rounds come before anybody looks: several machines can share no look while they load, so that their
 * number of blocks is fixed beforehand.
 */
export function isBeforeFirstLook(plan: Plan, done: readonly Round[]): boolean {
  if (plan.shards === undefined || plan.base === null) return false;
  // Of a load of several stages one pair tells nothing of its spread.
  const blocks = Math.max(isConstant(plan.load) ? 1 : 2, blocksOfBudget(plan, done));
  return blocksIn(plan, done) < blocks && cappedBy(plan, done) === null;
}

/** What the workflow's cap leaves for more load, in ms; +∞ without one. */
export function leftOfCapMs({ caps }: Plan, done: readonly Round[]): number {
  const loadedMs = done.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  return (caps?.durationMs ?? Number.POSITIVE_INFINITY) - loadedMs;
}

/** Which cap leaves no room for what would come next; null where there is room. */
export function cappedBy(plan: Plan, done: readonly Round[]): CapName | null {
  const cut = done.flatMap(({ ended }) => (ended.how === 'capped' ? [ended.by] : []));
  if (cut[0] !== undefined) return cut[0];
  // A search asks before each of its steps.
  if (plan.load.search) return null;
  if (!hasRequestsLeft(plan, done)) return 'max-requests';
  if (plan.caps === undefined) return null;
  const next = nextRounds(plan, done, '');
  const nextMs = next.reduce((sum, order) => sum + order.warmupMs + totalDurationMs(order), 0);
  return nextMs > leftOfCapMs(plan, done) ? 'max-duration' : null;
}

/** What has been spent of the budget: all blocks, without the warm-up before them. */
export function spentMs(plan: Plan, done: readonly Round[]): number {
  const blocks = done.filter(({ warmUp }) => !warmUp);
  const warmUpMs = blocks.length < done.length ? 0 : 2 * plan.load.warmupMs;
  return blocks.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) - warmUpMs;
}

/**
 * A closed model may begin with few requests, for it ends where they are spent; what a rate comes to has to fit, as
 * long as that which was measured last.
 */
function hasRequestsLeft({ load, base }: Plan, done: readonly Round[]): boolean {
  const { maxRequests = Number.POSITIVE_INFINITY } = load;
  const rounds = (base === null ? 1 : 2) * load.stages.length;
  const next = modelOf(load) === 'closed' ? 1 : sentIn(done.slice(-rounds));
  return sentIn(done) + next <= maxRequests;
}

/** One go through all stages. */
function nextAlone({ load }: Plan, done: readonly Round[], seed: string): readonly RoundOrder[] {
  const sequence = Math.floor(done.length / load.stages.length);
  const warmupMs = sequence === 0 ? load.warmupMs : Math.min(load.warmupMs, NEXT_WARMUP_MS);
  return [{ side: 'target', sequence, stage: 0, stages: load.stages, warmupMs, seed: `${seed}/${sequence}` }];
}

/**
 * A block after the other. A fair coin for each anew, or for each pair of its slices: whatever drifts or disturbs meets
 * either side with the same chance. A load that changes on its way is run as a whole on either side.
 */
function nextBlock(plan: Plan, done: readonly Round[], seed: string): readonly RoundOrder[] {
  if (done.length === 0 && isToBeSliced(plan)) return warmUpBoth(plan, seed);
  const block = Math.floor(blocksIn(plan, done));
  const slicing = sliceBlocks(plan, done);
  if (slicing) return slicesOf(slicing, block, plan.load.stages[0], seed);
  const { discardMs } = plan.gate.interleaved;
  const isFirst = done.length === 0;
  const warmupMs = isFirst ? Math.max(plan.load.warmupMs, discardMs) : discardMs;
  return tossed(`${seed}/coin/${block}`).map((side) => ({
    side,
    sequence: block,
    stage: 0,
    stages: stagesOfRound(plan),
    warmupMs,
    seed: `${seed}/${block}`,
  }));
}

/** Whole where the load changes on its way; else as long as rounds are. */
function stagesOfRound({ load, gate }: Plan): readonly [Stage, ...Stage[]] {
  const [first] = load.stages;
  return isConstant(load) ? [{ ...first, durationMs: gate.interleaved.measureMs }] : load.stages;
}

function roundMsOf(plan: Plan): number {
  return totalDurationMs({ stages: stagesOfRound(plan) });
}

function blocksIn({ load }: Plan, done: readonly Round[]): number {
  return done.filter(({ warmUp }) => !warmUp).length / (2 * load.stages.length);
}

/** Its second half shows how fast either side answers. */
function warmUpBoth({ load }: Plan, seed: string): readonly RoundOrder[] {
  const durationMs = Math.max(SHORTEST_WARM_UP_MS, Math.round(load.warmupMs / 2));
  const warmupMs = Math.max(0, load.warmupMs - durationMs);
  return tossed(`${seed}/coin/warm-up`).map((side) => ({
    side,
    sequence: 0,
    stage: 0,
    stages: [{ ...load.stages[0], durationMs }],
    warmupMs,
    seed: `${seed}/warm-up`,
    warmUp: true,
  }));
}

function tossed(seed: string): readonly Side[] {
  return seededRandom(seed).unit() < 0.5 ? ['target', 'base'] : ['base', 'target'];
}
