/** Figures of a run that tells how many requests there were, how many of them failed, and how long it took. */
import type { BaselineFigures } from '../../baseline.ts';
import type { Latency } from '../../result/figures.ts';

interface Counted {
  readonly requests: number;
  /** Of these, as the tool counts them; absent where it can't be told. */
  readonly failed?: number;
  /** Of these, those that no response came to; they are no part of a tool's rate of responses. */
  readonly unanswered?: number;
  readonly seconds: number;
  readonly latencyAllMs: Partial<Latency>;
}

export function figuresOfCounts({
  requests,
  failed,
  unanswered = 0,
  seconds,
  latencyAllMs,
}: Counted): BaselineFigures {
  const perSecond = (count: number) => (seconds > 0 ? count / seconds : 0);
  return {
    requests,
    ...(seconds > 0 && { responsesPerSecond: perSecond(requests - unanswered) }),
    ...(seconds > 0 && failed !== undefined && { throughputPerSecond: perSecond(requests - failed) }),
    ...(failed !== undefined && requests > 0 && { errorRate: failed / requests }),
    ...(Object.keys(latencyAllMs).length > 0 && { latencyAllMs }),
  };
}

/** @param unanswered requests that no response came to, and that the tool times nowhere */
export function leavesOut(unanswered: number): string[] {
  if (unanswered === 0) return [];
  return [`leaves ${unanswered} ${requestsOf(unanswered)} without a response out of its latencies`];
}

export function requestsOf(count: number): string {
  return count === 1 ? 'request' : 'requests';
}

/**
 * The ranks of a sample, by the nearest one: the value that so large a share of all are at most.
 * @param valuesMs in any order; none is changed
 */
export function latencyOfValues(valuesMs: Iterable<number>): Partial<Latency> {
  const sorted = Float64Array.from(valuesMs).sort();
  if (sorted.length === 0) return {};
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] as number;
  return {
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    p50: at(0.5),
    p75: at(0.75),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    p99_9: at(0.999),
    max: at(1),
  };
}

/**
 * Percentiles by whatever a tool calls them.
 * @param names a name of the tool's → ours
 * @param scale of the tool's unit in ms
 */
export function namedLatency(
  stats: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, keyof Latency>>,
  scale = 1,
): Partial<Latency> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, own]) => {
      const value = stats[name];
      return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? [[own, value * scale]] : [];
    }),
  );
}
