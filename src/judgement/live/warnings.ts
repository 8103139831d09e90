import { findScope, METRICS, TAIL } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import { areTooMany } from '../../evidence/too-many-errors.ts';
import { warnOfPath } from '../disbelief.ts';
import { formatChange, formatCount, formatShare } from '../format.ts';
import { warnOfResent } from '../resent.ts';
import type { Row } from '../row.ts';
import { countStalls } from '../statistics/sign-test.ts';
import type { Outcome } from '../verdict.ts';
import { type ScopeBlock, seriesOf } from './series.ts';
import type { LiveStanding } from './standing.ts';
import { tellStored } from './stored.ts';

/** P of a fair coin from which on stalls on the target's side are worth a word: six of six. */
const NO_ACCIDENT = 0.02;

export interface LiveRun {
  readonly plan: Plan;
  readonly measurement: Measurement;
  readonly baseline: Baseline | null;
  readonly live: LiveStanding;
  readonly rows: readonly Row[];
  readonly outcome: Outcome;
}

/** Sentences that a reader of a live comparison has to know, and that don't change its outcome. */
export function warnLive({ plan, measurement, baseline, live, rows, outcome }: LiveRun): string[] {
  if (live.evidence.blocks.length === 0) return [];
  const { base } = live.evidence;
  const path =
    outcome === 'invalid'
      ? []
      : [
          ...warnOfPath(measurement.intercepted),
          ...warnOfResent(measurement),
          ...[...warnOfPath(base.intercepted), ...warnOfResent(base)].map((one) => `On the base, ${one}`),
        ];
  const warnings = [
    ...(outcome === 'pass' ? warnOfErrors(measurement, base) : []),
    ...warnOfStalls(live),
    ...warnOfHosts(live),
    ...path,
    ...tellStored(plan, measurement, baseline),
    ...rows.flatMap((row) => row.warnings),
  ];
  return [...new Set(warnings)];
}

/** So many errors on both sides are no rise. */
function warnOfErrors(target: Measurement, base: Measurement): string[] {
  const then = base.whole.errorRate ?? 0;
  if (!areTooMany(then, 0)) return [];
  const rates = `(target ${formatShare(target.whole.errorRate ?? 0)})`;
  return [
    `${formatShare(then)} of the base's requests failed ${rates}: the pass says that the target is no worse, not that either is sound.`,
  ];
}

/** Blocks in which only one side stalled, where that hits the target too often for an accident; null where it doesn't. */
export function findStalls(
  blocks: readonly ScopeBlock[],
): { readonly target: number; readonly base: number; readonly blocks: number } | null {
  const series = seriesOf(TAIL, blocks).filter((value) => value !== null);
  const stalls = stallsOf(series);
  return stalls && { ...stalls, blocks: series.length };
}

/** The same by the slowdowns alone, as logs; none of them may be NaN. */
export function stallsOf(
  logSlowdowns: readonly number[],
): { readonly target: number; readonly base: number } | null {
  const { target, base, pTarget } = countStalls(logSlowdowns);
  return target === 0 || pTarget > NO_ACCIDENT ? null : { target, base };
}

/** The gate judges typical rounds: what happens now and then shows here. */
function warnOfStalls({ blocks, gates }: LiveStanding): string[] {
  const p99 = findScope(gates, TAIL, null);
  const stalls = findStalls(blocks);
  if (p99?.standing.state === 'failed' || stalls === null) return [];
  const { base } = stalls;
  const of = `${formatCount(stalls.target)} of ${formatCount(stalls.blocks)} blocks`;
  return [
    `In ${of} the target's P99 was more than 1.5 times the base's, and the other way round in ${base === 0 ? 'none' : formatCount(base)}: it may stall now and then, which a comparison of typical rounds doesn't show.`,
  ];
}

function warnOfHosts({ evidence, allowance, gates }: LiveStanding): string[] {
  if (evidence.sharedHost || gates.every(({ metric }) => METRICS[metric].scale === 'linear')) return [];
  return [
    `Target and base are not known to share a host, and what their hosts differ by can't be told from the code: ${formatChange(TAIL, allowance)} is allowed for it.`,
  ];
}
