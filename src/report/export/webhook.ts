import type { Result } from '../../evidence/result/schema.ts';

/**
 * What a webhook is sent of a result: its verdict and figures under their own names, without what takes room (single
 * requests, histograms, courses).
 *
 * @param runUrl page of the workflow run; null where there is none
 */
export function toWebhook(result: Result, runUrl: string | null) {
  const { format, version, name, verdict, causes, reason, advice, accepted, startedAt, commit } = result;
  const { target, base, measured, metrics, comparisons, warnings } = result;
  return {
    event: 'tailgate.run',
    runUrl,
    result: {
      format,
      version,
      name,
      verdict,
      causes,
      reason,
      advice,
      accepted,
      startedAt,
      commit,
      target,
      base,
      measured,
      metrics,
      comparisons,
      warnings,
    },
  };
}
