/**
 * How a block is cut into slices, where both sides share a host and the load is a closed model: the sides take turns so
 * quickly that whatever disturbs the host meets both. Pure.
 */
import { isConstant, modelOf } from '../config/load/whole-load.ts';
import type { Plan, Stage } from '../config/plan.ts';
import { shareHost } from '../config/target/share-host.ts';
import { seededRandom } from './random.ts';
import type { Round, RoundOrder, Side } from './round.ts';

/** Load before each slice, on the connections that the other side's slice left idle: by then they answer as before. */
const LEAD_IN_MS = 50;
const SHORTEST_MS = 250;
const LONGEST_MS = 3000;
/** So many responses of each connection, on average, make its slice's edges small. */
const RESPONSES_OF_A_CONNECTION = 20;
/** Measured time of a block on either side, at least: a block is what is compared. */
const BLOCK_MS = 1000;
/** More blocks of a budget are put together: each look costs time, and none of a thousand is worth more. */
const MOST_BLOCKS = 300;

interface Slicing {
  readonly lengthMs: number;
  /** Pairs of slices, one on either side, in a block. */
  readonly pairs: number;
  /** What a block takes, as far as it can be known before: with the lead-ins, and the wait for last responses. */
  readonly blockMs: number;
}

/** Whether a warm-up has to show how fast either side answers, before it is known how blocks are cut. */
export function isToBeSliced({ base, gate, load, shards }: Plan): boolean {
  // A warm-up that each machine sees for itself can't tell all of them one length.
  if (shards !== undefined) return false;
  return base !== null && gate.interleaved.sliced && modelOf(load) === 'closed' && isConstant(load);
}

/** Null where rounds stay whole: sides on two hosts, a rate, a length that the file fixes, or a slow service. */
export function sliceBlocks(plan: Plan, done: readonly Round[]): Slicing | null {
  const { base, target, gate } = plan;
  const warmUps = done.filter(({ warmUp }) => warmUp);
  if (!isToBeSliced(plan) || base === null || warmUps.length < 2) return null;
  const addressesOf = (side: Side) =>
    warmUps.filter((one) => one.side === side).map(({ address }) => address);
  const addresses = { target: addressesOf('target'), base: addressesOf('base') };
  if (!shareHost(addresses, target.origin, base.origin)) return null;
  const slowestMs = Math.max(...warmUps.map(meanLatencyMs));
  const lengthMs = Math.round(Math.max(SHORTEST_MS, RESPONSES_OF_A_CONNECTION * slowestMs));
  if (!(lengthMs < LONGEST_MS)) return null;
  const pairMs = 2 * (LEAD_IN_MS + lengthMs + slowestMs);
  const fewest = Math.max(1, Math.round(BLOCK_MS / lengthMs));
  const pairs = Math.max(fewest, Math.ceil(gate.interleaved.budgetMs / (MOST_BLOCKS * pairMs)));
  return { lengthMs, pairs, blockMs: pairs * pairMs };
}

/**
 * The slices of a block. A fair coin for each pair: whatever drifts or disturbs meets either side with the same chance.
 *
 * @param block from 0
 * @param stage the load's only one
 * @param seed of the run
 */
export function slicesOf(
  { lengthMs, pairs }: Slicing,
  block: number,
  stage: Stage,
  seed: string,
): readonly RoundOrder[] {
  const { unit } = seededRandom(`${seed}/coins/${block}`);
  const sides = Array.from({ length: pairs }, (): readonly Side[] =>
    unit() < 0.5 ? ['target', 'base'] : ['base', 'target'],
  );
  return sides.flat().map((side, slice) => ({
    side,
    sequence: block,
    stage: 0,
    stages: [{ ...stage, durationMs: lengthMs }],
    warmupMs: LEAD_IN_MS,
    seed: `${seed}/${block}/${slice >> 1}`,
    slice,
  }));
}

/** Of all requests, whatever came of them; +∞ where none was answered. */
function meanLatencyMs({ requests }: Round): number {
  const batches = requests.flatMap((stats) => stats.batches);
  const count = batches.reduce((sum, batch) => sum + batch.requests, 0);
  const busyMs = batches.reduce((sum, batch) => sum + batch.busyMs, 0);
  return count > 0 ? busyMs / count : Number.POSITIVE_INFINITY;
}
