/** Which of the recorded runs still tell how the service behaves: those since the last change point. */
import { METRICS, type Metric } from '../../../config/metrics.ts';
import type { HistoryPoint, Regime } from '../../../evidence/history/basis.ts';
import { changePoints, pOfDifference } from '../../statistics/change-points.ts';
import { clipOutliers } from '../../statistics/clip-outliers.ts';
import { mean } from '../../statistics/mean.ts';
import { median } from '../../statistics/median.ts';
import { newcombe } from '../../statistics/newcombe.ts';
import { normalQuantile } from '../../statistics/quantiles.ts';
import { serialInflation } from '../../statistics/serial-correlation.ts';
import { poolErrors } from './pooled-errors.ts';

/**
 * Runs beyond halfway to the new level that a stretch needs to be a regime, and a change to be a drift. Fewer may be
 * outliers: one bad night must neither become what is usual nor take the history away from the nights after it, and
 * three bad ones and a good one are no four.
 */
export const SETTLED_FROM = 4;
/** Two-sided level at which a stretch without its most extreme night has to differ from the one before it. */
const HELD = 0.01;
/** One-sided; the change points' own level of .001 is two-sided. */
const LEVEL = 0.9995;

/**
 * Indices at which a figure's series begins a new regime, ascending: by the change points of its logs; of error rates
 * by those of the rates, as far as the errors of the runs before and after them are also shown to differ. (Without
 * that, the first failed request after nights without any would be a change.)
 */
export function findChanges(metric: Metric, series: readonly HistoryPoint[]): readonly number[] {
  // Most histories of error rates are nothing but zeros.
  if (series.every(({ value }) => value === series[0]?.value)) return [];
  const values = toLevels(metric, series);
  if (METRICS[metric].scale === 'log') return changePoints(values);
  const points = [...changePoints(values)];
  for (;;) {
    const accidental = points.findIndex(
      (point, i) =>
        !differ(series.slice(points[i - 1] ?? 0, point), series.slice(point, points[i + 1] ?? series.length)),
    );
    if (accidental < 0) return points;
    points.splice(accidental, 1);
  }
}

/** Figures of one metric are compared by their logs where its scale is log, else as they are. */
export function toScale(metric: Metric, series: readonly HistoryPoint[]): readonly number[] {
  const { scale } = METRICS[metric];
  return series.map(({ value }) => (scale === 'log' ? Math.log(value) : value));
}

/** Those with isolated outliers clipped. */
export function toLevels(metric: Metric, series: readonly HistoryPoint[]): readonly number[] {
  return clipOutliers(toScale(metric, series));
}

function differ(before: readonly HistoryPoint[], after: readonly HistoryPoint[]): boolean {
  const { lower, upper } = newcombe(poolErrors(after), poolErrors(before), normalQuantile(LEVEL));
  return lower > 0 || upper < 0;
}

/** What the change points of a series come to once nights that were merely bad are no longer taken for changes. */
interface Settled {
  /**
   * Oldest first, the first from 0. Runs between two regimes are outliers, too few of a kind to be a regime, and belong
   * to neither; runs after the last one look like a change and are too few to tell.
   */
  readonly regimes: readonly Span[];
}

/** Places in a series, from `start` up to but not including `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Of a series of at least one run: a figure's regimes, for whoever compares with the last one, or tells of a drift. */
export function settle(metric: Metric, series: readonly HistoryPoint[]): Settled {
  const scaled = toScale(metric, series);
  const levels = clipOutliers(scaled);
  const edges = [0, ...findChanges(metric, series), series.length];
  const regimes = [{ start: 0, end: edges[1] ?? 0 }];
  for (let i = 1; i + 1 < edges.length; i++) {
    const [from = 0, to = 0] = [edges[i], edges[i + 1]];
    // Fewer than that are outliers among the nights around them, unless nights to come are like them.
    if (to - from < SETTLED_FROM) continue;
    const last = regimes.at(-1) as Span;
    // Nights are counted by the figures as they are: at the edge of a blip, a good night is the outlier.
    const moved = beyondHalfway(sliceOf(scaled, last), scaled.slice(from, to)) >= SETTLED_FROM;
    if (moved && hasMoved(sliceOf(levels, last), levels.slice(from, to)))
      regimes.push({ start: from, end: to });
    else regimes.splice(-1, 1, { start: last.start, end: to });
  }
  return { regimes };
}

export function sliceOf<T>(series: readonly T[], { start, end }: Span): T[] {
  return series.slice(start, end);
}

/**
 * Nights of a stretch that are nearer to its own level than to that of the one before. Its level is what its first
 * nights came to, or all of them where that is further: good nights after a few bad ones don't make the bad ones' level
 * a mean of both, which the good ones would then be half of the way to.
 */
function beyondHalfway(before: readonly number[], after: readonly number[]): number {
  const old = middle(before);
  const moved = [after, after.slice(0, SETTLED_FROM)].map((nights) => middle(nights) - old);
  const step = moved.reduce((one, other) => (Math.abs(other) > Math.abs(one) ? other : one));
  return step === 0 ? 0 : after.filter((value) => (value - old) / step > 1 / 2).length;
}

/**
 * Whether a stretch is elsewhere than the one before it as a whole: without the night that speaks most for a change the
 * two still differ, and what is left in the middle has gone at least half of the way. A mean alone moves with one
 * stalled night, and the quieter the nights before were, the surer the t-test is of it.
 */
function hasMoved(before: readonly number[], after: readonly number[]): boolean {
  const step = mean(after) - mean(before);
  const extreme = step > 0 ? Math.max(...after) : Math.min(...after);
  const rest = after.toSpliced(after.indexOf(extreme), 1);
  if (!(pOfDifference(before, rest, serialInflation([before, rest])) < HELD)) return false;
  const moved = middle(rest) - middle(before);
  return Math.sign(moved) === Math.sign(step) && Math.abs(moved) >= Math.abs(step) / 2;
}

/** The runs since the last change that is settled, without those of a change that isn't. */
export function findRegime(metric: Metric, series: readonly HistoryPoint[]): Regime {
  const last = settle(metric, series).regimes.at(-1) as Span;
  return { points: sliceOf(series, last), unsettled: series.slice(last.end), earlier: last.start };
}

export function middle(values: readonly number[]): number {
  return median(values.toSorted((a, b) => a - b));
}
