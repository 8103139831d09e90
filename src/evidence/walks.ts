import { pausesBetweenRounds } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import type { FlowStats, Round, StepCounts, WalkCounts } from '../engine/round.ts';
import { sum } from './figures.ts';
import type { StepWalks, Walks } from './result/flows.ts';

type Loaded = Pick<Plan, 'base' | 'load'>;

/** @param rounds of one side, in their order */
export function walksOf(rounds: readonly Round[], name: string, plan: Loaded): Walks {
  const found = partsOf(rounds, plan, ({ flows = [] }) => flows.find((flow) => flow.name === name));
  const { carriedIn, carriedOut } = carriedOf(found);
  const total = (value: (flow: FlowStats) => number) => sum(found, ({ counts }) => value(counts));
  const completed = total(({ outcomes }) => outcomes.success);
  return {
    started: carriedIn + total(({ started }) => started),
    completed,
    failed: total(({ sent }) => sent) - completed,
    notFinished: carriedOut,
  };
}

/** The same of a step. */
export function walksAtStep(rounds: readonly Round[], name: string, plan: Loaded): StepWalks {
  const found = partsOf(rounds, plan, ({ requests }) => requests.find((stats) => stats.name === name)?.walks);
  return {
    notReached: sum(found, ({ counts }: { counts: StepCounts }) => counts.notReached),
    notFinished: carriedOf(found).carriedOut,
  };
}

interface RoundCounts<Of extends WalkCounts> {
  readonly counts: Of;
  /** Its walks go on with those of the round before it. */
  readonly goesOn: boolean;
}

/** Walks go on from stage to stage, and users who pause between rounds or slices go on, too; a pass begins anew. */
function partsOf<Of extends WalkCounts>(
  rounds: readonly Round[],
  plan: Loaded,
  countsIn: (round: Round) => Of | undefined,
): readonly RoundCounts<Of>[] {
  const pauses = pausesBetweenRounds(plan);
  return rounds.flatMap((round, i) => {
    const counts = countsIn(round);
    const before = rounds[i - 1];
    const goesOn =
      before !== undefined && (pauses || round.slices !== undefined || before.stage < round.stage);
    return counts ? [{ counts, goesOn }] : [];
  });
}

/** What one round hands on and the next one is handed counts once. */
function carriedOf(rounds: readonly RoundCounts<WalkCounts>[]): WalkCounts {
  const handedOn = sum(
    rounds.map(({ counts, goesOn }, i) =>
      goesOn ? Math.min(rounds[i - 1]?.counts.carriedOut ?? 0, counts.carriedIn) : 0,
    ),
    (count) => count,
  );
  return {
    carriedIn: sum(rounds, ({ counts }) => counts.carriedIn) - handedOn,
    carriedOut: sum(rounds, ({ counts }) => counts.carriedOut) - handedOn,
  };
}
