import type { Plan } from '../config/plan.ts';
import type { Flow } from '../config/scenario.ts';
import type { Round } from '../engine/round.ts';
import { figuresOf } from './figures.ts';
import type { FlowFigures } from './measurement.ts';
import { once } from './once.ts';
import { addTimings } from './server-timing.ts';
import { walksOf } from './walks.ts';

/** What was seen of whole walks through a flow. */
export function figuresOfFlow(
  { name, weight, steps }: Flow,
  plan: Plan,
  rounds: readonly Round[],
): FlowFigures {
  const own = rounds.map(({ flows = [] }) => flows.filter((flow) => flow.name === name));
  const times = once(() =>
    addTimings(
      own.flat().flatMap(({ timings = [] }) => timings),
      steps.length,
    ),
  );
  return {
    name,
    weight,
    steps: steps.flatMap(({ request }) => plan.scenario.requests[request]?.name ?? []),
    walks: walksOf(rounds, name, plan),
    figures: figuresOf(own),
    get times() {
      return times();
    },
  };
}
