import { findScope, METRIC_NAMES, METRICS, type MetricScope } from '../config/metrics.ts';
import { figureOf, type HasFigures } from '../evidence/figure-of.ts';
import { clean } from './escape.ts';
import type { Report } from './report.ts';

/**
 * The action's outputs that the report knows: plain numbers with a point, ms, successes per second and shares (0.0367 is
 * 3.67 %); changes are relative (0.198 is +19.8 %), that of the error rate a difference of shares. Empty where unknown.
 */
export function renderOutputs({ measurement, verdict }: Report): Record<string, string> {
  return {
    verdict: verdict.outcome,
    reason: clean(verdict.reason),
    ...metricOutputs(measurement?.whole, verdict.comparisons),
  };
}

/** Figures and changes under the names that the metrics' rows give them. */
export function metricOutputs(
  figures: (HasFigures & { readonly requests: number }) | null | undefined,
  comparisons: readonly (MetricScope & { readonly change: number | null })[],
): Record<string, string> {
  const measured = figures && figures.requests > 0 ? figures : {};
  return Object.fromEntries(
    METRIC_NAMES.flatMap((metric) => {
      const { outputs } = METRICS[metric];
      return [
        [outputs.figure, plain(figureOf(metric, measured))],
        [outputs.change, plain(findScope(comparisons, metric, null)?.change)],
      ];
    }),
  );
}

export function plain(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? ''
    : String(Number(value.toFixed(6)));
}
