/** The result file of a run: everything that comparing and merging need. */
import { METRIC_NAMES, METRICS } from '../config/metrics.ts';
import { figureOfPart } from '../evidence/figure-of.ts';
import { Histogram } from '../evidence/histogram.ts';
import type { EndpointFigures, Figures } from '../evidence/measurement.ts';
import type { ResultFile, ResultMetrics } from '../evidence/result-file.ts';
import { logStandardError } from '../judgement/statistics/batch-means.ts';
import { designEffect } from '../judgement/statistics/design-effect.ts';
import type { Comparison } from '../judgement/verdict.ts';
import { isGated } from './facts/signs.ts';
import { warningsOf } from './facts/worth-knowing.ts';
import type { Report } from './report.ts';

/** Plain data in the format tailgate/1, as resultSchema reads it. */
export function toResult(report: Report): ResultFile {
  const { plan, baseline, measurement, live, verdict, run } = report;
  return {
    format: 'tailgate/1',
    name: plan.name,
    verdict: verdict.outcome,
    reason: verdict.reason,
    accepted: verdict.accepted ? { ...verdict.accepted } : null,
    startedAt: measurement?.startedAt ?? null,
    commit: run.headSha,
    target: plan.target.origin,
    conditions: measurement?.conditions ?? null,
    metrics: measurement && metricsOf(measurement.whole),
    endpoints: endpointsOf(measurement?.endpoints ?? []),
    comparisons: verdict.comparisons.flatMap(comparisonsOf),
    warnings: [...warningsOf(report)],
    retried: (measurement?.retried ?? 0) + (live?.base.retried ?? 0),
    live: liveOf(report),
    baseline: baseline && { source: baseline.source, title: baseline.title, date: baseline.date },
    rounds: [
      ...(measurement ? [{ side: 'target' as const, histograms: histogramsOf(measurement.endpoints) }] : []),
      ...(live ? [{ side: 'base' as const, histograms: histogramsOf(live.base.endpoints) }] : []),
    ],
  };
}

function liveOf({ plan, live, verdict }: Report): ResultFile['live'] {
  if (plan.base === null || live === null || verdict.live === null) return null;
  const { gates, requests, p99Ms, stalledRounds, ...summary } = verdict.live;
  return {
    base: plan.base.origin,
    ...summary,
    requests: { ...requests },
    p99Ms: { ...p99Ms },
    stalledRounds: { ...stalledRounds },
    gates: gates.map(({ changes, interval, ...gate }) => ({
      ...gate,
      interval: interval && [interval[0], interval[1]],
      changes: [...changes],
    })),
    suspects: verdict.suspects.map((suspect) => ({ ...suspect })),
    metrics: metricsOf(live.base.whole),
    endpoints: endpointsOf(live.base.endpoints),
  };
}

function endpointsOf(endpoints: readonly EndpointFigures[]): ResultFile['endpoints'] {
  return endpoints.map(({ name, figures }) => ({ name, metrics: metricsOf(figures) }));
}

function metricsOf(figures: Figures): ResultMetrics {
  const { requests, throughputPerSecond, answersPerSecond, errorRate } = figures;
  const { latencyMs, latencyAllMs, serviceMs, errors } = figures;
  return {
    requests,
    throughputPerSecond,
    answersPerSecond,
    errorRate,
    latencyMs: latencyMs && { ...latencyMs },
    latencyAllMs: latencyAllMs && { ...latencyAllMs },
    serviceMs: serviceMs && { ...serviceMs },
    errors: { ...errors, status: { ...errors.status } },
    spread: spreadOf(figures),
  };
}

function spreadOf({ batches, errorRate }: Figures): ResultMetrics['spread'] {
  const known = METRIC_NAMES.flatMap((metric) => {
    const spread =
      METRICS[metric].kind !== 'share'
        ? logStandardError(
            batches.map(({ latency, throughputPerSecond }) =>
              figureOfPart(metric, { latency, perSecond: throughputPerSecond, errorRate: null }),
            ),
          )
        : errorRate === null
          ? null
          : designEffect(batches.map((batch) => ({ hits: batch.errors, n: batch.requests })));
    return spread === null ? [] : [[metric, spread] as const];
  });
  return Object.fromEntries(known);
}

/**
 * One row, or none. A figure that nothing was declared about has no finding, lest a reader take it for one that was
 * judged; without a baseline's figure beside it, `metrics` already says all of it.
 */
function comparisonsOf(comparison: Comparison): ResultFile['comparisons'] {
  const { limit, regression, interval, ...row } = comparison;
  const gated = isGated(comparison);
  if (!gated && row.baseline === null) return [];
  return [
    {
      ...row,
      interval: interval && [interval[0], interval[1]],
      ...(limit && { [limit.bound]: limit.value }),
      ...(regression && { regression: regression.tolerance }),
      ...(!gated && { finding: null, note: 'not gated' }),
    },
  ];
}

function histogramsOf(endpoints: readonly EndpointFigures[]): ResultFile['rounds'][number]['histograms'] {
  return Object.fromEntries(
    endpoints.map(({ name, figures }) => [
      name,
      { latency: figures.latency.toBase64(), latencyOfErrors: latencyOfErrors(figures).toBase64() },
    ]),
  );
}

/** A measurement keeps the latency of every answer and that of successes and time-outs: the difference is the errors'. */
function latencyOfErrors({ batches, latency }: Figures): Histogram {
  return Histogram.merge(...batches.map(({ latencyAll }) => latencyAll)).without(latency);
}
