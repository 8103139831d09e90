/** When the rounds of machines that load together begin. Pure: each works it out for itself, and alike. */
import { totalDurationMs } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import type { RoundOrder } from './round.ts';

/** By then a machine's threads and connections are there, and it has heard that it is time. */
const LEAD_MS = 500;
/** What a round's last responses are waited for: what takes longer makes its machine late for the next one. */
const LAST_RESPONSES_MS = 2000;

/** Between two rounds, besides the later one's warm-up. */
export function gapMs({ load }: Pick<Plan, 'load'>): number {
  return LEAD_MS + Math.min(load.timeoutMs, LAST_RESPONSES_MS);
}

/**
 * @param atMs when the load begins with its warm-up, by this machine's `Date.now()`
 * @returns gives each order, one after the other, the moment at which its measured time begins
 */
export function placeRounds(plan: Pick<Plan, 'load'>, atMs: number): (order: RoundOrder) => RoundOrder {
  let freeMs = atMs + LEAD_MS;
  return (order) => {
    const startMs = freeMs + order.warmupMs;
    freeMs = startMs + totalDurationMs(order) + gapMs(plan);
    return { ...order, startMs };
  };
}
