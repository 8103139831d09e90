/** When the rounds of machines that load together begin. Pure: each works it out for itself, and alike. */
import { gapMs, ROUND_LEAD_MS } from '../config/load/round-gap.ts';
import { totalDurationMs } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import type { RoundOrder } from './round.ts';

/**
 * @param atMs when the load begins with its warm-up, by this machine's `Date.now()`
 * @returns gives each order, one after the other, the moment at which its measured time begins
 */
export function placeRounds(plan: Pick<Plan, 'load'>, atMs: number): (order: RoundOrder) => RoundOrder {
  let freeMs = atMs + ROUND_LEAD_MS;
  return (order) => {
    const startMs = freeMs + order.warmupMs;
    freeMs = startMs + totalDurationMs(order) + gapMs(plan);
    return { ...order, startMs };
  };
}
