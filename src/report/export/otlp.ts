import type { Result } from '../../evidence/result/schema.ts';
import { exportFigures, type Labels } from './exported-figures.ts';

/**
 * An OTLP `ExportMetricsServiceRequest` as JSON, by protobuf's JSON mapping: 64-bit integers as texts, doubles as
 * numbers, names in lowerCamelCase. https://opentelemetry.io/docs/specs/otlp/#otlphttp
 *
 * @param now of the export, ISO 8601
 */
export function toOtlp(result: Result, now: string) {
  const { gauges, summaries } = exportFigures(result);
  const timeUnixNano = nanosOf(now);
  const times = { startTimeUnixNano: nanosOf(result.startedAt ?? now), timeUnixNano };
  const metrics = [
    ...gauges.map(({ name, help, unit, points }) => ({
      ...headOf(name, help, unit),
      gauge: {
        dataPoints: points.map(({ labels, value }) => ({
          attributes: attributesOf(labels),
          timeUnixNano,
          asDouble: value,
        })),
      },
    })),
    ...summaries.map(({ name, help, unit, points }) => ({
      ...headOf(name, help, unit),
      summary: {
        dataPoints: points.map(({ labels, count, sum, quantiles }) => ({
          attributes: attributesOf(labels),
          ...times,
          count: String(count),
          ...(sum !== null && { sum }),
          quantileValues: quantiles.map(([quantile, value]) => ({ quantile, value })),
        })),
      },
    })),
  ];
  const resource = {
    'service.name': 'tailgate',
    'service.version': result.version,
    ...(result.commit !== null && { 'vcs.ref.head.revision': result.commit }),
  };
  return {
    resourceMetrics: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeMetrics: [{ scope: { name: 'tailgate', version: result.version }, metrics }],
      },
    ],
  };
}

/** Its unit is a field of its own, and no part of the name. */
function headOf(name: readonly string[], description: string, unit: string) {
  const parts = name.filter((part) => !['seconds', 'per', 'second'].includes(part));
  return { name: ['tailgate', ...parts].join('.'), description, unit };
}

function attributesOf(labels: Labels) {
  return Object.entries(labels).map(([key, text]) => ({
    key,
    value: { stringValue: text.toWellFormed() },
  }));
}

/** Nanoseconds since 1970, which no double holds. */
function nanosOf(instant: string): string {
  return String(BigInt(Date.parse(instant)) * 1_000_000n);
}
