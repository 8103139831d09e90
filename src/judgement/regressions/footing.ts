import type { Plan } from '../../config/plan.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import { compareConditions } from '../../evidence/comparability.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import { dropFullStop } from '../wording.ts';

/** On what footing the run stands towards its baseline. */
export interface Footing {
  readonly baseline: Baseline | null;
  /** True where the plan asks for no baseline: limits decide alone. */
  readonly unasked: boolean;
  /** Why no figure can be compared, a sentence without a full stop; null where they can. */
  readonly refused: string | null;
  /** Sentences about differing conditions that don't forbid the comparison. */
  readonly noted: readonly string[];
}

export function findFooting(plan: Plan, measurement: Measurement, baseline: Baseline | null): Footing {
  if (baseline) {
    const { refused, noted } = compareConditions(measurement.conditions, baseline.conditions);
    return { baseline, unasked: false, refused: refused.map(dropFullStop).join('; ') || null, noted };
  }
  const refused = plan.baseline ? `the baseline ${plan.baseline.written} isn't there` : null;
  return { baseline, unasked: plan.baseline === null, refused, noted: [] };
}

/** What would make a refused comparison possible. */
export function adviseOn({ baseline }: Footing): string {
  return baseline
    ? `Measure as the baseline ${baseline.source} was measured, or take a new baseline under the present conditions.`
    : 'Put the file where baseline points to, or take baseline out of tailgate.yml.';
}
