import { findScope, METRICS, TAIL } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { Remark } from '../../evidence/result/remarks.ts';
import { areTooMany } from '../../evidence/too-many-errors.ts';
import { warnOfRecovery } from '../recovery.ts';
import { warnOfRenewals } from '../renewals.ts';
import { warnOfRetries } from '../retried.ts';
import type { Row } from '../row.ts';
import { warnOfSilentBase } from '../silence.ts';
import { countStalls } from '../statistics/sign-test.ts';
import { warnOfInterception } from '../validity/interception.ts';
import type { Outcome } from '../verdict.ts';
import { findSaturated } from './saturated.ts';
import { type ScopeBlock, worseningsOf } from './series.ts';
import { compareStored } from './stored.ts';
import type { InterleavedState } from './tracked-gates.ts';

/** P of a fair coin from which on stalls on the target's side are worth a word: six of six. */
const NO_ACCIDENT = 0.02;

interface InterleavedRun {
  readonly plan: Plan;
  readonly measurement: Measurement;
  readonly baseline: Baseline | null;
  readonly interleaved: InterleavedState;
  readonly rows: readonly Row[];
  readonly outcome: Outcome;
}

/** What a reader of an interleaved comparison has to know, and that doesn't change its outcome. */
export function warnInterleaved({
  plan,
  measurement,
  baseline,
  interleaved,
  rows,
  outcome,
}: InterleavedRun): Remark[] {
  if (interleaved.evidence.blocks.length === 0) return [];
  const { base } = interleaved.evidence;
  const path =
    outcome === 'invalid'
      ? []
      : [
          ...warnOfInterception(measurement.intercepted, null),
          ...warnOfRetries(measurement, null),
          ...warnOfRenewals(measurement, null),
          ...warnOfRecovery(measurement, rows),
          ...warnOfInterception(base.intercepted, 'base'),
          ...warnOfRetries(base, 'base'),
          ...warnOfRenewals(base, 'base'),
        ];
  return [
    ...(outcome === 'pass' ? warnOfErrors(measurement, base) : []),
    ...warnOfSilentBase(measurement, base),
    ...warnOfStalls(interleaved),
    ...warnOfSaturation(measurement, interleaved, outcome),
    ...warnOfHosts(interleaved),
    ...path,
    ...compareStored(plan, measurement, baseline),
    ...rows.flatMap((row) => row.warnings),
  ];
}

/** So many errors on both sides are no rise. */
function warnOfErrors(target: Measurement, base: Measurement): Remark[] {
  const then = base.whole.errorRate ?? 0;
  if (!areTooMany(then, 0)) return [];
  return [{ code: 'errors-on-both', errorRate: then, targetErrorRate: target.whole.errorRate ?? 0 }];
}

/**
 * Blocks in which only one side stalled, where that hits the target too often for an accident; null where it doesn't.
 */
function findStalls(
  blocks: readonly ScopeBlock[],
): { readonly target: number; readonly base: number; readonly blocks: number } | null {
  const series = worseningsOf(TAIL, blocks).filter((value) => value !== null);
  const stalls = stallsOf(series);
  return stalls && { ...stalls, blocks: series.length };
}

/** The same by the slowdowns alone, as logs; none of them may be NaN. */
function stallsOf(
  logSlowdowns: readonly number[],
): { readonly target: number; readonly base: number } | null {
  const { target, base, pTarget } = countStalls(logSlowdowns);
  return target === 0 || pTarget > NO_ACCIDENT ? null : { target, base };
}

/** The gate judges typical rounds: what happens now and then shows here. */
function warnOfStalls({ blocks, gates }: InterleavedState): Remark[] {
  const p99 = findScope(gates, TAIL, null);
  const stalls = findStalls(blocks);
  if (p99?.state.decision === 'failed' || stalls === null) return [];
  return [{ code: 'stalls', ...stalls }];
}

function warnOfSaturation(
  measurement: Measurement,
  { evidence, gates }: InterleavedState,
  outcome: Outcome,
): Remark[] {
  const saturated = outcome === 'invalid' ? null : findSaturated(measurement, evidence, gates);
  return saturated ? [saturated] : [];
}

function warnOfHosts({ evidence, allowance, gates }: InterleavedState): Remark[] {
  if (evidence.sharedHost || gates.every(({ metric }) => METRICS[metric].scale === 'linear')) return [];
  return [{ code: 'hosts-differ', allowance }];
}
