import type { StatedLatency } from '../../engine/stated.ts';

const QUANTILES = ['p50', 'p75', 'p90', 'p95', 'p99', 'p99_9', 'mean'] as const;

/**
 * What several runs come to: of each percentile that all of them state the geometric mean, in which each run counts
 * alike, and the highest maximum. Percentiles of runs can't be merged to the percentile of all their requests.
 */
export function typicalLatency(runs: readonly StatedLatency[]): StatedLatency {
  const [only] = runs;
  if (only === undefined || runs.length === 1) return only ?? {};
  const valuesOf = (field: keyof StatedLatency): readonly number[] | null => {
    const values = runs.flatMap((run) => run[field] ?? []);
    return values.length === runs.length ? values : null;
  };
  const means = QUANTILES.flatMap((field) => {
    const values = valuesOf(field);
    return values === null ? [] : [[field, geometricMean(values)] as const];
  });
  const highest = valuesOf('max');
  return { ...Object.fromEntries(means), ...(highest && { max: Math.max(...highest) }) };
}

function geometricMean(values: readonly number[]): number {
  if (values.some((value) => value <= 0)) return 0;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
