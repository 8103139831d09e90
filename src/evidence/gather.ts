import type { Plan } from '../config/plan.ts';
import type { Round, Side } from '../engine/round.ts';
import { gatherInterleaved } from './gather-interleaved.ts';
import type { InterleavedEvidence } from './interleaved.ts';
import type { Measurement } from './measurement.ts';
import { summariseSearch } from './search.ts';
import { summarise } from './summarise.ts';

/** All that was seen, before anybody judges it. */
export interface Evidence {
  /** Of the target; null before its first round. */
  readonly measurement: Measurement | null;
  /** The base, and both sides block by block; null without a base. */
  readonly interleaved: InterleavedEvidence | null;
}

export const NOTHING_SEEN: Evidence = { measurement: null, interleaved: null };

export function gather(
  rounds: readonly Round[],
  plan: Plan,
  run: {
    readonly machine: { readonly tool: string; readonly machine: string };
    readonly seed: string;
    readonly budgetBlocks: number;
    readonly budgetSpent: boolean;
  },
): Evidence & { readonly measurement: Measurement } {
  // Of a warm-up only its end is news, where it came early.
  const counted = rounds.filter(({ warmUp, ended }) => !warmUp || ended.how !== 'complete');
  const warmUps = rounds.filter((round) => !counted.includes(round));
  const of = (side: Side) => (round: Round) => round.side === side;
  const target = counted.filter(of('target'));
  if (plan.load.search) {
    const search = summariseSearch(rounds, plan);
    return { measurement: summarise(target, plan, run.machine, [], search), interleaved: null };
  }
  return {
    measurement: summarise(target, plan, run.machine, warmUps.filter(of('target'))),
    interleaved: gatherInterleaved(counted, plan, run.machine, run.seed, run.budgetBlocks, {
      spent: run.budgetSpent,
      warmUps: warmUps.filter(of('base')),
    }),
  };
}
