import type { Batch, RequestStats } from '../engine/round.ts';
import { Histogram } from './histogram.ts';
import type { BatchFigures, Figures } from './measurement.ts';
import { once } from './once.ts';
import type { Latency } from './result/figures.ts';
import { retriesOf } from './retries.ts';
import { typicalLatency } from './stated/typical.ts';

/**
 * Figures of the stats given round by round: of one request name, or of all of them for the whole. Latencies are summed
 * up when somebody looks at them: a live comparison counts all its rounds after each block, and reads their latencies
 * at its end.
 */
export function figuresOf(rounds: readonly (readonly RequestStats[])[]): Figures {
  const perRequest = rounds.flat();
  const ofRounds = rounds.map(stretchesOf);
  const stretches = ofRounds.flat();
  const all = stretches.flat();
  const outcome = (kind: keyof RequestStats['outcomes']): number =>
    sum(perRequest, (stats) => stats.outcomes[kind]);
  const successes = outcome('success');
  const checks = outcome('check');
  const outcomes = sum(perRequest, outcomesOf);
  const measuredSeconds = sum(stretches, secondsOf);
  const histograms = once(() => histogramsOf(all));
  const stated = all.flatMap((batch) => batch.stated ?? []);
  const read = (histogram: Histogram) =>
    stated.length > 0 && histogram.count > 0 ? typicalLatency(stated) : latencyOf(histogram);
  const latencyMs = once(() => read(histograms().latency));
  const latencyAllMs = once(() => read(histograms().latencyAll));
  const serviceMs = once(() => latencyOf(Histogram.of(...all.map((batch) => batch.service))));
  const batches = once(() => stretches.map(batchFiguresOf));
  const requests = sum(perRequest, (stats) => stats.sent);
  const retries = retriesOf(perRequest);
  return {
    requests,
    successes,
    responses: successes + outcome('status') + checks + outcome('body'),
    throughputPerSecond: perSecond(
      sum(all, (batch) => batch.completedSuccesses),
      measuredSeconds,
    ),
    responsesPerSecond: perSecond(
      sum(all, (batch) => batch.completedResponses),
      measuredSeconds,
    ),
    // Over the requests whose outcome is known: what a cancelled run left in flight was neither good nor bad.
    errorRate: outcomes > 0 ? (outcomes - successes) / outcomes : null,
    errors: {
      status: statusesOf(perRequest),
      ...(checks > 0 && { check: checks }),
      timeout: outcome('timeout'),
      socket: outcome('socket'),
      unanswered: outcome('unanswered'),
      body: outcome('body'),
    },
    ...(retries && { retries, ...(requests > 0 && { attemptsPerRequest: retries.attempts / requests }) }),
    ...(stated.length > 0 && { runs: stated.length }),
    batchesOfRounds: ofRounds.map(({ length }) => length),
    get latencyMs() {
      return latencyMs();
    },
    get latencyAllMs() {
      return latencyAllMs();
    },
    get serviceMs() {
      return serviceMs();
    },
    get latency() {
      return histograms().latency;
    },
    get batches() {
      return batches();
    },
  };
}

/** The percentiles and extremes that people talk about; null without a request. */
export function latencyOf(histogram: Histogram): Latency | null {
  if (histogram.count === 0) return null;
  const at = (p: number): number => histogram.percentileMs(p) ?? 0;
  return {
    p50: at(50),
    p75: at(75),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    p99_9: at(99.9),
    max: histogram.maxMs ?? 0,
    mean: histogram.meanMs ?? 0,
  };
}

/** Requests with an outcome. */
export function outcomesOf({ outcomes }: RequestStats): number {
  return Object.values(outcomes).reduce((total, count) => total + count, 0);
}

/** The batches of a round's requests side by side: one stretch of time, as many batches as there are request names. */
function stretchesOf(perRequest: readonly RequestStats[]): Batch[][] {
  const length = perRequest.reduce((longest, stats) => Math.max(longest, stats.batches.length), 0);
  return Array.from({ length }, (_, i) =>
    perRequest.flatMap((stats) => {
      const batch = stats.batches[i];
      return batch ? [batch] : [];
    }),
  );
}

/** A batch does not change, and a live comparison looks at all of them again after each block. */
const known = { alone: new WeakMap<Batch, BatchFigures>(), together: new WeakMap<Batch, BatchFigures>() };

function batchFiguresOf(stretch: readonly Batch[]): BatchFigures {
  const [first] = stretch;
  if (first === undefined) return sumUp(stretch);
  const seen = stretch.length === 1 ? known.alone : known.together;
  const figures = seen.get(first) ?? sumUp(stretch);
  seen.set(first, figures);
  return figures;
}

function sumUp(stretch: readonly Batch[]): BatchFigures {
  const seconds = secondsOf(stretch);
  return {
    seconds,
    requests: sum(stretch, (batch) => batch.requests),
    errors: sum(stretch, (batch) => batch.errors),
    retried: sum(stretch, (batch) => batch.retried ?? 0),
    throughputPerSecond: perSecond(
      sum(stretch, (batch) => batch.completedSuccesses),
      seconds,
    ),
    responsesPerSecond: perSecond(
      sum(stretch, (batch) => batch.completedResponses),
      seconds,
    ),
    ...histogramsOf(stretch),
  };
}

/** Where no status was unexpected the two are one. */
function histogramsOf(batches: readonly Batch[]): Pick<BatchFigures, 'latency' | 'latencyAll'> {
  const latency = Histogram.of(...batches.map((batch) => batch.latency));
  const ofErrors = Histogram.of(...batches.map((batch) => batch.latencyOfErrors));
  return { latency, latencyAll: ofErrors.count === 0 ? latency : Histogram.merge(latency, ofErrors) };
}

/** The requests of a stretch share its time. */
function secondsOf(stretch: readonly Batch[]): number {
  return stretch.reduce((longest, batch) => Math.max(longest, batch.seconds), 0);
}

function statusesOf(perRequest: readonly RequestStats[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { statuses } of perRequest) {
    for (const [status, count] of Object.entries(statuses)) counts[status] = (counts[status] ?? 0) + count;
  }
  return counts;
}

function perSecond(count: number, seconds: number): number {
  return seconds > 0 ? count / seconds : 0;
}

export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
