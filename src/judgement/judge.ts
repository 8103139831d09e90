import { countedStages } from '../config/load/halves.ts';
import { isConstant } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import { scopeOf } from '../config/scope.ts';
import type { Baseline } from '../evidence/baseline.ts';
import type { InterleavedEvidence } from '../evidence/interleaved.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { Cause } from '../evidence/result/causes.ts';
import type { Remark } from '../evidence/result/remarks.ts';
import { findGaps } from './coverage.ts';
import { type Decision, failBeside, findInconclusive, openQuestions, PASS, withOpen } from './decision.ts';
import { judgeErrorFloor, markErrors, stagesWithErrorLimit } from './error-floor.ts';
import { judgeInterleaved } from './interleaved/judge-interleaved.ts';
import { judgeRows } from './judge-rows.ts';
import { judgePasses } from './passes/judge-passes.ts';
import { warnOfRecovery } from './recovery.ts';
import { type ComparisonBasis, excusedErrors, findBasis, NO_BASE } from './regressions/comparison-basis.ts';
import { againstStored } from './regressions/judge-regression.ts';
import { besideSlowing, findSlowing } from './regressions/slowed-within.ts';
import { warnOfRenewals } from './renewals.ts';
import { warnOfResent } from './resent.ts';
import type { OpenQuestion, Row } from './row.ts';
import { findSaturation } from './saturation.ts';
import { judgeSearch } from './search/judge-search.ts';
import { judgeServer } from './server/judge-server.ts';
import { findTrends, warnOfTrends, withTrends } from './trends/judge-trends.ts';
import { findBlocked } from './validity/find-blocked.ts';
import { warnOfInterception } from './validity/interception.ts';
import { warnOfElsewhere } from './validity/shards.ts';
import { findStandingFail, weighLateness } from './validity/weigh-lateness.ts';
import type { Judgement } from './verdict.ts';
import { withWhy } from './why/explain.ts';

/** So often is the whole load measured, each of its stages once, until what is still open stays undecided. */
const MOST_PASSES = 2;

/**
 * The judgement after a round, or after a block where there is a base. What can't be believed is invalid; then whatever
 * fails, fails; then whatever is open makes the run inconclusive; only what is left passes.
 *
 * @param measurement of the target, all rounds so far
 * @param interleaved blocks of target and base; null where the plan has no base. With it, regressions are judged
 * against the base, and the stored baseline is only told
 */
export function judge(
  plan: Plan,
  measurement: Measurement,
  baseline: Baseline | null,
  interleaved: InterleavedEvidence | null = null,
): Judgement {
  if (measurement.search) return judgeSearch(plan, measurement, measurement.search, baseline);
  const judged = judgeFigures(plan, measurement, baseline, interleaved);
  // Percentiles alone tell nothing of what moved.
  if (plan.generator !== undefined) return judged;
  return withWhy(judged, { plan, measurement, baseline, interleaved });
}

function judgeFigures(
  plan: Plan,
  measurement: Measurement,
  baseline: Baseline | null,
  interleaved: InterleavedEvidence | null,
): Judgement {
  if (plan.base && interleaved) {
    const judgeSides = isConstant(plan.load) ? judgeInterleaved : judgePasses;
    return judgeSides(plan, measurement, baseline, interleaved);
  }
  const basis = plan.base ? NO_BASE : findBasis(plan, measurement, baseline);
  // What waited for the end of an outage was not slowed by what the load wrote.
  const slows = basis.baseline && !basis.refused && measurement.outage === null;
  const slowing = slows ? findSlowing(measurement) : null;
  const opponent = besideSlowing(againstStored(basis, plan.gate), slowing);
  const trends = findTrends(plan, measurement);
  const rows = withTrends(judgeRows(plan, measurement, opponent), trends);
  // A baseline under other conditions excuses no errors.
  const reference = {
    rate: excusedErrors(basis),
    against: 'baseline',
    exempt: stagesWithErrorLimit(plan),
  } as const;
  const floor = judgeErrorFloor(measurement, reference);
  // Without a request every other question is the same one.
  const gaps = findGaps(plan, measurement);
  const server = judgeServer(plan, measurement, { baseline: basis.refused ? null : basis.baseline });
  const open = measurement.whole.requests === 0 ? gaps : openQuestions(gaps, floor, rows, basis, server);
  const blocked = findBlocked(measurement, reference);
  const weighed = weighLateness(plan, measurement, { rows, floor, reference }, opponent);
  const decision: Decision =
    blocked.length > 0
      ? { outcome: 'invalid', causes: [...blocked, ...weighed.late] }
      : (failBeside(findStandingFail(measurement, weighed), server.causes) ??
        weighed.hanging ??
        findInconclusive(open) ??
        PASS);

  return {
    verdict: {
      ...withOpen(decision, open),
      comparisons: markErrors(rows, floor).map(({ comparison }) => comparison),
      warnings: [
        ...warnOfNothing(basis, rows),
        ...basis.noted,
        ...warnUnlessAsked(basis.refused, open),
        ...warnUnlessAsked(slowing, open),
        ...(decision.outcome === 'invalid'
          ? []
          : [
              ...warnOfInterception(measurement.intercepted, null),
              ...warnOfResent(measurement, null),
              ...warnOfRenewals(measurement, null),
              ...warnOfRecovery(measurement, rows),
              ...weighed.warnings,
              ...warnOfElsewhere(measurement),
              ...warnOfTrends(trends, measurement),
            ]),
        ...rows.flatMap((row) => row.warnings),
        ...server.warnings,
      ],
      suspects: [],
      interleaved: null,
      trends: trends.flatMap(({ told }) => told ?? []),
      saturation: findSaturation(plan, measurement),
      server,
    },
    wantsMore:
      // A fault is done to the environment once, and machines that loaded together are gone by now.
      plan.fault === undefined &&
      // Of somebody else's load there are so many runs as there are.
      plan.generator === undefined &&
      plan.shards === undefined &&
      measurement.rounds < MOST_PASSES * countedStages(plan.load).length &&
      (decision === weighed.hanging ||
        (decision.outcome === 'inconclusive' && open.some(({ extendable }) => extendable))),
    progress: null,
  };
}

/** Regressions that nothing is held against, where limits stand beside them; else there would be no plan. */
function warnOfNothing({ unasked }: ComparisonBasis, rows: readonly Row[]): Remark[] {
  const declared = rows.filter(({ comparison }) => comparison.regression !== null);
  if (!unasked || declared.length === 0) return [];
  const scopes = declared.map(({ comparison }) => scopeOf(comparison));
  return [{ code: 'nothing-compared', scopes }];
}

/**
 * Where no regression asks, a baseline that can't be compared with, or only with care, is still worth a word.
 */
function warnUnlessAsked(known: Cause | null, open: readonly OpenQuestion[]): Cause[] {
  return known === null || open.some(({ cause }) => cause === known) ? [] : [known];
}
