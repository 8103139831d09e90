import { type AddBuckets, mergeBuckets } from './merge-portions.ts';
import type { Tick } from './tick.ts';

type Outcomes = Pick<Tick, 'requests' | 'errors' | 'latency'>;

/** What several workers counted in the same half seconds. Pure. */
export function mergeTicks(
  workers: readonly (readonly Tick[])[],
  add: AddBuckets = mergeBuckets,
): readonly Tick[] {
  const length = Math.max(0, ...workers.map((ticks) => ticks.length));
  return Array.from({ length }, (_, at) => {
    const parts = workers.flatMap((ticks) => ticks.slice(at, at + 1));
    const sum = (value: (tick: Tick) => number) => parts.reduce((total, tick) => total + value(tick), 0);
    const carried = parts.flatMap((tick) => tick.carried ?? []);
    return {
      fromMs: Math.min(...parts.map(({ fromMs }) => fromMs)),
      ms: Math.max(...parts.map(({ ms }) => ms)),
      successes: sum(({ successes }) => successes),
      responses: sum(({ responses }) => responses),
      ...addOutcomes(parts, add),
      ...(carried.length > 0 && { carried: addOutcomes(carried, add) }),
    };
  });
}

function addOutcomes(parts: readonly Outcomes[], add: AddBuckets): Outcomes {
  return {
    requests: parts.reduce((total, { requests }) => total + requests, 0),
    errors: parts.reduce((total, { errors }) => total + errors, 0),
    latency: add(parts.map(({ latency }) => latency)),
  };
}
