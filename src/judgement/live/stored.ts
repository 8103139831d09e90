import { HEADLINE_METRICS, METRICS } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import { formatChange } from '../format.ts';
import { pairFigures } from '../regressions/basis.ts';
import { findFooting } from '../regressions/footing.ts';
import { nameRow } from '../wording.ts';

/** What the stored baseline says beside the base: one sentence, which gates nothing. */
export function tellStored(plan: Plan, measurement: Measurement, baseline: Baseline | null): string[] {
  if (!plan.baseline && !baseline) return [];
  const { refused } = findFooting(plan, measurement, baseline);
  if (refused || !baseline) return [`The stored baseline isn't compared with: ${refused}.`];
  const changes = HEADLINE_METRICS.flatMap((metric) => {
    const isRelative = METRICS[metric].scale === 'log';
    const pair = pairFigures(metric, measurement.whole, baseline.whole);
    if (!pair || pair.now === null || (isRelative && !(pair.before > 0))) return [];
    const change = isRelative ? pair.now / pair.before - 1 : pair.now - pair.before;
    return [`${nameRow({ metric, endpoint: null })} ${formatChange(metric, change)}`];
  });
  const seen = changes.length > 0 ? changes.join(', ') : 'nothing to compare';
  return [`Against ${baseline.source}: ${seen}; not gated, because the base was measured live.`];
}
