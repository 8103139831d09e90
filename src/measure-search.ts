import type { Plan } from './config/plan.ts';
import type { Round } from './engine/round.ts';
import { leftOfCapMs } from './engine/schedule.ts';
import {
  capOf,
  hasTimeForSearches,
  nextSearches,
  nextStepOrder,
  type SideSearch,
} from './engine/search-orders.ts';
import type { World } from './world.ts';

type Measuring = Pick<World, 'seed' | 'measure'>;

/**
 * Adds the steps of a whole search to those that are done; beside a base as many of each side as the budget holds.
 * Nothing comes after one that was cut short.
 */
export async function measureSearch(plan: Plan, done: Round[], world: Measuring): Promise<void> {
  do {
    for (const search of nextSearches(plan, done, world.seed)) {
      if (!(await goThrough(plan, done, search, world))) return;
    }
  } while (plan.base !== null && hasTimeForSearches(plan, done));
}

/** @returns whether it came to its end */
async function goThrough(plan: Plan, done: Round[], search: SideSearch, world: Measuring): Promise<boolean> {
  for (;;) {
    const order = nextStepOrder(plan, done, search, world.seed);
    if (typeof order === 'string') return true;
    const last = done.at(-1);
    const by = capOf(plan, done, order);
    if (last && by !== null) {
      done[done.length - 1] = { ...last, ended: { how: 'capped', by } };
      return false;
    }
    const mostMs = leftOfCapMs(plan, done);
    const capped = Number.isFinite(mostMs) ? { ...order, mostMs } : order;
    done.push(...(await world.measure(plan, capped)));
    if (done.at(-1)?.ended.how !== 'complete') return false;
  }
}
