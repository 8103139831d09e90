import type { Metric } from '../../config/plan.ts';
import type { HistoryPoint } from '../../evidence/history/basis.ts';
import { cut, SETTLED_FROM, type Span, settle } from '../regressions/history/regimes.ts';
import { mean } from '../statistics/mean.ts';
import { RULED_OUT, studentQuantile } from '../statistics/quantiles.ts';

/** One figure, night after night. */
export interface Series {
  readonly metric: Metric;
  /** Request name, or null for the whole. */
  readonly endpoint: string | null;
  /** Oldest first; runs without the figure are left out. Above 0 but for errors. */
  readonly points: readonly HistoryPoint[];
}

/** A change that has come and stayed. */
export interface Shift {
  readonly metric: Metric;
  /** Request name, or null for the whole. */
  readonly endpoint: string | null;
  readonly direction: 'worse' | 'better';
  /** The last run before it and the first one after it. */
  readonly before: HistoryPoint;
  readonly since: HistoryPoint;
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

/** Figures of one metric are compared by their logs, shares of errors as they are. */
export function toScale(metric: Metric, { value }: HistoryPoint): number {
  return metric === 'errors' ? value : Math.log(value);
}

/** Smaller changes are told nobody about, however sure they are: on the scale of `toScale`. */
export function smallestOf(metric: Metric): number {
  return metric === 'errors' ? 0.005 : Math.log(1.05);
}

/**
 * The changes of a series that hold until today, oldest first: at a change point the figures moved, and where they are
 * now is still away from where they were, by more than chance explains. What came back is not among them.
 */
export function findShifts(series: Series): Shift[] {
  const { metric, endpoint } = series;
  const { regimes } = settle(metric, series.points);
  const values = series.points.map((point) => toScale(metric, point));
  const now = cut(values, regimes.at(-1) as Span);
  return regimes.slice(1).flatMap((regime, i) => {
    const earlier = regimes[i] as Span;
    const then = cut(values, earlier);
    const after = cut(values, regime);
    // Bad nights between the two belong to neither, and the change may have come with any of them.
    const [before, since] = [series.points[earlier.end - 1], series.points[regime.start]];
    if (then.length < SETTLED_FROM || !before || !since) return [];
    const step = mean(after) - mean(then);
    const stands = mean(now) - mean(then);
    const reach = reachOf(then, now);
    if (Math.abs(stands) < Math.max(smallestOf(metric), reach) || Math.sign(step) !== Math.sign(stands))
      return [];
    const back = (value: number) => (metric === 'errors' ? value : Math.exp(value));
    const change = (by: number) => (metric === 'errors' ? by : Math.expm1(by));
    return [
      {
        metric,
        endpoint,
        direction: stands > 0 === (metric !== 'throughput') ? ('worse' as const) : ('better' as const),
        before,
        since,
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

/** Half of the interval for the difference of two means, by Student's t with pooled variance. */
function reachOf(one: readonly number[], other: readonly number[]): number {
  const degrees = one.length + other.length - 2;
  const pooled = (squares(one) + squares(other)) / degrees;
  return studentQuantile(RULED_OUT, degrees) * Math.sqrt(pooled * (1 / one.length + 1 / other.length));
}

function squares(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}
