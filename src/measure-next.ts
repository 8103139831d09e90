import type { Plan } from './config/plan.ts';
import type { Round } from './engine/round.ts';
import { nextRounds } from './engine/schedule.ts';
import type { World } from './world.ts';

/** Adds the next round, or with a base the next block, to those that are done; nothing after one that was cut short. */
export async function measureNext(
  plan: Plan,
  done: Round[],
  world: Pick<World, 'seed' | 'measure'>,
): Promise<void> {
  for (const order of nextRounds(plan, done, world.seed)) {
    if (done.every(({ ended }) => ended.how === 'complete')) done.push(await world.measure(plan, order));
  }
}
