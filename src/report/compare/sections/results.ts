/** Latency, throughput and reliability of all requests together, and what was declared of them. */
import type { ComparedRun } from '../../../evidence/compare/compared-run.ts';
import type { Comparison } from '../../../evidence/result/comparison.ts';
import type { Latency } from '../../../evidence/result/figures.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import { chapter, grid, type Piece } from '../document.ts';
import { nameFigure, writeFigure } from '../figures.ts';
import type { Tongue } from '../language.ts';
import { show } from '../show.ts';

/** In the order of tables. */
export const PERCENTILES = {
  p50: 'P50',
  p75: 'P75',
  p90: 'P90',
  p95: 'P95',
  p99: 'P99',
  p99_9: 'P99.9',
} as const satisfies Partial<Readonly<Record<keyof Latency, string>>>;

/** Requests may have limits of their own; more than so many of them are for the result files. */
const MOST_LIMITS = 40;

export function resultsSection(comparing: Comparing, tongue: Tongue): Piece[] {
  const { sections } = tongue.words;
  return chapter(2, sections.results, [
    ...chapter(3, sections.latency, latencyTable(comparing, tongue)),
    ...chapter(3, sections.throughput, throughputTable(comparing, tongue)),
    ...chapter(3, sections.limits, limitsTable(comparing, tongue)),
  ]);
}

function latencyTable({ runs }: Comparing, { words, numbers }: Tongue): Piece[] {
  const labels: readonly (readonly [keyof Latency, string])[] = [
    ...(Object.entries(PERCENTILES) as [keyof Latency, string][]),
    ['max', words.figures.max],
    ['mean', words.figures.mean],
  ];
  const rows = labels.map(([field, label]) => [
    label,
    ...runs.map(({ metrics }) => numbers.ms(metrics.latencyMs?.[field])),
  ]);
  return grid([words.columns.percentile], namesOf(runs), rows);
}

function throughputTable({ runs }: Comparing, { words, numbers }: Tongue): Piece[] {
  const { figures } = words;
  const row = (label: string, of: (run: ComparedRun) => string) => [label, ...runs.map(of)];
  return grid([words.columns.figure], namesOf(runs), [
    row(figures.throughput, ({ metrics }) => numbers.perSecond(metrics.throughputPerSecond)),
    row(figures.responses, ({ metrics }) => numbers.perSecond(metrics.responsesPerSecond)),
    row(figures.success, ({ metrics: { errorRate } }) =>
      numbers.share(errorRate === null ? null : 1 - errorRate),
    ),
    row(figures.errors, ({ metrics }) => numbers.share(metrics.errorRate)),
    row(figures.requests, ({ metrics }) => numbers.count(metrics.requests)),
  ]);
}

/** A row a limit: two runs may have been held to two limits of one figure. */
function limitsTable({ runs }: Comparing, tongue: Tongue): Piece[] {
  const { words } = tongue;
  const rows = new Map<string, string[]>();
  runs.forEach(({ result }, i) => {
    for (const comparison of result.comparisons) {
      const { limit, metric, target } = comparison;
      if (limit === null) continue;
      const name = words.limit(
        nameOf(comparison, tongue),
        limit.bound,
        writeFigure(metric, limit.value, tongue),
      );
      const cells = rows.get(name) ?? runs.map(() => '–');
      cells[i] = `${words.limits[limit.finding]} ${writeFigure(metric, target, tongue)}`;
      rows.set(name, cells);
    }
  });
  const shown = [...rows].slice(0, MOST_LIMITS).map(([name, cells]) => [name, ...cells]);
  return grid([words.columns.limit], namesOf(runs), shown);
}

function nameOf({ metric, endpoint, stage }: Comparison, tongue: Tongue): string {
  const figure = nameFigure(metric, tongue);
  const part = stage ?? endpoint;
  return part === null ? figure : tongue.words.ofRequest(figure, show(part));
}

function namesOf(runs: readonly ComparedRun[]): string[] {
  return runs.map(({ name }) => name);
}
