import type { Plan } from './config/plan.ts';
import { mergeSlices } from './engine/merge-slices.ts';
import type { Round, RoundOrder } from './engine/round.ts';
import { isBeforeFirstLook, leftOfCapMs, nextRounds } from './engine/schedule.ts';
import { generatorOf } from './evidence/generator-of.ts';
import { joinSilences } from './evidence/join-silences.ts';
import { joinReadings } from './evidence/server/join-readings.ts';
import { measureSearch } from './measure-search.ts';
import type { World } from './world.ts';

/** Of a base that may hang: as long as one of the usual rounds. */
const LOOK_MS = 3000;

/**
 * Adds the rounds of the next go through the load's stages, or with a base the next block, to those that are done;
 * nothing after one that was cut short. A warm-up comes before the first block, in one go.
 */
export async function measureNext(
  plan: Plan,
  done: Round[],
  world: Pick<World, 'seed' | 'measure'>,
): Promise<void> {
  if (plan.load.search) return measureSearch(plan, done, world);
  do {
    const measured: Round[] = [];
    const orders = nextRounds(plan, done, world.seed);
    for (const order of orders) {
      const last = measured.at(-1);
      if (![...done, ...measured].every(isComplete)) break;
      const mostMs = leftOfCapMs(plan, [...done, ...measured]);
      if (mostMs > order.warmupMs) measured.push(...(await world.measure(plan, capped(order, mostMs))));
      // What the cap leaves no time for was to belong to the same block.
      else if (last)
        measured[measured.length - 1] = { ...last, ended: { how: 'capped', by: 'max-duration' } };
    }
    const last = measured.at(-1);
    const base = orders.find(({ side }) => side === 'base');
    if (last && base && hasHung(last)) {
      const mostMs = leftOfCapMs(plan, [...done, ...measured]);
      const order = onceMore(base, last, orders.length);
      if (mostMs > order.warmupMs) measured.push(...(await world.measure(plan, capped(order, mostMs))));
    }
    done.push(...mergeSlices(measured, { generatorOf, joinSilences, joinReadings }));
  } while (
    done.every((round) => round.warmUp && isComplete(round)) ||
    (done.every(isComplete) && isBeforeFirstLook(plan, done))
  );
}

function capped(order: RoundOrder, mostMs: number): RoundOrder {
  return Number.isFinite(mostMs) ? { ...order, mostMs } : order;
}

function hasHung({ side, ended, warmUp }: Round): boolean {
  return !warmUp && side === 'target' && ended.how === 'target-lost' && ended.hung === true;
}

/**
 * Whether the base hangs as well: what they share may have stopped. With values that no other round has; of a load of
 * several stages a moment of the one in which the target hung.
 */
function onceMore(base: RoundOrder, hung: Round, orders: number): RoundOrder {
  if (base.slice !== undefined) return { ...base, slice: orders };
  const again = { ...base, sequence: base.sequence + 1 };
  const stage = base.stages[hung.stage - base.stage];
  if (base.stages.length < 2 || stage === undefined) return again;
  return { ...again, stage: hung.stage, stages: [{ ...stage, durationMs: LOOK_MS }] };
}

function isComplete({ ended }: Round): boolean {
  return ended.how === 'complete';
}
