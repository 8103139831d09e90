import type { MetricScope } from '../../config/scope.ts';
import { isAcceptable } from '../../judgement/acceptance.ts';
import type { Publication } from '../report.ts';

/** Where a known change is accepted: data to be set as code, with the words around it. */
interface WayToAccept {
  /** Keys of tailgate.yml whose bound was missed: `gate.p99.max`. */
  readonly keys: readonly string[];
  /** How many more than are listed. */
  readonly more: number;
  /** Baseline to be refreshed, as written, where something regressed against it. */
  readonly baseline: string | null;
  /** Label of the pull request that accepts it for its commit; null where none would. */
  readonly label: string | null;
}

const LISTED = 4;

/**
 * How to accept what failed; null where no declared bound was missed, so nothing can be accepted by changing one, and
 * where the figures can't be believed.
 */
export function acceptanceOf({ result, run, banner }: Publication): WayToAccept | null {
  if (result.verdict === 'invalid') return null;
  const keys = result.comparisons.flatMap(({ limit, regression, trend, ...row }) => {
    const gate = keyOfBounds(row);
    return [
      ...(limit?.finding === 'over-limit' ? [`${gate}.${limit.bound}`] : []),
      ...(regression?.finding === 'regressed' ? [`${gate}.regression`] : []),
      ...(trend?.finding === 'degraded' ? [`${gate}.trend`] : []),
    ];
  });
  if (keys.length === 0) return null;
  const regressed = result.comparisons.some(
    ({ against, regression }) => against !== 'base' && regression?.finding === 'regressed',
  );
  // Once accepted and merged, the base has the change as well; a stored baseline has not.
  if (result.accepted && !regressed) return null;
  const { baseline } = result;
  return {
    keys: keys.slice(0, LISTED),
    more: Math.max(0, keys.length - LISTED),
    // A history refreshes itself.
    baseline: regressed && baseline?.of === 'file' ? baseline.source : null,
    // Nobody accepts what somebody else says that they have measured.
    label: (banner === null && isAcceptable(outcomeOf(result)) && run.acceptLabel) || null,
  };
}

function keyOfBounds({ metric, endpoint, flow, stage }: MetricScope): string {
  if (stage !== undefined) return `gate.stages.${stage}.${metric}`;
  return endpoint === null ? `gate.${metric}` : `gate.${flow ? 'flows' : 'endpoints'}.${endpoint}.${metric}`;
}

function outcomeOf({ verdict, causes }: Publication['result']) {
  return { outcome: verdict, causes };
}
