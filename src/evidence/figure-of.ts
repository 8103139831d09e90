/** Where each metric's figure stands in what was seen: the only place that tells the kinds of metrics apart by that. */
import { METRICS, type Metric } from '../config/metrics.ts';
import type { Histogram } from './histogram.ts';
import type { Figures } from './measurement.ts';
import type { Latency } from './result/figures.ts';

/** Figures of a measurement, a round, a record or a baseline: whatever gives them gives them under these names. */
export interface HasFigures {
  /** Of successes and timeouts, in ms. */
  readonly latencyMs?: Partial<Record<keyof Latency, number | null | undefined>> | null;
  readonly throughputPerSecond?: number | null;
  readonly errorRate?: number | null;
  readonly capacityPerSecond?: number | null | undefined;
  readonly attemptsPerRequest?: number | undefined;
  readonly recoverySeconds?: number | null | undefined;
  readonly faultErrorRate?: number | null | undefined;
}

/** In ms, per second, seconds, a share, or attempts per request; null where it isn't known. */
export function figureOf(metric: Metric, figures: HasFigures): number | null {
  const row = METRICS[metric];
  switch (row.kind) {
    case 'latency':
      return figures.latencyMs?.[row.field] ?? null;
    case 'rate':
      return figures.throughputPerSecond ?? null;
    case 'share':
      return figures.errorRate ?? null;
    case 'ratio':
      return figures.attemptsPerRequest ?? null;
    case 'capacity':
    case 'time':
    case 'part':
      return figures[row.field] ?? null;
  }
}

/** The same where every response counts, whatever its status, as most tools count; null for shares, which always do. */
export function figureOfAll(
  metric: Metric,
  figures: { readonly latencyAllMs?: HasFigures['latencyMs']; readonly responsesPerSecond?: number },
): number | null {
  const row = METRICS[metric];
  switch (row.kind) {
    case 'latency':
      return figures.latencyAllMs?.[row.field] ?? null;
    case 'rate':
      return figures.responsesPerSecond ?? null;
    case 'share':
    case 'capacity':
    case 'ratio':
    case 'time':
    case 'part':
      return null;
  }
}

/** The figure in one part of a run; null where the part has none. */
export function figureOfPart(
  metric: Metric,
  part: { readonly latency: Histogram; readonly perSecond: number; readonly errorRate: number | null },
): number | null {
  const row = METRICS[metric];
  switch (row.kind) {
    case 'latency':
      return part.latency.percentileMs(100 * row.quantile);
    case 'rate':
      return part.perSecond;
    case 'share':
      return part.errorRate;
    case 'capacity':
    case 'ratio':
    case 'time':
    case 'part':
      return null;
  }
}

/** Figures that hold just this one. */
export function figuresWith(metric: Metric, value: number): HasFigures {
  const row = METRICS[metric];
  switch (row.kind) {
    case 'latency':
      return { latencyMs: { [row.field]: value } };
    case 'rate':
      return { throughputPerSecond: value };
    case 'share':
      return { errorRate: value };
    case 'ratio':
      return { attemptsPerRequest: value };
    case 'capacity':
    case 'time':
    case 'part':
      return { [row.field]: value };
  }
}

/** Requests behind the figure of `figureOf`. */
export function requestsBehind(metric: Metric, { latency, successes, requests }: Figures): number {
  const { kind } = METRICS[metric];
  return kind === 'latency' ? latency.count : kind === 'rate' ? successes : requests;
}

/** The same behind that of `figureOfAll`. */
export function requestsBehindAll(metric: Metric, { batches, responses, requests }: Figures): number {
  const latencies = batches.reduce((sum, batch) => sum + batch.latencyAll.count, 0);
  const { kind } = METRICS[metric];
  return kind === 'latency' ? latencies : kind === 'rate' ? responses : requests;
}
