/** A run of users who walk through flows, judged after each block as in a run. */
import type { Plan } from '../../src/config/plan.ts';
import { mergeSlices } from '../../src/engine/merge-slices.ts';
import type { Round } from '../../src/engine/round.ts';
import { blocksOfBudget, isBudgetSpent, nextRounds } from '../../src/engine/schedule.ts';
import type { Baseline } from '../../src/evidence/baseline.ts';
import { type Evidence, gather } from '../../src/evidence/gather.ts';
import { generatorOf } from '../../src/evidence/generator-of.ts';
import { joinSilences } from '../../src/evidence/join-silences.ts';
import { joinReadings } from '../../src/evidence/server/join-readings.ts';
import { judge } from '../../src/judgement/judge.ts';
import type { Judgement } from '../../src/judgement/verdict.ts';
import { type Shop, Users } from '../evidence/make-flows.ts';

const MACHINE = { tool: 'tailgate 0.1.0', machine: 'linux x64, 2 cores' };

export interface PlayedFlows extends Judgement {
  readonly plan: Plan;
  readonly seen: Evidence;
}

/** @param shops of each side; nobody asks for a base's where the plan has none */
export function playFlows(
  plan: Plan,
  shops: { readonly target?: Shop; readonly base?: Shop; readonly baseline?: Baseline } = {},
): PlayedFlows {
  const users = { target: new Users('target', shops.target), base: new Users('base', shops.base) };
  const rounds: Round[] = [];
  for (;;) {
    const measured = nextRounds(plan, rounds, 'flows').flatMap(
      ({ side, stages, slice, warmUp, stage: first }) =>
        stages.map(({ durationMs }, i) =>
          users[side].round(durationMs / 1000, {
            stage: first + i,
            ...(warmUp && { warmUp }),
            ...(slice !== undefined && { slices: [slice] }),
          }),
        ),
    );
    rounds.push(...mergeSlices(measured, { generatorOf, joinSilences, joinReadings }));
    if (rounds.every(({ warmUp }) => warmUp)) continue;
    const seen = gather(rounds, plan, {
      machine: MACHINE,
      seed: 'flows',
      budgetBlocks: blocksOfBudget(plan, rounds),
      budgetSpent: isBudgetSpent(plan, rounds),
    });
    const look = judge(plan, seen.measurement, shops.baseline ?? null, seen.interleaved);
    if (!look.wantsMore) return { ...look, plan, seen };
  }
}
