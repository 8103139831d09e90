import {
  type FoundRun,
  type FoundSummary,
  type FoundTable,
  type Listing,
  WHAT_A_RUN_IS,
} from '../../evidence/readers/listing.ts';
import { clean } from '../escape.ts';
import { formatCount, formatMs, formatPerSecond, formatShare } from '../words/format.ts';

/** What a file offers to compare with, for a terminal. `file` is the path as typed. */
export function renderListing(listing: Listing, file: string): string {
  const { runs, objectives, summaries, warnings } = listing;
  const count = runs.length === 1 ? '1 run' : `${runs.length} runs`;
  return [
    `${clean(file)}: ${runs.length === 0 ? 'no run' : count} to compare with`,
    ...(runs.length === 0 ? [`${WHAT_A_RUN_IS} Tailgate's docs/reports.md shows one.`] : []),
    ...runs.map((run) => describeRun(run, file)),
    ...tables('Tables without a whole run', summaries.filter(isWanting)),
    ...tables('Objectives, never compared with', objectives),
    ...tables(
      'Summaries, never merged into a run',
      summaries.filter((table) => !isWanting(table)),
    ),
    ...warnings.map((warning) => `Warning: ${clean(warning)}`),
  ].join('\n\n');
}

function describeRun(run: FoundRun, file: string): string {
  const pick = run.anchor === null ? '' : `  ${clean(`${file}#${run.anchor}`)}`;
  const lines = [run.title, figures(run), conditions(run), run.unusable ?? ''].map(clean);
  return [`line ${run.line}${pick}`, ...lines.filter(Boolean).map((line) => `    ${line}`)].join('\n');
}

function figures({ metrics }: FoundRun): string {
  const { p50, p99, p99_9 } = metrics.latencyMs ?? metrics.latencyAllMs ?? {};
  const rate = metrics.throughputPerSecond ?? metrics.responsesPerSecond;
  return [
    p50 === undefined ? '' : `P50 ${formatMs(p50)}`,
    p99 === undefined ? '' : `P99 ${formatMs(p99)}`,
    p99_9 === undefined ? '' : `P99.9 ${formatMs(p99_9)}`,
    rate === undefined ? '' : formatPerSecond(rate),
    metrics.errorRate === undefined ? '' : `${formatShare(metrics.errorRate)} errors`,
    metrics.requests === undefined ? '' : `${formatCount(metrics.requests)} requests`,
  ]
    .filter(Boolean)
    .join(' · ');
}

function conditions({ conditions: known, date }: FoundRun): string {
  const methods = Object.entries(known.methods ?? {}).map(
    ([method, share]) => `${formatShare(share)} ${method}`,
  );
  return [
    ...(known.stages ?? []).flatMap(({ connections, ratePerSecond, durationSeconds }) => [
      connections === undefined ? '' : `${connections} connections`,
      typeof ratePerSecond === 'number' ? `${formatPerSecond(ratePerSecond)} offered` : '',
      durationSeconds === undefined ? '' : `${durationSeconds} s`,
    ]),
    methods.join(' / '),
    date ?? '',
  ]
    .filter(Boolean)
    .join(' · ');
}

function isWanting({ why }: FoundSummary): boolean {
  return why !== undefined;
}

function tables(title: string, found: readonly (FoundTable & Pick<FoundSummary, 'why'>)[]): string[] {
  if (found.length === 0) return [];
  const lines = found.flatMap(({ line, title: name, why = [] }) => [
    `    line ${line}  ${clean(name)}`,
    ...why.map((reason) => `        ${clean(reason)}`),
  ]);
  return [`${title}:\n${lines.join('\n')}`];
}
