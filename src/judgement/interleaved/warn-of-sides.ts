import { METRICS } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import type { MetricScope } from '../../config/scope.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { Remark } from '../../evidence/result/remarks.ts';
import { areTooMany } from '../../evidence/too-many-errors.ts';
import { warnOfRenewals } from '../renewals.ts';
import { warnOfResent } from '../resent.ts';
import { warnOfSilentBase } from '../silence.ts';
import { warnOfInterception } from '../validity/interception.ts';
import { warnOfElsewhere } from '../validity/shards.ts';
import type { Outcome } from '../verdict.ts';
import { compareStored } from './stored.ts';

interface SidesRun {
  readonly plan: Plan;
  readonly measurement: Measurement;
  readonly baseline: Baseline | null;
  readonly evidence: InterleavedEvidence;
  /** Relative change that the hosts of the two sides may explain. */
  readonly allowance: number;
  readonly gates: readonly MetricScope[];
  readonly outcome: Outcome;
}

/**
 * What a reader of a comparison with a base has to know, however its two sides took turns.
 *
 * @param about the blocks, where there is anything to say of them: it comes behind what is about the sides themselves
 */
export function warnOfSides(
  { plan, measurement, baseline, evidence, allowance, gates, outcome }: SidesRun,
  about: readonly Remark[] = [],
): Remark[] {
  if (evidence.blocks.length === 0) return [];
  const { base } = evidence;
  const path =
    outcome === 'invalid'
      ? []
      : [
          ...warnOfElsewhere(measurement, base),
          ...warnOfInterception(measurement.intercepted, null),
          ...warnOfResent(measurement, null),
          ...warnOfRenewals(measurement, null),
          ...warnOfInterception(base.intercepted, 'base'),
          ...warnOfResent(base, 'base'),
          ...warnOfRenewals(base, 'base'),
        ];
  return [
    ...(outcome === 'pass' ? warnOfErrors(measurement, base) : []),
    ...warnOfSilentBase(measurement, base),
    ...about,
    ...warnOfHosts(evidence, allowance, gates),
    ...path,
    ...compareStored(plan, measurement, baseline),
  ];
}

/** So many errors on both sides are no rise. */
function warnOfErrors(target: Measurement, base: Measurement): Remark[] {
  const then = base.whole.errorRate ?? 0;
  if (!areTooMany(then, 0)) return [];
  return [{ code: 'errors-on-both', errorRate: then, targetErrorRate: target.whole.errorRate ?? 0 }];
}

function warnOfHosts(
  { sharedHost }: InterleavedEvidence,
  allowance: number,
  gates: readonly MetricScope[],
): Remark[] {
  if (sharedHost || gates.every(({ metric }) => METRICS[metric].scale === 'linear')) return [];
  return [{ code: 'hosts-differ', allowance }];
}
