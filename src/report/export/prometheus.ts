import type { Result } from '../../evidence/result/schema.ts';
import { exportFigures, type Labels } from './exported-figures.ts';

/**
 * Prometheus' text format 0.0.4, for a textfile collector or a Pushgateway: gauges of the last run, and its latencies
 * as a summary. https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function renderPrometheus(result: Result): string {
  const { gauges, summaries } = exportFigures(result);
  const families = [
    ...gauges.map(({ name, help, points }) => {
      const full = nameOf(name);
      return [
        ...headOf(full, help, 'gauge'),
        ...points.map(({ labels, value }) => writeSample(full, labels, value)),
      ];
    }),
    ...summaries.map(({ name, help, points }) => {
      const full = nameOf(name);
      const samples = points.flatMap(({ labels, count, sum, quantiles }) => [
        ...quantiles.map(([quantile, value]) =>
          writeSample(full, { ...labels, quantile: String(quantile) }, value),
        ),
        ...(sum === null ? [] : [writeSample(`${full}_sum`, labels, sum)]),
        writeSample(`${full}_count`, labels, count),
      ]);
      return [...headOf(full, help, 'summary'), ...samples];
    }),
  ];
  return `${families.flat().join('\n')}\n`;
}

function nameOf(parts: readonly string[]): string {
  return ['tailgate', ...parts].join('_');
}

function headOf(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function writeSample(name: string, labels: Labels, value: number): string {
  const written = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}{${written.join(',')}} ${value}`;
}

function escapeLabel(text: string): string {
  return text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
