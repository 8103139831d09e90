import { METRIC_NAMES, METRICS } from '../config/metrics.ts';
import { findScope, type MetricScope, WHOLE } from '../config/scope.ts';
import { figureOf, type HasFigures } from '../evidence/figure-of.ts';
import { clean } from './escape.ts';
import { forkSentence } from './fork-publication.ts';
import type { Publication } from './report.ts';
import { reasonOf } from './view/reason.ts';

/**
 * The action's outputs that the result knows: plain numbers with a point, ms, successes per second and shares (0.0367
 * is
 * 3.67 %); changes are relative (0.198 is +19.8 %), that of the error rate a difference of shares. Empty where unknown.
 * Of somebody else's result the sentences are ours alone: this job has rights, and a workflow may paste an output into
 * a script. They are in English, as the result file is.
 */
export function renderOutputs(publication: Publication): Record<string, string> {
  const { result, banner } = publication;
  return {
    verdict: result.verdict,
    reason: banner === null ? clean(reasonOf({ ...publication, language: 'en' })) : forkSentence(result),
    causes: result.causes.map(({ code }) => code).join(','),
    ...metricOutputs(figuresOf(result), result.comparisons),
  };
}

/** Of a search the capacity alone: its other figures are those of many loads together. */
function figuresOf({ metrics, search }: Publication['result']): Parameters<typeof metricOutputs>[0] {
  if (metrics === null || search === undefined) return metrics;
  const { requests, capacityPerSecond } = metrics;
  return { requests, capacityPerSecond };
}

/** Of a run that had nothing to measure. @param why in plain text */
export function untouchedOutputs(why: string): Record<string, string> {
  return { verdict: 'pass', reason: why, causes: '', ...metricOutputs(null, []) };
}

/** Figures and changes under the names that the metrics' rows give them. */
function metricOutputs(
  figures: (HasFigures & { readonly requests: number }) | null | undefined,
  comparisons: readonly (MetricScope & { readonly change: number | null })[],
): Record<string, string> {
  const measured = figures && figures.requests > 0 ? figures : {};
  return Object.fromEntries(
    METRIC_NAMES.flatMap((metric) => {
      const { outputs } = METRICS[metric];
      const figure = [outputs.figure, plain(figureOf(metric, measured))] as const;
      if (outputs.change === undefined) return [figure];
      return [figure, [outputs.change, plain(findScope(comparisons, metric, WHOLE)?.change)]];
    }),
  );
}

function plain(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? ''
    : String(Number(value.toFixed(6)));
}
