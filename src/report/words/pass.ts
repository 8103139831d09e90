import { METRICS, type Metric } from '../../config/metrics.ts';
import type { Comparison } from '../../evidence/result/comparison.ts';
import type { InterleavedSummary } from '../../evidence/result/interleaved.ts';
import type { ServerGate } from '../../evidence/result/server.ts';
import { GATES_FROM } from '../../judgement/statistics/history-limit.ts';
import { formatBound, formatCount, formatFigure, plural } from './format.ts';
import { beginSentence, enumerate, nameRow } from './names.ts';
import { nameSeries } from './server.ts';

/** What was judged, and what was not: a pass never says more than the run has shown. */
export function describePass(
  {
    comparisons,
    interleaved,
    server,
  }: {
    readonly comparisons: readonly Comparison[];
    readonly interleaved: InterleavedSummary | null;
    readonly server?: { readonly gates?: readonly ServerGate[] | undefined } | undefined;
  },
  source: string | null,
): string {
  const limits = describeLimits(comparisons.filter(({ limit }) => limit));
  const regressions = describeRegressions(comparisons, interleaved, source);
  const trends = describeTrendBounds(comparisons.flatMap(({ trend, metric }) => (trend ? [metric] : [])));
  const ofServer = describeServer(server?.gates ?? []);
  const judged = [limits, regressions, trends, ofServer].filter((part) => part !== null);
  return beginSentence(judged.length > 0 ? judged.join('; ') : describeUngated(comparisons));
}

/** Of a search, whose limits said what had to hold. */
function describeUngated(rows: readonly Comparison[]): string {
  const known = rows.filter(({ target }) => target !== null);
  if (known.length === 0) return 'nothing is declared that could have failed';
  return `${enumerate(known.map((row) => `${nameRow(row)} is ${figureOf(row)}`))}; it has no limit`;
}

/** Series are the user's words: behind a word of ours they begin no sentence. */
function describeServer(gates: readonly ServerGate[]): string | null {
  if (gates.length === 0) return null;
  return `on the server's side ${enumerate(gates.map(({ series, stage }) => nameSeries(series, stage)))} ${gates.length === 1 ? 'is' : 'are'} within ${gates.length === 1 ? 'its' : 'their'} bounds`;
}

function describeTrendBounds(metrics: readonly Metric[]): string | null {
  if (metrics.length === 0) return null;
  const names = enumerate(metrics.map((metric) => METRICS[metric].noun));
  return `the ${metrics.length === 1 ? 'trend' : 'trends'} of ${names} over the load ${metrics.length === 1 ? 'is' : 'are'} within tolerance`;
}

function describeLimits(rows: readonly Comparison[]): string | null {
  const [only, second] = rows;
  if (!only) return null;
  if (!second) return `${nameRow(only)} ${figureOf(only)} is within its limit of ${boundOf(only)}`;
  const figures = rows.map(
    (row) =>
      `${nameRow(row)} ${figureOf(row)} (${row.limit?.bound === 'min' ? 'at least' : 'limit'} ${boundOf(row)})`,
  );
  return `${enumerate(figures)} are within their limits`;
}

function describeRegressions(
  rows: readonly Comparison[],
  interleaved: InterleavedSummary | null,
  source: string | null,
): string | null {
  const declared = rows.flatMap((row) => (row.regression ? [{ ...row, ...row.regression, row }] : []));
  if (declared.length === 0) return null;
  if (declared.some(({ notes }) => notes.some(({ code }) => code === 'no-baseline')))
    return 'no regression was judged, because no baseline is configured';
  const searches = declared.find(({ row }) => row.against === 'base')?.passes;
  const against = interleaved
    ? inBlocks(interleaved)
    : searches
      ? `against the base in ${plural(searches, 'search')} per side`
      : `against ${source ?? 'the baseline'}`;
  if (declared.every(({ gates }) => !gates)) {
    const warned = declared.some(({ finding }) => finding === 'regressed');
    return (warned ? null : describeRuns(declared)) ?? `regressions ${against} only warn`;
  }
  const improved = declared.filter(({ finding }) => finding === 'improved').map(({ row }) => nameRow(row));
  const shown = declared.every(({ finding }) => finding === 'within' || finding === 'improved');
  const none = `no regression${shown ? '' : ' shown'} ${against}`;
  return improved.length > 0 ? `${none}, and ${enumerate(improved)} improved` : none;
}

/** Of the figure with the fewest runs; null where a rule other than their number keeps them from gating. */
function describeRuns(declared: readonly { readonly runs?: number | undefined }[]): string | null {
  const counts = declared.flatMap(({ runs }) => runs ?? []);
  const fewest = Math.min(...counts);
  if (counts.length === 0 || fewest >= GATES_FROM) return null;
  return `no regression can fail yet: ${fewest} of the ${GATES_FROM} runs needed are recorded`;
}

function inBlocks({ blocks, passes }: InterleavedSummary): string {
  if (passes) return `against the base in ${plural(blocks, 'pass')} per side`;
  return `against the base in ${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
}

function figureOf({ metric, target }: Comparison): string {
  return formatFigure(metric, target ?? 0);
}

function boundOf({ metric, limit }: Comparison): string {
  return formatBound(metric, limit?.value ?? 0);
}
