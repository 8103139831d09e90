import { type AddBuckets, mergeBuckets } from './merge-portions.ts';
import type { OutcomeKind } from './round.ts';
import type { Failures, Tick } from './tick.ts';

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
    const failures = addFailures(parts.flatMap((tick) => tick.failures ?? []));
    // All workers wait for the same login.
    const pausedMs = Math.max(...parts.map((tick) => tick.pausedMs ?? 0));
    return {
      fromMs: Math.min(...parts.map(({ fromMs }) => fromMs)),
      ms: Math.max(...parts.map(({ ms }) => ms)),
      successes: sum(({ successes }) => successes),
      responses: sum(({ responses }) => responses),
      ...addOutcomes(parts, add),
      ...(carried.length > 0 && { carried: addOutcomes(carried, add) }),
      ...(Object.keys(failures).length > 0 && { failures }),
      ...(pausedMs > 0 && { pausedMs }),
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

function addFailures(parts: readonly Failures[]): Failures {
  const sums: Partial<Record<OutcomeKind, number>> = {};
  for (const part of parts) {
    for (const [kind, count] of Object.entries(part) as [OutcomeKind, number][])
      sums[kind] = (sums[kind] ?? 0) + count;
  }
  return sums;
}
