import type { Plan } from '../../config/plan.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import {
  type Decision,
  fail,
  failBeside,
  findInconclusive,
  findLost,
  openQuestions,
  PASS,
  withOpen,
} from '../decision.ts';
import { markErrors } from '../error-floor.ts';
import { judgeRows } from '../judge-rows.ts';
import { NOTHING_STORED } from '../regressions/comparison-basis.ts';
import type { OpenQuestion, Row } from '../row.ts';
import { judgeServer } from '../server/judge-server.ts';
import { findOftenSilent } from '../silence.ts';
import { findStandingFail, type Weighed, weighLateness } from '../validity/weigh-lateness.ts';
import type { Judgement, Verdict } from '../verdict.ts';
import { tellBlocks } from './cancelled.ts';
import { findInterleavedGaps } from './coverage.ts';
import { isBroken, judgeInterleavedErrorFloor } from './error-floor.ts';
import { findBlockedInterleaved, findTurnedAway } from './find-invalid.ts';
import { againstBase } from './judge-regression.ts';
import { findHanging } from './lateness.ts';
import { gateProgress } from './progress.ts';
import { summariseInterleaved } from './summary.ts';
import { findSuspects } from './suspects.ts';
import { type InterleavedState, trackGates } from './tracked-gates.ts';
import { warnInterleaved } from './warnings.ts';

/**
 * The judgement after a block: the declared regressions against the base, by the sequential gate; and at the last
 * analysis, when they are decided or the budget is spent, everything else. Limits are judged only once or twice, for
 * each further one would be another chance of a false alarm.
 */
export function judgeInterleaved(
  plan: Plan,
  measurement: Measurement,
  baseline: Baseline | null,
  evidence: InterleavedEvidence,
): Judgement {
  const interleaved = trackGates(plan, evidence);
  const progress = gateProgress(interleaved);
  const hanging = findHanging(interleaved);
  const blocked = tellBlocks(findBlockedInterleaved(measurement, evidence), measurement, interleaved);
  const stops =
    blocked.length > 0 ||
    hanging !== null ||
    hasEnded(measurement, evidence) ||
    hasFallenSilent(measurement, evidence) ||
    findTurnedAway(measurement, evidence) !== null;
  if (!stops && !isBroken(interleaved) && isBetweenAnalyses(interleaved))
    return { verdict: interim(interleaved), wantsMore: true, progress };

  const opponent = againstBase(interleaved);
  const rows = judgeRows(plan, measurement, opponent);
  const floor = judgeInterleavedErrorFloor(measurement, interleaved);
  const { base } = evidence;
  const server = judgeServer(plan, measurement, { base: base.server, baseline: null });
  const gaps = findInterleavedGaps(plan, measurement, base);
  const open =
    measurement.whole.requests === 0 ? gaps : openQuestions(gaps, floor, rows, NOTHING_STORED, server);
  const reference = { rate: base.whole.errorRate ?? 0, against: 'base', exempt: [] } as const;
  const weighed = weighLateness(plan, measurement, { rows, floor, reference }, opponent);
  // A service that went silent did so whatever the generator did.
  const isGone = measurement.outage !== null || findLost(measurement) !== null;
  const doubts = blocked.length > 0 ? [...blocked, ...weighed.late] : hanging && !isGone ? [hanging] : [];
  const decision: Decision =
    doubts.length > 0
      ? { outcome: 'invalid', causes: doubts }
      : (failBeside(findInterleavedFail(measurement, interleaved, weighed), server.causes) ??
        weighed.hanging ??
        findOftenSilentBase(interleaved) ??
        findInconclusive(open) ??
        PASS);
  return {
    verdict: {
      ...withOpen(decision, open),
      comparisons: markErrors(rows, floor).map(({ comparison }) => comparison),
      warnings: [
        ...(decision.outcome === 'invalid' ? [] : weighed.warnings),
        ...warnInterleaved({
          plan,
          measurement,
          baseline,
          interleaved,
          rows,
          outcome: decision.outcome,
        }),
        ...server.warnings,
      ],
      server,
      suspects: findSuspects(plan, interleaved),
      interleaved:
        base.rounds > 0 || evidence.blocks.length > 0 ? summariseInterleaved(measurement, interleaved) : null,
    },
    wantsMore: !stops && decision.outcome === 'inconclusive' && couldDecide(interleaved, open, rows),
    progress,
  };
}

/** Once the base was asked since: what they share may be silent. */
function hasFallenSilent({ outage, measuredSeconds }: Measurement, { blocks }: InterleavedEvidence): boolean {
  const latest = blocks.at(-1);
  if (outage === null || latest === undefined) return false;
  return (
    latest.order.at(-1) === 'base' || outage.fromSeconds < measuredSeconds - latest.target.measuredSeconds
  );
}

function hasEnded(target: Measurement, { base }: InterleavedEvidence): boolean {
  return [target, base].some(({ rounds, ended }) => rounds > 0 && ended.how !== 'complete');
}

/**
 * True until the gates are decided or the budget is spent; and after a decision that left something else open, until
 * as much again has been measured.
 */
function isBetweenAnalyses(interleaved: InterleavedState): boolean {
  const blocks = interleaved.evidence.blocks.length;
  if (isSpent(interleaved)) return false;
  const decidedAt = decisionOf(interleaved);
  if (decidedAt === null) return true;
  return blocks > decidedAt && blocks < lastBlock(decidedAt, interleaved);
}

/**
 * No block more, by their number or by the clock; the plan stays that of the whole budget, which ending early allows.
 */
function isSpent({ evidence, nmax }: InterleavedState): boolean {
  return evidence.budgetSpent || evidence.blocks.length >= nmax;
}

/** What is beyond its limit, or in doubt for its errors, gets as many blocks again, if the budget has them. */
function couldDecide(
  interleaved: InterleavedState,
  open: readonly OpenQuestion[],
  rows: readonly Row[],
): boolean {
  const decidedAt = decisionOf(interleaved);
  const blocks = interleaved.evidence.blocks.length;
  if (decidedAt === null || isSpent(interleaved) || blocks >= lastBlock(decidedAt, interleaved)) return false;
  return open.some(({ extendable }) => extendable) || rows.some(({ comparison }) => isDoubted(comparison));
}

/** With every gate decided, what is still undecided is so because of the errors beside it. */
function isDoubted({ regression }: Verdict['comparisons'][number]): boolean {
  return regression?.finding === 'undecided';
}

function lastBlock(decidedAt: number, { nmax }: InterleavedState): number {
  return Math.min(nmax, 2 * decidedAt);
}

/** Without a gate there is nothing to wait for but the first block. */
function decisionOf({ whole }: InterleavedState): number | null {
  return whole ? whole.block : 1;
}

function findInterleavedFail(
  measurement: Measurement,
  interleaved: InterleavedState,
  weighed: Weighed,
): Decision | null {
  const turnedAway = findTurnedAway(measurement, interleaved.evidence);
  if (turnedAway && measurement.ended.how !== 'target-lost') return fail(turnedAway);
  return findStandingFail(measurement, weighed);
}

/** What fails beside it is only the surer. */
function findOftenSilentBase({ evidence, gates }: InterleavedState): Decision | null {
  const often = gates.length > 0 ? findOftenSilent(evidence.base) : null;
  return often && { outcome: 'invalid', causes: [often] };
}

function interim({ evidence }: InterleavedState): Verdict {
  return {
    outcome: 'inconclusive',
    causes: [{ code: 'interim', blocks: evidence.blocks.length }],
    comparisons: [],
    warnings: [],
    suspects: [],
    interleaved: null,
  };
}
