import { worsening } from '../../../config/metrics.ts';
import type { MetricScope } from '../../../config/scope.ts';
import type { HistoryPoint } from '../../../evidence/history/basis.ts';
import type { CauseOf } from '../../../evidence/result/causes.ts';
import type { Change } from '../change.ts';

interface Doubt extends MetricScope {
  readonly change: Change;
  readonly tolerance: number;
  /** Enough to gate. */
  readonly points: readonly HistoryPoint[];
}

/** A worsening beyond the tolerance that the history's own spread may explain; null where there is none. */
export function doubtChance({ change, tolerance, points, ...row }: Doubt): CauseOf<'may-be-chance'> | null {
  const worse = worsening(row.metric, change.change);
  if (change.finding !== 'undecided' || worse <= tolerance) return null;
  const { detectable } = change;
  return { code: 'may-be-chance', ...row, worsening: worse, runs: points.length, detectable };
}
