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
import { markErrors, stagesWithErrorLimit } from '../error-floor.ts';
import { tellBlocks } from '../interleaved/cancelled.ts';
import { findInterleavedGaps } from '../interleaved/coverage.ts';
import { findBlockedInterleaved, findTurnedAway } from '../interleaved/find-invalid.ts';
import { warnOfSides } from '../interleaved/warn-of-sides.ts';
import { judgeRows } from '../judge-rows.ts';
import { NOTHING_STORED } from '../regressions/comparison-basis.ts';
import { openQuestion } from '../row.ts';
import { judgeServer } from '../server/judge-server.ts';
import { findOftenSilent } from '../silence.ts';
import { FEWEST_PASSES } from '../statistics/few-passes.ts';
import { findStandingFail, weighLateness } from '../validity/weigh-lateness.ts';
import type { BlockProgress, Judgement, Verdict } from '../verdict.ts';
import { judgePassesErrorFloor } from './error-floor.ts';
import { againstPasses } from './judge-change.ts';
import { findHangingPasses } from './lateness.ts';
import { type PassesState, trackPasses } from './pass-gates.ts';
import { summarisePasses } from './summary.ts';

/**
 * The judgement of a load of several stages beside a base, which are measured in turn as whole passes. Few fit into a
 * budget, and a sequential plan needs more blocks than that. So nothing is decided on the way: all passes of the budget
 * are measured, unless something breaks off, and compared once. A change fails where it exceeds what so few passes can
 * tell from chance; else it passes, and the row says how large a change would have shown.
 */
export function judgePasses(
  plan: Plan,
  measurement: Measurement,
  baseline: Baseline | null,
  evidence: InterleavedEvidence,
): Judgement {
  const state = trackPasses(plan, evidence);
  const progress = progressOf(state);
  const blocked = tellBlocks(findBlockedInterleaved(measurement, evidence), measurement, {
    evidence,
    nmax: state.most,
    budgetSeconds: plan.gate.interleaved.budgetMs / 1000,
  });
  if (blocked.length === 0 && goesOn(measurement, state))
    return { verdict: interim(evidence), wantsMore: true, progress };

  const opponent = againstPasses(state);
  const rows = judgeRows(plan, measurement, opponent);
  const { base } = evidence;
  const reference = {
    rate: base.whole.errorRate ?? 0,
    against: 'base',
    exempt: stagesWithErrorLimit(plan),
  } as const;
  const floor = judgePassesErrorFloor(measurement, evidence, reference.exempt);
  const server = judgeServer(plan, measurement, { base: base.server, baseline: null });
  const gaps = findInterleavedGaps(plan, measurement, base);
  const few = findTooFew(state);
  const open =
    measurement.whole.requests === 0
      ? gaps
      : openQuestions([...gaps, ...few], floor, rows, NOTHING_STORED, server);
  const weighed = weighLateness(plan, measurement, { rows, floor, reference }, opponent);
  const isGone = measurement.outage !== null || findLost(measurement) !== null;
  const hanging = isGone ? null : findHangingPasses(state);
  const doubts = blocked.length > 0 ? [...blocked, ...weighed.late] : hanging ? [hanging] : [];
  const turnedAway = findTurnedAway(measurement, evidence);
  const often = state.gates.length > 0 ? findOftenSilent(base) : null;
  const decision: Decision =
    doubts.length > 0
      ? { outcome: 'invalid', causes: doubts }
      : ((turnedAway && measurement.ended.how !== 'target-lost'
          ? fail(turnedAway)
          : failBeside(findStandingFail(measurement, weighed), server.causes)) ??
        weighed.hanging ??
        (often && { outcome: 'invalid', causes: [often] }) ??
        findInconclusive(open) ??
        PASS);
  return {
    verdict: {
      ...withOpen(decision, open),
      comparisons: markErrors(rows, floor).map(({ comparison }) => comparison),
      warnings: [
        ...(decision.outcome === 'invalid' ? [] : weighed.warnings),
        ...warnOfSides({
          plan,
          measurement,
          baseline,
          evidence,
          allowance: state.allowance,
          gates: state.gates,
          outcome: decision.outcome,
        }),
        ...rows.flatMap((row) => row.warnings),
        ...server.warnings,
      ],
      server,
      suspects: [],
      interleaved: base.rounds > 0 ? summarisePasses(measurement, state) : null,
    },
    wantsMore: false,
    progress,
  };
}

/** As long as the budget holds another pair and neither side has broken off or gone silent. */
function goesOn(target: Measurement, { evidence, most }: PassesState): boolean {
  const { base, blocks, budgetSpent } = evidence;
  const sides = [target, base].filter(({ rounds }) => rounds > 0);
  const isWell = sides.every(({ ended, outage }) => ended.how === 'complete' && outage === null);
  const isOver = blocks.length >= most || (budgetSpent && blocks.length >= FEWEST_PASSES);
  return isWell && !isOver;
}

/** What one pass a side says of the other's could be chance, whatever it is. */
function findTooFew({ evidence, gates }: PassesState) {
  const passes = evidence.blocks.length;
  if (gates.length === 0 || passes >= FEWEST_PASSES) return [];
  return [openQuestion({ code: 'too-few-passes', passes, needed: FEWEST_PASSES })];
}

function progressOf({ evidence, most }: PassesState): BlockProgress {
  const blocks = evidence.blocks.length;
  return { ofPasses: true, blocks, budgetBlocks: most, gates: [], blocksMore: null, longer: 0 };
}

function interim({ blocks }: InterleavedEvidence): Verdict {
  return {
    outcome: 'inconclusive',
    causes: [{ code: 'interim', blocks: blocks.length }],
    comparisons: [],
    warnings: [],
    suspects: [],
    interleaved: null,
  };
}
