/** When the rounds of machines that load together begin. Pure: each works it out for itself, and alike. */
import { gapMs, ROUND_LEAD_MS } from '../config/load/round-gap.ts';
import { totalDurationMs } from '../config/load/whole-load.ts';
import type { Plan, Stage } from '../config/plan.ts';
import type { RoundOrder } from './round.ts';

/** Each machine has all rounds, so that they can be put together: of one that is over it has hardly anything. */
const SHORTEST_MS = 1;

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

/**
 * The stages of a round, which ends by the clock even where its machine comes late, such as after a response that took
 * long: by then the others load the other side.
 */
export function endingOnTime(
  { stages: [first, ...others], startMs }: Pick<RoundOrder, 'stages' | 'startMs'>,
  nowMs: number,
): RoundOrder['stages'] {
  let lateMs = startMs === undefined ? 0 : Math.max(0, nowMs - startMs);
  const cut = (stage: Stage): Stage => {
    const byMs = Math.min(lateMs, Math.max(0, stage.durationMs - SHORTEST_MS));
    lateMs -= byMs;
    return byMs === 0 ? stage : { ...stage, durationMs: stage.durationMs - byMs };
  };
  return [cut(first), ...others.map(cut)];
}
