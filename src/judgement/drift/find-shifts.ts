import { METRICS, type Metric, worsening } from '../../config/metrics.ts';
import { type MetricScope, partOf } from '../../config/scope.ts';
import type { HistoryPoint, MachineChange } from '../../evidence/history/basis.ts';
import { machineChangeAt } from '../regressions/history/machine-change.ts';
import { SETTLED_FROM, type Span, settle, sliceOf, toLevels } from '../regressions/history/regimes.ts';
import { pOfDifference } from '../statistics/change-points.ts';
import { mean } from '../statistics/mean.ts';
import { RULED_OUT, studentQuantile } from '../statistics/quantiles.ts';
import { serialInflation, usualInflation } from '../statistics/serial-correlation.ts';
import { findOwnWrites, type OwnWrites } from './own-writes.ts';

/** One figure, night after night. */
export interface FigureSeries extends MetricScope {
  /** Oldest first; runs without the figure are left out. Above 0 but for errors. */
  readonly points: readonly HistoryPoint[];
  /** Where all of them were measured, if machines are mixed and each has a series of its own. */
  readonly machine?: string;
}

/** A change that has come and stayed. */
export interface Shift extends MetricScope {
  readonly direction: 'worse' | 'better';
  /** The last run before it and the first one after it. */
  readonly before: HistoryPoint;
  readonly since: HistoryPoint;
  /** Where the machine changed with the figure: then it may be the change. */
  readonly machines: MachineChange | null;
  /** Of a change for the worse: the runs slow down within themselves as well, by what they write. */
  readonly ownWrites: OwnWrites | null;
  /** The machine of the series, where each has its own. */
  readonly machine: string | null;
  /** Runs since then. */
  readonly runs: number;
  /** Typical figure before, and now: ms, successes per second, share. */
  readonly was: number;
  readonly is: number;
  /** is / was − 1; for errors is − was. */
  readonly change: number;
  /** Of `change`, 90 % two-sided. */
  readonly interval: readonly [number, number];
  /** Every figure of the series, oldest first, and where in it `since` is. */
  readonly values: readonly number[];
  readonly at: number;
}

/** p-value of a change that is told: that of change points, with the usual ρ of nights weighed in. */
const TOLD = 0.001;

/** Smaller changes are told nobody about, however sure they are: on the scale of `toLevels`. */
export function smallestOf(metric: Metric): number {
  const { scale, smallestDrift } = METRICS[metric];
  return scale === 'log' ? Math.log1p(smallestDrift) : smallestDrift;
}

/**
 * The changes of a series that hold until today, oldest first: at a change point the figures moved, and where they are
 * now is still away from where they were, by more than chance explains. What came back is not among them.
 */
export function findShifts(series: FigureSeries): Shift[] {
  const { metric } = series;
  const { regimes } = settle(metric, series.points);
  const values = toLevels(metric, series.points);
  const now = sliceOf(values, regimes.at(-1) as Span);
  return regimes.slice(1).flatMap((regime, i) => {
    const earlier = regimes[i] as Span;
    const then = sliceOf(values, earlier);
    const after = sliceOf(values, regime);
    // Bad nights between the two belong to neither, and the change may have come with any of them.
    const [before, since] = [series.points[earlier.end - 1], series.points[regime.start]];
    if (then.length < SETTLED_FROM || !before || !since) return [];
    if (!(pOfDifference(then, after, usualInflation([then, after])) < TOLD)) return [];
    const step = mean(after) - mean(then);
    const stands = mean(now) - mean(then);
    const reach = reachOf(then, now);
    if (Math.abs(stands) < Math.max(smallestOf(metric), reach) || Math.sign(step) !== Math.sign(stands))
      return [];
    const isLog = METRICS[metric].scale === 'log';
    const back = (value: number) => (isLog ? Math.exp(value) : value);
    const change = (by: number) => (isLog ? Math.expm1(by) : by);
    const isWorse = worsening(metric, stands) > 0;
    return [
      {
        metric,
        ...partOf(series),
        direction: isWorse ? ('worse' as const) : ('better' as const),
        before,
        since,
        machines: machineChangeAt(series.points, regime.start),
        ownWrites: isWorse ? findOwnWrites(metric, series.points.slice(earlier.start)) : null,
        machine: series.machine ?? null,
        runs: series.points.length - regime.start,
        was: back(mean(then)),
        is: back(mean(now)),
        change: change(stands),
        interval: [change(stands - reach), change(stands + reach)] as const,
        values: series.points.map(({ value }) => value),
        at: regime.start,
      },
    ];
  });
}

/**
 * Half of the interval for the difference of two means, by Student's t with pooled variance, wider as far as the nights
 * of each follow one another.
 */
function reachOf(one: readonly number[], other: readonly number[]): number {
  const degrees = one.length + other.length - 2;
  const pooled = (squares(one) + squares(other)) / degrees;
  const variance = pooled * (1 / one.length + 1 / other.length) * serialInflation([one, other]);
  return studentQuantile(RULED_OUT, degrees) * Math.sqrt(variance);
}

function squares(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}
