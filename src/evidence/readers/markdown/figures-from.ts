import { writePercent } from '../../../config/wording/units.ts';
import type { BaselineFigures } from '../../baseline.ts';
import type { Latency } from '../../result/figures.ts';
import type { MetricValue } from '../metric-values.ts';

interface FiguresFound {
  readonly metrics: BaselineFigures;
  readonly durationSeconds: number | null;
  readonly warnings: readonly string[];
}

/**
 * Puts the values of one run together. Reports and other tools count every response, so latency and rate are of all.
 */
export function figuresFrom(cells: readonly { readonly values: readonly MetricValue[] }[]): FiguresFound {
  const values = cells.flatMap((cell) => cell.values);
  const latency: Partial<Record<keyof Latency, number>> = {};
  let responsesPerSecond: number | undefined;
  let throughputPerSecond: number | undefined;
  let requests: number | undefined;
  let durationSeconds: number | null = null;
  for (const value of values) {
    // The first one counts: a row that repeats a metric further down is a remark on it.
    if (value.kind === 'latency') latency[value.of] ??= value.ms;
    if (value.kind === 'responses-per-second') responsesPerSecond ??= value.value;
    if (value.kind === 'successes-per-second') throughputPerSecond ??= value.value;
    if (value.kind === 'requests') {
      requests ??= value.count;
      durationSeconds ??= value.durationSeconds;
    }
  }
  const { errorRate, warnings } = errorRateFrom(values, requests);
  return {
    durationSeconds,
    warnings,
    metrics: {
      ...(requests !== undefined && { requests }),
      ...(throughputPerSecond !== undefined && { throughputPerSecond }),
      ...(responsesPerSecond !== undefined && { responsesPerSecond }),
      ...(errorRate !== undefined && { errorRate }),
      ...(Object.keys(latency).length > 0 && { latencyAllMs: latency }),
    },
  };
}

/** The share stated most precisely; where none is stated, the count over all requests. */
function errorRateFrom(
  values: readonly MetricValue[],
  requests: number | undefined,
): { errorRate: number | undefined; warnings: string[] } {
  const shares = values.filter((value) => value.kind === 'error-share');
  const [best] = [...shares].sort((a, b) => b.decimals - a.decimals);
  if (!best) {
    const count = values.find((value) => value.kind === 'error-count')?.count;
    const errorRate = count !== undefined && requests && count <= requests ? count / requests : undefined;
    return { errorRate, warnings: [] };
  }
  const contradiction = shares.find(
    ({ share, decimals }) =>
      Math.abs(share - best.share) > (1.01 * 10 ** -Math.min(decimals, best.decimals)) / 100,
  );
  return {
    errorRate: best.share,
    warnings: contradiction
      ? [
          `states two error rates, ${writePercent(best.share)} and ${writePercent(contradiction.share)}; the first is used`,
        ]
      : [],
  };
}
