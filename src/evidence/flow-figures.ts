import type { Flow, Scenario } from '../config/scenario.ts';
import type { Round } from '../engine/round.ts';
import { figuresOf } from './figures.ts';
import type { FlowFigures } from './measurement.ts';
import { walksOf } from './walks.ts';

/** What was seen of whole walks through a flow. */
export function figuresOfFlow(
  { name, weight, steps }: Flow,
  { requests }: Pick<Scenario, 'requests'>,
  rounds: readonly Round[],
): FlowFigures {
  return {
    name,
    weight,
    steps: steps.flatMap(({ request }) => requests[request]?.name ?? []),
    walks: walksOf(rounds, name),
    figures: figuresOf(rounds.map(({ flows = [] }) => flows.filter((flow) => flow.name === name))),
  };
}
