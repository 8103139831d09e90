import type { Plan } from '../config/plan.ts';
import type { Round, RoundOrder } from '../engine/round.ts';

/** The warm-up of a round that follows another: the target is warm by then, and so are the connections. */
const NEXT_WARMUP_MS = 1000;

/** What is measured next. @param seed of the run; each round's comes from it */
export function nextRounds({ load }: Plan, done: readonly Round[], seed: string): readonly RoundOrder[] {
  const sequence = done.length;
  const warmupMs = sequence === 0 ? load.warmupMs : Math.min(load.warmupMs, NEXT_WARMUP_MS);
  return [{ side: 'target', sequence, warmupMs, measureMs: load.durationMs, seed: `${seed}/${sequence}` }];
}
