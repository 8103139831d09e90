/** The rows of the regression table, in words and for no medium yet; names and notes in it are not escaped. */

import { METRIC_NAMES, METRICS, type Metric, ofMetric } from '../../config/metrics.ts';
import { isWhole, type MetricScope, scopeOf } from '../../config/scope.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { Comparison } from '../../evidence/result/comparison.ts';
import { SEARCH_SPREAD } from '../../judgement/search/against-base.ts';
import { truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { byTone, type Mark, markOf } from './badges.ts';

type Result = Publication['result'];

export interface ComparisonRow extends MetricScope {
  readonly baseline: string | null;
  readonly now: string | null;
  readonly change: string | null;
  /** `−8.0 … +56.1 %`, and the same without its unit. */
  readonly interval: string | null;
  readonly ends: string | null;
  /** `≤ 100 ms`. */
  readonly limit: string | null;
  /** The worst change that is tolerated, and over the load: `+10 %`, `+10 %, trend +5 %`. */
  readonly tolerance: string | null;
  /** Null for a figure that nothing was declared about. */
  readonly mark: Mark | null;
  readonly note: string | null;
  /** Beside an error rate: statuses from 400 on that count as success; null where there are none. */
  readonly expected: string | null;
}

/**
 * The whole's headline figures, declared or not, and what else is declared of it; then the declared rows of stages in
 * their order, and those of single requests, the worst first. A search has no headline figures: its steps have.
 */
export function comparisonRows(report: Publication): readonly ComparisonRow[] {
  const { result } = report;
  const words = wordsFor(report);
  const { comparisons, metrics, search } = result;
  const declared = comparisons.map((comparison) => rowOf(comparison, result, words));
  const ofWhole = declared.filter(isWhole);
  const whole = METRIC_NAMES.flatMap((metric) => {
    const rows = ofMetric(ofWhole, metric);
    return rows.length > 0 || metrics === null || search || !METRICS[metric].headline
      ? rows
      : [undeclared(metric, metrics.requests > 0 ? figureOf(metric, metrics) : null, result, words)];
  });
  const endpoints = declared.filter((row) => row.endpoint !== null);
  const stages = declared.filter((row) => row.stage !== undefined);
  return [...whole, ...stages, ...endpoints.sort((a, b) => (a.mark && b.mark ? byTone(a.mark, b.mark) : 0))];
}

type Compared = Pick<Result, 'comparisons'> & Partial<Pick<Result, 'interleaved' | 'search'>>;

/** What the columns are called; null where nothing is compared. */
export function titlesOf({ comparisons, interleaved, search }: Compared, { titles }: Words): Titles | null {
  if (comparisons.some(({ against }) => against === 'base')) {
    if (interleaved?.passes || search)
      return {
        baseline: titles.base,
        now: titles.target,
        figures: search ? titles.meanOfSearches : titles.meanOfPasses,
        change: null,
        interval: titles.interval,
      };
    return {
      baseline: titles.base,
      now: titles.target,
      figures: titles.median,
      change: titles.estimate,
      interval: titles.sequential,
    };
  }
  return comparisons.some(({ baseline, change }) => baseline !== null || change !== null)
    ? { baseline: titles.baseline, now: titles.now, figures: null, change: null, interval: titles.interval }
    : null;
}

export interface Titles {
  readonly baseline: string;
  readonly now: string;
  /** What the two figures are, and the change between them, where one does not follow from the other. */
  readonly figures: string | null;
  readonly change: string | null;
  readonly interval: string;
}

/** Notes under the table: each once, in the order of the rows. */
export function notesOf(rows: readonly ComparisonRow[]): readonly string[] {
  return [...new Set(rows.flatMap(({ note }) => (note === null ? [] : [note])))];
}

/**
 * What has to be said once where a change counts responses of any status, as the baseline does; null where none does.
 * The column `now` holds what limits look at, so where the compared figure differs from it, it is given here.
 */
export function basisNote(
  { comparisons, conditions }: Pick<Result, 'comparisons' | 'conditions'>,
  { notes, row: rowWords, formatFigure }: Words,
): string | null {
  const rows = comparisons.filter(
    ({ basis, metric, change }) =>
      basis === 'all responses' && METRICS[metric].scale === 'log' && change !== null,
  );
  if (rows.length === 0) return null;
  const differing = rows.filter(isWhole).flatMap(({ metric, target, compared }) => {
    if (target === null || compared === null) return [];
    const figure = formatFigure(metric, compared);
    return figure === formatFigure(metric, target) ? [] : [`${rowWords.noun(metric)} ${figure}`];
  });
  // Both are of generators that count so.
  if (conditions.untold !== undefined && differing.length === 0) return null;
  return notes.basis(differing);
}

/** Against the base, figures are medians over the blocks; limits look at all rounds together. Null without a base. */
export function roundsNote(
  { comparisons, interleaved, search }: Compared,
  { notes, formatFigure, nameRow }: Words,
): string | null {
  if (!comparisons.some(({ against }) => against === 'base')) return null;
  if (search) return notes.searches(SEARCH_SPREAD);
  const passes = interleaved?.passes;
  const differing = comparisons.flatMap((row) => {
    if (row.against !== 'base' || row.limit === null || row.target === null || row.compared === null)
      return [];
    const figure = formatFigure(row.metric, row.target);
    return figure === formatFigure(row.metric, row.compared)
      ? []
      : [`${truncate(nameRow(row), 60)} ${figure}`];
  });
  const listed = differing.slice(0, 6).join(', ');
  const together = passes ? 'passes' : 'rounds';
  const limits = listed === '' ? '' : notes.limitsOf(together, listed);
  return passes ? notes.passes(limits, passes.spread) : notes.blocks(limits);
}

/** Against the base the figure that was compared with it. */
function nowOf({ against, target, compared }: Comparison): number | null {
  return against === 'base' ? (compared ?? target) : target;
}

/** Statuses that no error rate holds, though they are mostly errors: `404 of get owner counts as success`. */
function expectedIn(
  { endpoints }: Pick<Result, 'endpoints'>,
  { metric, endpoint, stage }: MetricScope,
  { notes }: Words,
): string | null {
  // That of the whole is that of each stage.
  if (METRICS[metric].kind !== 'share' || stage !== undefined) return null;
  const expecting = endpoints.flatMap(({ name, expect = [] }) => {
    const statuses = expect.filter((status) => status >= 400);
    if (statuses.length === 0 || (endpoint !== null && endpoint !== name)) return [];
    return [notes.statuses(statuses, endpoint === null ? truncate(name, 60) : null)];
  });
  return expecting.length === 0 ? null : notes.expected(expecting);
}

function rowOf(comparison: Comparison, result: Result, words: Words): ComparisonRow {
  const { formatFigure, formatChange, formatInterval, formatEnds, formatBound } = words;
  const { metric, baseline, change, interval, limit } = comparison;
  const now = nowOf(comparison);
  return {
    ...scopeOf(comparison),
    baseline: baseline === null ? null : formatFigure(metric, baseline),
    now: now === null ? null : `${beforeFigure(metric, result)}${formatFigure(metric, now)}`,
    change: change === null ? null : formatChange(metric, change),
    interval: interval === null ? null : formatInterval(metric, interval),
    ends: interval === null ? null : formatEnds(metric, interval),
    limit: limit && `${limit.bound === 'min' ? '≥' : '≤'} ${formatBound(metric, limit.value)}`,
    tolerance: tolerancesOf(comparison, words),
    mark: markOf(comparison, words),
    note: words.writeNotes(comparison),
    expected: expectedIn(result, comparison, words),
  };
}

function tolerancesOf(
  { metric, regression, trend }: Comparison,
  { notes, formatChangeSize }: Words,
): string | null {
  const sizeOf = (tolerance: number) =>
    `${METRICS[metric].worse === 'lower' ? '−' : '+'}${formatChangeSize(metric, tolerance)}`;
  const parts = [
    ...(regression ? [sizeOf(regression.tolerance)] : []),
    ...(trend ? [notes.trend(sizeOf(trend.tolerance))] : []),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

/** What was still not there when the load ended took longer than was measured; and a search may find no end. */
function beforeFigure(metric: Metric, { recovery, search }: Pick<Result, 'recovery' | 'search'>): string {
  const { kind } = METRICS[metric];
  if (kind === 'time' && recovery?.seconds === null) return '> ';
  return kind === 'capacity' && search?.capacity?.high === null ? '≥ ' : '';
}

function undeclared(metric: Metric, figure: number | null, result: Result, words: Words): ComparisonRow {
  const now = figure === null ? null : words.formatFigure(metric, figure);
  return {
    metric,
    endpoint: null,
    baseline: null,
    now,
    change: null,
    interval: null,
    ends: null,
    limit: null,
    tolerance: null,
    mark: null,
    note: null,
    expected: expectedIn(result, { metric, endpoint: null }, words),
  };
}
