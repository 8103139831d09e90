/** Whether anything has to be said about a history that has just grown by a night. */
import { HEADLINE_METRICS, type MetricScope, TAIL, worsening } from '../../config/metrics.ts';
import type { HistoryRecord } from '../../evidence/history/record.ts';
import { seriesOf } from '../../evidence/history/series.ts';
import { middle, SETTLED_FROM, settle, sliceOf } from '../regressions/history/regimes.ts';
import { type FigureSeries, findShifts, type Shift, smallestOf, toScale } from './find-shifts.ts';

/** A drift that people have been told of. */
export interface KnownDrift {
  /** The row's key, as `keyOf` makes it. */
  readonly row: string;
  /** When the first run after the change began, as it looked then: ISO 8601 in UTC. */
  readonly since: string;
}

export interface Watch {
  /** For the worse, those that hold; the largest change first. */
  readonly worse: readonly Shift[];
  /** For the better: told where something is told anyway. */
  readonly better: readonly Shift[];
  /** Those of `worse` that nobody has been told of. */
  readonly news: readonly Shift[];
  /** Those that people know of and the history still reaches back to. */
  readonly kept: readonly KnownDrift[];
  /**
   * True where nothing that people know of is there any more: each has gone and the newest runs are back where it was
   * before, or it began before the oldest run that there is to compare with, so that nobody can tell.
   */
  readonly over: boolean;
}

export type KeyOf = (row: MetricScope) => string;

/**
 * @param records comparable with one another, oldest first
 * @param known what the last message told
 */
export function watch(records: readonly HistoryRecord[], known: readonly KnownDrift[], keyOf: KeyOf): Watch {
  const series = listSeries(records);
  const shifts = series.flatMap(findShifts);
  const worse = shifts.filter(({ direction }) => direction === 'worse');
  const byRow = new Map(series.map((one) => [keyOf(one), one] as const));
  const isKnown = (shift: Shift) =>
    known.some((drift) => isSame(drift, shift, byRow.get(keyOf(shift)), keyOf));
  const kept = known.filter((drift) => indexOf(drift, byRow.get(drift.row)) !== null);
  const stays = (drift: KnownDrift) =>
    worse.some((shift) => isSame(drift, shift, byRow.get(drift.row), keyOf));
  return {
    worse: [...worse].sort(bySize),
    better: shifts.filter(({ direction }) => direction === 'better'),
    news: worse.filter((shift) => !isKnown(shift)),
    kept,
    // A handful of runs may be all that could be read tonight.
    over:
      known.length > 0 &&
      records.length >= SETTLED_FROM &&
      kept.every((drift) => !stays(drift) && isBack(drift, byRow.get(drift.row))),
  };
}

/** The headline metrics of the whole, and the P99 of every request of the newest run. */
function listSeries(records: readonly HistoryRecord[]): FigureSeries[] {
  const names = (records.at(-1)?.endpoints ?? []).map(({ name }) => name);
  const rows = [
    ...HEADLINE_METRICS.map((metric) => ({ metric, endpoint: null })),
    ...names.map((endpoint) => ({ metric: TAIL, endpoint })),
  ];
  return rows.map((row) => ({ ...row, points: seriesOf(records, row.metric, row.endpoint) }));
}

/** With every night the estimate of when it began may move a little; two changes can't be as close as this. */
function isSame(known: KnownDrift, shift: Shift, series: FigureSeries | undefined, keyOf: KeyOf): boolean {
  if (known.row !== keyOf(shift)) return false;
  const at = indexOf(known, series);
  return at !== null && Math.abs(at - shift.at) < SETTLED_FROM;
}

/** The first run from then on, since that one may have been left out by now; null where no run before it is left. */
function indexOf({ since }: KnownDrift, series: FigureSeries | undefined): number | null {
  const then = Date.parse(since);
  const at = series?.points.findIndex((point) => Date.parse(point.at) >= then) ?? -1;
  return at > 0 ? at : null;
}

/**
 * Whether the newest runs are where the series was before the drift. That it is no longer shown says less: one stalled
 * night spreads the figures so far apart that nothing is.
 */
function isBack(drift: KnownDrift, series: FigureSeries | undefined): boolean {
  const at = indexOf(drift, series);
  if (series === undefined || at === null) return true;
  const { metric, points } = series;
  const values = points.map((point) => toScale(metric, point));
  const regime = settle(metric, points).regimes.findLast(({ start }) => start < at);
  const before = sliceOf(values, { start: regime?.start ?? 0, end: Math.min(at, regime?.end ?? at) });
  const moved = middle(values.slice(-SETTLED_FROM)) - middle(before);
  return worsening(metric, moved) < smallestOf(metric);
}

/** The whole before single requests; then the largest first. */
function bySize(one: Shift, other: Shift): number {
  const part = Number(one.endpoint !== null) - Number(other.endpoint !== null);
  return part || Math.abs(other.change) - Math.abs(one.change);
}
