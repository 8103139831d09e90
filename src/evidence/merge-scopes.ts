/** Figures of several rounds of one side as if they had been one: of the whole, or of one request name. */
import { type LatencyField, QUANTILES } from '../config/metrics.ts';
import type { Buckets } from '../engine/round.ts';
import type { StatedLatency } from '../engine/stated.ts';
import { Histogram } from './histogram.ts';
import type { ScopeFigures } from './interleaved.ts';
import { logQuantilesUs } from './log-quantile.ts';
import { typicalLatency } from './stated/typical.ts';

interface ScopeCounts {
  readonly latency: Histogram;
  readonly stated?: readonly StatedLatency[];
  /** Time of its load. */
  readonly seconds: number;
  readonly successes: number;
  readonly requests: number;
  readonly failed: number;
}

export function mergeScopes(rounds: readonly ScopeFigures[]): ScopeFigures {
  const total = (value: (round: ScopeFigures) => number): number =>
    rounds.reduce((sum, round) => sum + value(round), 0);
  return scopeFrom({
    latency: Histogram.merge(...rounds.map(({ latency }) => latency)),
    stated: rounds.flatMap(({ stated = [] }) => stated),
    seconds: total(({ seconds }) => seconds),
    successes: total(({ throughputPerSecond, seconds }) => throughputPerSecond * seconds),
    requests: total(({ requests }) => requests),
    failed: total(({ failed }) => failed),
  });
}

export function scopeFrom({
  latency,
  stated = [],
  seconds,
  successes,
  requests,
  failed,
}: ScopeCounts): ScopeFigures {
  return {
    latencyMs: stated.length === 0 ? quantilesOf(latency.buckets) : typicalLatency(stated),
    latency,
    ...(stated.length > 0 && { stated }),
    seconds,
    throughputPerSecond: seconds > 0 ? successes / seconds : 0,
    requests,
    failed,
    errorRate: requests > 0 ? failed / requests : null,
  };
}

function quantilesOf(buckets: Buckets): ScopeFigures['latencyMs'] {
  const us = logQuantilesUs(
    buckets,
    QUANTILES.map(({ quantile }) => quantile),
  );
  if (us === null) return null;
  const ms = QUANTILES.map(({ field }, i) => [field, (us[i] as number) / 1000]);
  return Object.fromEntries(ms) as Record<LatencyField, number>;
}
