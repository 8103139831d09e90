import { batchMean } from './batch-means.ts';
import { clipOutliers } from './clip-outliers.ts';
import { studentQuantile } from './quantiles.ts';

/** Points of a history that are enough to gate, and to advise. */
export const GATES_FROM = 12;
export const ADVISES_FROM = 8;

/** What so many points are good for. */
export function useOf(n: number): HistoryLimit['use'] {
  return n >= GATES_FROM ? 'gates' : n >= ADVISES_FROM ? 'advises' : 'not-enough';
}

export interface HistoryLimit {
  /** What the history is good for: 12 points gate, 8 to 11 advise, fewer are not enough. */
  readonly use: 'gates' | 'advises' | 'not-enough';
  readonly n: number;
  /** Geometric mean of the history, outliers clipped; null without a point. */
  readonly typical: number | null;
  /** The worst value that the history explains; null with fewer than two points. */
  readonly limit: number | null;
}

/**
 * Prediction limit for new runs after N of the same regime, on logs: mean ± t(N − 1) · s · √(1/K + 1/N). New runs are
 * held against it by their geometric mean. Isolated outliers are clipped before: one stalled night would else hide for
 * months what is less than it.
 *
 * @param values figures of the last regime, all above 0, in one unit, in order of time
 * @param worse the side on which a value is bad: 'higher' for latency, 'lower' for throughput
 * @param runs K, the number of new runs that are averaged
 * @param level one-sided
 * @param ownSpread by how much, as a standard deviation on logs, the new runs vary beyond those of the history
 * @throws RangeError for a value that has no logarithm, or a number of runs below 1
 */
export function historyLimit(
  values: readonly number[],
  worse: 'higher' | 'lower',
  {
    runs = 1,
    level = 0.99,
    ownSpread = 0,
  }: { readonly runs?: number; readonly level?: number; readonly ownSpread?: number } = {},
): HistoryLimit {
  if (!values.every((value) => value > 0 && Number.isFinite(value)))
    throw new RangeError('a history on the log scale holds only values above 0');
  if (!(runs >= 1)) throw new RangeError(`the number of new runs must be at least 1, not ${runs}`);
  const n = values.length;
  const use = useOf(n);
  const logs = clipOutliers(values.map(Math.log));
  const history = batchMean(logs);
  if (!history) return { use, n, typical: values[0] ?? null, limit: null };
  const deviation = history.standardError * Math.sqrt(n);
  const spread = Math.hypot(deviation * Math.sqrt(1 / runs + 1 / n), ownSpread / Math.sqrt(runs));
  const reach = studentQuantile(level, n - 1) * spread;
  return {
    use,
    n,
    typical: Math.exp(history.mean),
    limit: Math.exp(history.mean + (worse === 'higher' ? reach : -reach)),
  };
}
