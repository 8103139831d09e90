import type { Report } from './report.ts';

/** Where a known change is accepted: data to be set as code, with the words around it. */
export interface Acceptance {
  /** Keys of tailgate.yml whose bound was missed: `gate.p99.max`. */
  readonly keys: readonly string[];
  /** How many more than are listed. */
  readonly more: number;
  /** Baseline to be refreshed, as written, where something regressed against it. */
  readonly baseline: string | null;
}

const LISTED = 4;

/**
 * How to accept what failed; null where no declared bound was missed, so nothing can be accepted by changing one, and
 * where the figures can't be believed.
 */
export function acceptanceOf({ verdict, baseline }: Report): Acceptance | null {
  if (verdict.outcome === 'invalid') return null;
  const keys = verdict.comparisons.flatMap(({ metric, endpoint, limit, regression }) => {
    const gate = endpoint === null ? `gate.${metric}` : `gate.endpoints.${endpoint}.${metric}`;
    return [
      ...(limit?.finding === 'over-limit' ? [`${gate}.${limit.bound}`] : []),
      ...(regression?.finding === 'regressed' ? [`${gate}.regression`] : []),
    ];
  });
  if (keys.length === 0) return null;
  const regressed = verdict.comparisons.some(
    ({ against, regression }) => against !== 'base' && regression?.finding === 'regressed',
  );
  return {
    keys: keys.slice(0, LISTED),
    more: Math.max(0, keys.length - LISTED),
    baseline: regressed ? (baseline?.source ?? null) : null,
  };
}
