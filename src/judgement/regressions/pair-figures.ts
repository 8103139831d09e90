import { METRICS, type Metric } from '../../config/metrics.ts';
import type { BaselineFigures } from '../../evidence/baseline.ts';
import {
  figureOf,
  figureOfAll,
  figureOfPart,
  requestsBehind,
  requestsBehindAll,
} from '../../evidence/figure-of.ts';
import type { Histogram } from '../../evidence/histogram.ts';
import type { BatchFigures, Figures } from '../../evidence/measurement.ts';
import type { Comparison } from '../../evidence/result/comparison.ts';

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
  /** The latencies behind it, batch by batch. */
  readonly latencies: readonly Histogram[];
}

/**
 * Pairs the figures. Successes are compared with successes where the baseline knows them; other tools count every
 * response, and a figure of theirs is held against every response. Null where the baseline doesn't give the figure.
 */
export function pairFigures(metric: Metric, figures: Figures, baseline: BaselineFigures): Pair | null {
  const before = figureOf(metric, baseline);
  const isShare = METRICS[metric].kind === 'share';
  if (before !== null) {
    return {
      basis: isShare ? null : 'successes',
      now: figureOf(metric, figures),
      before,
      count: requestsBehind(metric, figures),
      batches: isShare ? [] : figures.batches.map((batch) => figureOfPart(metric, successesOf(batch))),
      latencies: isShare ? [] : figures.batches.map(({ latency }) => latency),
    };
  }
  const beforeOfAll = figureOfAll(metric, baseline);
  if (beforeOfAll === null) return null;
  return {
    basis: 'all responses',
    now: figureOfAll(metric, figures),
    before: beforeOfAll,
    count: requestsBehindAll(metric, figures),
    batches: figures.batches.map((batch) => figureOfPart(metric, responsesOf(batch))),
    latencies: figures.batches.map(({ latencyAll }) => latencyAll),
  };
}

function successesOf({ latency, throughputPerSecond, requests, errors }: BatchFigures) {
  return { latency, perSecond: throughputPerSecond, errorRate: requests > 0 ? errors / requests : null };
}

function responsesOf({ latencyAll, responsesPerSecond }: BatchFigures) {
  return { latency: latencyAll, perSecond: responsesPerSecond, errorRate: null };
}
