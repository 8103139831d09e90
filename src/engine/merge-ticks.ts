import { mergeBuckets } from './merge-portions.ts';
import type { Tick } from './round.ts';

/** What several workers counted in the same half seconds. Pure. */
export function mergeTicks(workers: readonly (readonly Tick[])[]): readonly Tick[] {
  const length = Math.max(0, ...workers.map((ticks) => ticks.length));
  return Array.from({ length }, (_, at) => {
    const parts = workers.flatMap((ticks) => ticks.slice(at, at + 1));
    const sum = (value: (tick: Tick) => number) => parts.reduce((total, tick) => total + value(tick), 0);
    return {
      fromMs: Math.min(...parts.map(({ fromMs }) => fromMs)),
      ms: Math.max(...parts.map(({ ms }) => ms)),
      requests: sum(({ requests }) => requests),
      errors: sum(({ errors }) => errors),
      successes: sum(({ successes }) => successes),
      responses: sum(({ responses }) => responses),
      latency: mergeBuckets(parts.map(({ latency }) => latency)),
    };
  });
}
