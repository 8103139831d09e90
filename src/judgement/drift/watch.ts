/** Whether anything has to be said about a history that has just grown by a night. */
import { HEADLINE_METRICS, type Metric, metricsOf, TAIL, worsening } from '../../config/metrics.ts';
import { type MetricScope, partOf } from '../../config/scope.ts';
import { historiesOf, machineOf } from '../../evidence/history/machine.ts';
import type { HistoryRecord } from '../../evidence/history/record.ts';
import { seriesOf } from '../../evidence/history/series.ts';
import { middle, SETTLED_FROM, settle, sliceOf, toScale } from '../regressions/history/regimes.ts';
import { type FigureSeries, findShifts, type Shift, smallestOf } from './find-shifts.ts';

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
  const found = listSeries(records).map((series) => ({ series, shifts: findShifts(series) }));
  const shifts = found.flatMap((one) => one.shifts);
  const isWorse = ({ direction }: Shift) => direction === 'worse';
  const worse = shifts.filter(isWorse);
  const ofRow = (row: string) => found.filter(({ series }) => keyOf(series) === row);
  const news = found.flatMap(({ series, shifts: own }) =>
    own.filter((shift) => isWorse(shift) && !known.some((drift) => isSame(drift, shift, series, keyOf))),
  );
  const reaching = (drift: KnownDrift) =>
    ofRow(drift.row).filter(({ series }) => indexOf(drift, series) !== null);
  const kept = known.filter((drift) => reaching(drift).length > 0);
  const stays = (drift: KnownDrift) =>
    reaching(drift).some(({ series, shifts: own }) =>
      own.some((shift) => isWorse(shift) && isSame(drift, shift, series, keyOf)),
    );
  // A machine with a night or two since then can't tell.
  const isBackOn = (drift: KnownDrift) => {
    const all = reaching(drift).map(({ series }) => series);
    const tell = all.filter((series) => series.points.length - (indexOf(drift, series) ?? 0) >= SETTLED_FROM);
    return (tell.length > 0 ? tell : all).every((series) => isBack(drift, series));
  };
  return {
    worse: [...worse].sort(bySize),
    better: shifts.filter(({ direction }) => direction === 'better'),
    news: [...news].sort(bySize),
    kept,
    // A handful of runs may be all that could be read tonight.
    over:
      known.length > 0 &&
      records.length >= SETTLED_FROM &&
      kept.every((drift) => !stays(drift) && isBackOn(drift)),
  };
}

/**
 * The headline metrics of the whole, and the P99 of each of the newest run's requests; of searches the capacity alone,
 * since their other figures are those of many loads together. By machine where they mix.
 */
function listSeries(records: readonly HistoryRecord[]): FigureSeries[] {
  const { conditions, endpoints = [] } = records.at(-1) ?? {};
  const ofWhole = (metrics: readonly Metric[]) => metrics.map((metric) => ({ metric, endpoint: null }));
  const rows = conditions?.search
    ? ofWhole(metricsOf('capacity'))
    : [
        ...ofWhole(HEADLINE_METRICS),
        ...endpoints.map(({ name, flow }) => ({ metric: TAIL, ...partOf({ endpoint: name, flow }) })),
      ];
  const histories = historiesOf(records);
  return rows.flatMap((row) =>
    histories.map((own) => ({
      ...row,
      points: seriesOf(own, row.metric, row.endpoint),
      ...(histories.length > 1 && own[0] && { machine: machineOf(own[0]) }),
    })),
  );
}

/** With every night the estimate of when it began may move a little; two changes can't be as close as this. */
function isSame(known: KnownDrift, shift: Shift, series: FigureSeries, keyOf: KeyOf): boolean {
  if (known.row !== keyOf(shift)) return false;
  const at = indexOf(known, series);
  return at !== null && Math.abs(at - shift.at) < SETTLED_FROM;
}

/** The first run from then on, since that one may have been left out by now; null where no run before it is left. */
function indexOf({ since }: KnownDrift, series: FigureSeries): number | null {
  const then = Date.parse(since);
  const at = series.points.findIndex((point) => Date.parse(point.at) >= then);
  return at > 0 ? at : null;
}

/**
 * Whether the newest runs are where the series was before the drift. That it is no longer shown says less: one stalled
 * night spreads the figures so far apart that nothing is.
 */
function isBack(drift: KnownDrift, series: FigureSeries): boolean {
  const at = indexOf(drift, series);
  if (at === null) return true;
  const { metric, points } = series;
  const values = toScale(metric, points);
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
