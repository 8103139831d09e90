import { worsening } from '../../config/metrics.ts';
import type { MetricScope } from '../../config/scope.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { Change } from '../regressions/change.ts';

interface Doubt extends MetricScope {
  readonly change: Pick<Change, 'change' | 'finding' | 'detectable'>;
  readonly tolerance: number;
  readonly passes: number;
}

/**
 * A worsening beyond the tolerance that so few passes can't tell from chance; null where there is none. It is no pass:
 * with two of them a service that is a third slower would be one.
 */
export function doubtPasses({
  change,
  tolerance,
  passes,
  ...row
}: Doubt): CauseOf<'passes-undecided'> | null {
  const worse = worsening(row.metric, change.change);
  if (change.finding !== 'undecided' || worse <= tolerance) return null;
  const { detectable } = change;
  return { code: 'passes-undecided', ...row, worsening: worse, tolerance, passes, detectable };
}
