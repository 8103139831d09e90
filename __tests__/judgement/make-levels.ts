/**
 * Latencies of which every quantile is known: five levels, each between two of the quantiles that can be gated, so that
 * one quantile can be moved and no other. In percent of the requests: 60 at 10 ms, 32 at 20 ms, 5 at 40 ms, 2.5 at 80
 * ms and 0.5 at 160 ms, which are P50, P90, P95, P99 and P99.9.
 */
import type { LatencyField } from '../../src/config/metrics.ts';
import { latencyOf } from '../../src/evidence/figures.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import type { Figures, Measurement } from '../../src/evidence/measurement.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { makeFigures, makeMeasurement } from './make.ts';

export const LEVELS: Readonly<Record<LatencyField, number>> = {
  p50: 10,
  p90: 20,
  p95: 40,
  p99: 80,
  p99_9: 160,
};
const PERMILLE: Readonly<Record<LatencyField, number>> = { p50: 600, p90: 320, p95: 50, p99: 25, p99_9: 5 };
const FIELDS = Object.keys(LEVELS) as LatencyField[];
const BATCHES = 10;

/** All levels as they are, but for that one. */
export function moved(field: LatencyField, factor: number): Record<LatencyField, number> {
  return { ...LEVELS, [field]: LEVELS[field] * factor };
}

/** So many requests at each latency in ms, spread evenly over the ten batches of a run of 20 s. */
export function figuresAt(counts: readonly (readonly [ms: number, count: number])[]): Figures {
  const requests = counts.reduce((sum, [, count]) => sum + count, 0);
  const whole = makeFigures({ requests, wobble: 0 });
  const batches = whole.batches.map((batch, i) => {
    const of = (count: number) => Math.floor(((i + 1) * count) / BATCHES) - Math.floor((i * count) / BATCHES);
    const latency = Histogram.of(
      ...counts.map(([ms, count]) => (of(count) > 0 ? [edgeUs(ms), of(count)] : [])),
    );
    return { ...batch, requests: latency.count, latency, latencyAll: latency };
  });
  const latency = Histogram.merge(...batches.map((batch) => batch.latency));
  const latencyMs = latencyOf(latency);
  return { ...whole, latency, batches, latencyMs, latencyAllMs: latencyMs };
}

/** Of so many thousand requests at these levels. */
export function measureLevels(levels: Record<LatencyField, number> = LEVELS, thousands = 20): Measurement {
  const whole = figuresAt(FIELDS.map((field) => [levels[field], thousands * PERMILLE[field]]));
  return { ...makeMeasurement({ whole: { requests: 1000 * thousands } }), whole };
}

/** Lower edge of the bucket of three significant digits that holds the latency. */
function edgeUs(ms: number): number {
  const us = Math.round(1000 * ms);
  const width = 2 ** Math.max(0, Math.floor(Math.log2(us)) - 10);
  return Math.floor(us / width) * width;
}

/** What each quantile is written as under `gate`, and in figures. */
export const QUANTILES = [
  ['p50', 'p50'],
  ['p90', 'p90'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['p99.9', 'p99_9'],
] as const;
export type Quantile = (typeof QUANTILES)[number][0];
export const NAMES: readonly Quantile[] = QUANTILES.map(([metric]) => metric);

/** A regression of 10 % on each quantile, and nothing else. */
export const TEN_PERCENT = Object.fromEntries(
  NAMES.map((metric) => [metric, { limit: null, regression: 0.1 }]),
);

/** What each quantile's row found, in their order. */
export function findingsOf({ comparisons }: Verdict): readonly (string | undefined)[] {
  return NAMES.map((metric) => comparisons.find((row) => row.metric === metric)?.finding);
}

export function allWithinBut(quantile: Quantile | null, finding = 'within'): readonly string[] {
  return NAMES.map((metric) => (metric === quantile ? finding : 'within'));
}
