import type { Plan } from '../../config/plan.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import type { LiveEvidence } from '../../evidence/live.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import {
  type Decision,
  decideFail,
  decidePass,
  findFail,
  findInconclusive,
  openQuestions,
} from '../decision.ts';
import { type FailingFast, markErrors } from '../failing-fast.ts';
import { judgeRows } from '../judge-rows.ts';
import { footOn } from '../regressions/footing.ts';
import type { OpenQuestion, Row } from '../row.ts';
import { disbelieveGenerator } from '../saturation.ts';
import type { Look, Verdict } from '../verdict.ts';
import { disbelieveLive, failByPath } from './disbelieve-live.ts';
import { isBroken, judgeFailingFastLive } from './fail-fast-live.ts';
import { tellProgress } from './progress.ts';
import { findLiveSilence } from './silence.ts';
import { type LiveStanding, standLive } from './standing.ts';
import { summariseLive } from './summary.ts';
import { findSuspects } from './suspects.ts';
import { withoutSaturated } from './unsaturated.ts';
import { warnLive } from './warnings.ts';

/**
 * The judgement after a block: the declared regressions against the base, by the sequential gate; and at the last look,
 * when they are decided or the budget is spent, everything else. Limits look only once or twice, for each further look
 * would be another chance of a false alarm.
 */
export function judgeLive(
  plan: Plan,
  measurement: Measurement,
  baseline: Baseline | null,
  evidence: LiveEvidence,
): Look {
  const live = standLive(plan, evidence);
  const progress = tellProgress(live);
  const disbelief = disbelieveLive(measurement, evidence);
  const stops =
    disbelief !== null || hasEnded(measurement, evidence) || failByPath(measurement, evidence) !== null;
  if (!stops && !isBroken(live) && isBetweenLooks(live))
    return { verdict: interim(live), wantsMore: true, progress };

  const footing = footOn(live);
  const sound = withoutSaturated(measurement, evidence);
  const rows = judgeRows(plan, sound ?? measurement, footing);
  const failingFast = judgeFailingFastLive(measurement, live);
  const { base } = evidence;
  const silence = findLiveSilence(plan, measurement, base);
  const open =
    measurement.whole.requests === 0 ? silence : openQuestions(silence, failingFast, rows, footing);
  const decision: Decision = disbelief
    ? { outcome: 'invalid', ...disbelief }
    : (findLiveFail({ measurement, live, rows, failingFast, isSound: sound !== null }) ??
      findInconclusive(measurement, open) ??
      decidePass(rows, footing));
  return {
    verdict: {
      ...decision,
      comparisons: markErrors(rows, failingFast).map(({ comparison }) => comparison),
      warnings: warnLive({ plan, measurement, baseline, live, rows, outcome: decision.outcome }),
      suspects: findSuspects(plan, live),
      live: base.rounds > 0 || evidence.blocks.length > 0 ? summariseLive(measurement, live) : null,
    },
    wantsMore: !stops && decision.outcome === 'inconclusive' && couldDecide(live, open, rows),
    progress,
  };
}

function hasEnded(target: Measurement, { base }: LiveEvidence): boolean {
  return [target, base].some(({ rounds, ended }) => rounds > 0 && ended.how !== 'complete');
}

/**
 * True until the gates are decided or the budget is spent; and after a decision that left something else open, until
 * as much again has been measured.
 */
function isBetweenLooks(live: LiveStanding): boolean {
  const blocks = live.evidence.blocks.length;
  if (isSpent(live)) return false;
  const decidedAt = decisionOf(live);
  if (decidedAt === null) return true;
  return blocks > decidedAt && blocks < lastBlock(decidedAt, live);
}

/** No block more, by their number or by the clock; the plan stays that of the whole budget, which ending early allows. */
function isSpent({ evidence, nmax }: LiveStanding): boolean {
  return evidence.budgetSpent || evidence.blocks.length >= nmax;
}

/** What is beyond its limit, or in doubt for its errors, gets as many blocks again, if the budget has them. */
function couldDecide(live: LiveStanding, open: readonly OpenQuestion[], rows: readonly Row[]): boolean {
  const decidedAt = decisionOf(live);
  const blocks = live.evidence.blocks.length;
  if (decidedAt === null || isSpent(live) || blocks >= lastBlock(decidedAt, live)) return false;
  return open.some(({ beyondLimit }) => beyondLimit) || rows.some(({ comparison }) => isDoubted(comparison));
}

/** With every gate decided, what is still undecided is so because of the errors beside it. */
function isDoubted({ regression }: Verdict['comparisons'][number]): boolean {
  return regression?.finding === 'undecided';
}

function lastBlock(decidedAt: number, { nmax }: LiveStanding): number {
  return Math.min(nmax, 2 * decidedAt);
}

/** Without a gate there is nothing to wait for but the first block. */
function decisionOf({ whole }: LiveStanding): number | null {
  return whole ? whole.block : 1;
}

function findLiveFail({
  measurement,
  live,
  rows,
  failingFast,
  isSound,
}: {
  readonly measurement: Measurement;
  readonly live: LiveStanding;
  readonly rows: readonly Row[];
  readonly failingFast: FailingFast;
  /** False where limits had to look at rounds in which the generator was saturated. */
  readonly isSound: boolean;
}): Decision | null {
  const fail = findFail(measurement, rows, failingFast);
  const byPath = failByPath(measurement, live.evidence);
  if (byPath && measurement.ended.how !== 'target-lost') return decideFail(byPath);
  const alone =
    fail && live.whole?.state !== 'failed' && !failingFast && measurement.ended.how === 'complete';
  const stutter = alone && !isSound ? disbelieveGenerator(measurement) : null;
  return stutter ? { outcome: 'invalid', ...stutter } : fail;
}

function interim({ evidence }: LiveStanding): Verdict {
  return {
    outcome: 'inconclusive',
    reason: `Not decided after block ${evidence.blocks.length}`,
    comparisons: [],
    warnings: [],
    advice: null,
    suspects: [],
    live: null,
  };
}
