import type { Plan } from '../config/plan.ts';
import type { Flow } from '../config/scenario.ts';
import type { Round } from '../engine/round.ts';
import { figuresOf } from './figures.ts';
import type { FlowFigures } from './measurement.ts';
import { walksOf } from './walks.ts';

/** What was seen of whole walks through a flow. */
export function figuresOfFlow(
  { name, weight, steps }: Flow,
  plan: Plan,
  rounds: readonly Round[],
): FlowFigures {
  return {
    name,
    weight,
    steps: steps.flatMap(({ request }) => plan.scenario.requests[request]?.name ?? []),
    walks: walksOf(rounds, name, plan),
    figures: figuresOf(rounds.map(({ flows = [] }) => flows.filter((flow) => flow.name === name))),
  };
}
