import type { Plan } from './config/plan.ts';
import { mergeSlices } from './engine/merge-slices.ts';
import type { Round } from './engine/round.ts';
import { nextRounds } from './engine/schedule.ts';
import { generatorOf } from './evidence/generator-of.ts';
import type { World } from './world.ts';

/**
 * Adds the next round, or with a base the next block, to those that are done; nothing after one that was cut short. A
 * warm-up comes before the first block, in one go.
 */
export async function measureNext(
  plan: Plan,
  done: Round[],
  world: Pick<World, 'seed' | 'measure'>,
): Promise<void> {
  do {
    const measured: Round[] = [];
    for (const order of nextRounds(plan, done, world.seed)) {
      if ([...done, ...measured].every(isComplete)) measured.push(await world.measure(plan, order));
    }
    done.push(...mergeSlices(measured, generatorOf));
  } while (done.every((round) => round.warmUp && isComplete(round)));
}

function isComplete({ ended }: Round): boolean {
  return ended.how === 'complete';
}
