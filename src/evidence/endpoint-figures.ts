import type { Plan, RequestSpec } from '../config/plan.ts';
import { SAMPLES_PER_KIND } from '../config/samples.ts';
import { MOST_TRACES } from '../config/why.ts';
import type { OutcomeKind, Round, Sample } from '../engine/round.ts';
import type { Trace } from '../engine/timings.ts';
import { figuresOf } from './figures.ts';
import type { EndpointFigures } from './measurement.ts';
import { once } from './once.ts';
import { addTimings } from './server-timing.ts';
import { walksAtStep } from './walks.ts';

/** What was seen of one request name. @param path for reading only */
export function figuresOfEndpoint(
  request: RequestSpec,
  rounds: readonly Round[],
  path: string,
  plan: Plan,
): EndpointFigures {
  const { flows = [] } = plan.scenario;
  const own = rounds.map((round) => round.requests.filter((stats) => stats.name === request.name));
  const flow = request.flow === undefined ? undefined : flows[request.flow];
  const timings = once(() => addTimings(own.flat().flatMap((stats) => stats.timings ?? [])));
  return {
    name: request.name,
    method: request.method,
    path,
    weight: request.weight,
    ...(flow && { flow: flow.name, walks: walksAtStep(rounds, request.name, plan) }),
    figures: figuresOf(own),
    samples: firstOfEachKind(own.flat().flatMap((stats) => stats.samples)),
    get timings() {
      return timings();
    },
    traces: slowestOf(own.flat().flatMap((stats) => stats.traces ?? [])),
  };
}

function slowestOf(traces: readonly Trace[]): readonly Trace[] {
  return [...traces].sort((a, b) => b.latencyMs - a.latencyMs).slice(0, MOST_TRACES);
}

function firstOfEachKind(samples: readonly Sample[]): Sample[] {
  const kept = new Map<OutcomeKind, number>();
  return samples.filter(({ kind }) => {
    const before = kept.get(kind) ?? 0;
    kept.set(kind, before + 1);
    return before < SAMPLES_PER_KIND;
  });
}
