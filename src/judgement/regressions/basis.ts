import type { Metric } from '../../config/plan.ts';
import type { BaselineFigures } from '../../evidence/baseline.ts';
import type { Figures } from '../../evidence/measurement.ts';
import type { Comparison } from '../verdict.ts';

/** Two figures that count the same requests, and the present one batch by batch. */
export interface Pair {
  readonly basis: Comparison['basis'];
  /** Null where nothing was seen. */
  readonly now: number | null;
  readonly before: number;
  /** Requests behind `now`. */
  readonly count: number;
  /** `now`'s figure in each batch; null where a batch has none. */
  readonly batches: readonly (number | null)[];
}

/**
 * Pairs the figures. Successes are compared with successes where the baseline knows them; other tools count every
 * answer, and a figure of theirs is held against every answer. Null where the baseline doesn't give the figure.
 */
export function pairFigures(metric: Metric, figures: Figures, baseline: BaselineFigures): Pair | null {
  if (metric === 'p99') return pairP99(figures, baseline);
  return metric === 'throughput' ? pairThroughput(figures, baseline) : pairErrors(figures, baseline);
}

function pairP99(figures: Figures, { latencyMs, latencyAllMs }: BaselineFigures): Pair | null {
  if (latencyMs?.p99 !== undefined) {
    return {
      basis: 'successes',
      now: figures.latencyMs?.p99 ?? null,
      before: latencyMs.p99,
      count: figures.latency.count,
      batches: figures.batches.map((batch) => batch.latency.percentileMs(99)),
    };
  }
  if (latencyAllMs?.p99 === undefined) return null;
  return {
    basis: 'all answers',
    now: figures.latencyAllMs?.p99 ?? null,
    before: latencyAllMs.p99,
    count: figures.batches.reduce((sum, batch) => sum + batch.latencyAll.count, 0),
    batches: figures.batches.map((batch) => batch.latencyAll.percentileMs(99)),
  };
}

function pairThroughput(figures: Figures, baseline: BaselineFigures): Pair | null {
  const { batches } = figures;
  if (baseline.throughputPerSecond !== undefined) {
    return {
      basis: 'successes',
      now: figures.throughputPerSecond,
      before: baseline.throughputPerSecond,
      count: figures.successes,
      batches: batches.map((batch) => batch.throughputPerSecond),
    };
  }
  if (baseline.answersPerSecond === undefined) return null;
  return {
    basis: 'all answers',
    now: figures.answersPerSecond,
    before: baseline.answersPerSecond,
    count: figures.answers,
    batches: batches.map((batch) => batch.answersPerSecond),
  };
}

function pairErrors(figures: Figures, { errorRate }: BaselineFigures): Pair | null {
  if (errorRate === undefined) return null;
  return { basis: null, now: figures.errorRate, before: errorRate, count: figures.requests, batches: [] };
}
