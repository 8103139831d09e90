import { METRICS, type Metric } from '../../../config/metrics.ts';
import type { MetricScope, Part } from '../../../config/scope.ts';
import type { HistoryPoint, MachineChange } from '../../../evidence/history/basis.ts';
import {
  ADVISES_FROM,
  GATES_FROM,
  type HistoryLimit,
  historyLimit,
  useOf,
} from '../../statistics/history-limit.ts';
import { errorsLimit } from './errors.ts';
import { machineChangeAt } from './machine-change.ts';
import { poolErrors } from './pooled-errors.ts';
import { findRegime, type Span, settle, sliceOf } from './regimes.ts';

/** The runs from one change point to the next. */
interface Stretch {
  /** Place of its first run in the series. */
  readonly start: number;
  readonly runs: number;
  /** Date of its first run, ISO 8601, and the commit that was measured then. */
  readonly since: string;
  readonly commit: string | null;
  readonly typical: number;
  /** Against the stretch before: relative, for errors absolute; null for the first. */
  readonly change: number | null;
  /** Where the machine changed at its beginning. */
  readonly machines: MachineChange | null;
}

/** What a figure's history looks like, and what a new run would be held to. */
export interface FigureOutlook extends MetricScope {
  readonly points: readonly HistoryPoint[];
  /** At least one where there is a point; the newest may not be settled yet. */
  readonly stretches: readonly Stretch[];
  /** Runs of the regime that a new run would be held against. */
  readonly runs: number;
  /** Newer runs that are left out until they settle a change. */
  readonly unsettled: number;
  readonly use: HistoryLimit['use'];
  /** Runs that are missing until the history advises, and until it gates; 0 where it does. */
  readonly untilAdvises: number;
  readonly untilGates: number;
  readonly typical: number | null;
  /** Worst figure that the history explains, whatever the tolerance; null where it is too short. */
  readonly limit: number | null;
}

export function outlookOf(metric: Metric, part: Part, points: readonly HistoryPoint[]): FigureOutlook {
  const regime = findRegime(metric, points);
  const runs = regime.points.length;
  return {
    metric,
    ...part,
    points,
    stretches: stretchesOf(metric, points),
    runs,
    unsettled: regime.unsettled.length,
    use: useOf(runs),
    untilAdvises: Math.max(0, ADVISES_FROM - runs),
    untilGates: Math.max(0, GATES_FROM - runs),
    typical: runs > 0 ? typicalOf(metric, regime.points) : null,
    limit: useOf(runs) === 'not-enough' ? null : limitOf(metric, regime.points),
  };
}

function stretchesOf(metric: Metric, points: readonly HistoryPoint[]): Stretch[] {
  const levels = levelsOf(metric, points);
  return levels.map(({ start, typical, change }, i) => {
    const first = points[start] as HistoryPoint;
    return {
      start,
      runs: (levels[i + 1]?.start ?? points.length) - start,
      since: first.at,
      commit: first.commit,
      typical,
      change,
      machines: change === null ? null : machineChangeAt(points, start),
    };
  });
}

/** Where the figures of a series were, from one change point to the next. */
interface Level extends Span {
  readonly typical: number;
  /** Against the level before: relative, for errors absolute; null for the first. */
  readonly change: number | null;
  /** Worst figure that its own runs explain; null where they are too few to tell. */
  readonly limit: number | null;
}

/** Oldest first; the newest may not be settled yet. Runs between two of them are outliers. */
export function levelsOf(metric: Metric, points: readonly HistoryPoint[]): readonly Level[] {
  if (points.length === 0) return [];
  const { regimes } = settle(metric, points);
  const end = regimes.at(-1)?.end ?? 0;
  const spans = end < points.length ? [...regimes, { start: end, end: points.length }] : regimes;
  const levels: Level[] = [];
  for (const span of spans) {
    const own = sliceOf(points, span);
    const typical = typicalOf(metric, own);
    const before = levels.at(-1)?.typical;
    const change = METRICS[metric].scale === 'log' ? typical / (before ?? 1) - 1 : typical - (before ?? 0);
    const limit = useOf(own.length) === 'not-enough' ? null : limitOf(metric, own);
    levels.push({ ...span, typical, change: before === undefined ? null : change, limit });
  }
  return levels;
}

function typicalOf(metric: Metric, points: readonly HistoryPoint[]): number {
  if (METRICS[metric].kind === 'share') return poolErrors(points).share;
  return historyLimit(valuesOf(points), 'higher').typical ?? 0;
}

function limitOf(metric: Metric, points: readonly HistoryPoint[]): number | null {
  const { kind, worse } = METRICS[metric];
  return kind === 'share' ? errorsLimit(points) : historyLimit(valuesOf(points), worse).limit;
}

function valuesOf(points: readonly HistoryPoint[]): number[] {
  return points.map(({ value }) => value);
}
