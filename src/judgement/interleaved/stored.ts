import { HEADLINE_METRICS, METRICS } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { Remark } from '../../evidence/result/remarks.ts';
import { doubtsOf, findBasis } from '../regressions/comparison-basis.ts';
import { pairFigures } from '../regressions/pair-figures.ts';

/** What the stored baseline says beside the base, which gates nothing. */
export function compareStored(plan: Plan, measurement: Measurement, baseline: Baseline | null): Remark[] {
  if (!plan.baseline && !baseline) return [];
  const { refused } = findBasis(plan, measurement, baseline);
  if (refused) return [{ code: 'stored-not-compared', because: refused }];
  if (!baseline) return [];
  const changes = HEADLINE_METRICS.flatMap((metric) => {
    const isRelative = METRICS[metric].scale === 'log';
    const pair = pairFigures(metric, measurement.whole, baseline.whole);
    if (!pair || pair.now === null || (isRelative && !(pair.before > 0))) return [];
    const change = isRelative ? pair.now / pair.before - 1 : pair.now - pair.before;
    return [{ metric, change }];
  });
  return [{ code: 'stored-beside', source: baseline.source, changes }, ...doubtsOf(baseline)];
}
