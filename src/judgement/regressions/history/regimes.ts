/** Which of the recorded runs still tell how the service behaves: those since the last change point. */
import type { Metric } from '../../../config/plan.ts';
import type { HistoryPoint, Regime } from '../../../evidence/history/basis.ts';
import { changePoints } from '../../statistics/change-points.ts';
import { newcombe } from '../../statistics/newcombe.ts';
import { normalQuantile } from '../../statistics/quantiles.ts';
import { poolErrors } from './pooled-errors.ts';

/**
 * Runs after a change that settle it. Fewer may be outliers: one bad night must neither become what is usual nor take
 * the history away from the nights after it.
 */
export const SETTLED_FROM = 4;
/** One-sided; the change points' own level of .001 is two-sided. */
const LEVEL = 0.9995;

/**
 * Indices at which a figure's series begins a new regime, ascending: by the change points of its logs; of error rates by
 * those of the rates, as far as the errors of the runs before and after them are also shown to differ. (Without that,
 * the first failed request after nights without any would be a change.)
 */
export function findChanges(metric: Metric, series: readonly HistoryPoint[]): readonly number[] {
  // Most histories of error rates are nothing but zeros.
  if (series.every(({ value }) => value === series[0]?.value)) return [];
  if (metric !== 'errors') return changePoints(series.map(({ value }) => Math.log(value)));
  const points = [...changePoints(series.map(({ value }) => value))];
  for (;;) {
    const accidental = points.findIndex(
      (point, i) =>
        !differ(series.slice(points[i - 1] ?? 0, point), series.slice(point, points[i + 1] ?? series.length)),
    );
    if (accidental < 0) return points;
    points.splice(accidental, 1);
  }
}

function differ(before: readonly HistoryPoint[], after: readonly HistoryPoint[]): boolean {
  const { lower, upper } = newcombe(poolErrors(after), poolErrors(before), normalQuantile(LEVEL));
  return lower > 0 || upper < 0;
}

/** The runs since the last change that is settled, without those of a change that isn't. */
export function findRegime(metric: Metric, series: readonly HistoryPoint[]): Regime {
  const changes = [...findChanges(metric, series)];
  let end = series.length;
  while (changes.length > 0 && end - (changes.at(-1) ?? 0) < SETTLED_FROM) end = changes.pop() ?? 0;
  const start = changes.at(-1) ?? 0;
  return { points: series.slice(start, end), unsettled: series.slice(end), earlier: start };
}
