import type { Plan } from '../config/plan.ts';
import type { Baseline } from '../evidence/baseline.ts';
import type { LiveEvidence } from '../evidence/live.ts';
import type { Measurement } from '../evidence/measurement.ts';
import { type Decision, decidePass, findFail, findInconclusive, openQuestions } from './decision.ts';
import { disbelieve, warnOfPath } from './disbelief.ts';
import { judgeFailingFast, markErrors } from './failing-fast.ts';
import { judgeRows } from './judge-rows.ts';
import { judgeLive } from './live/judge-live.ts';
import { type Footing, findFooting, NO_BASE } from './regressions/footing.ts';
import { warnOfResent } from './resent.ts';
import type { OpenQuestion } from './row.ts';
import { findSilence } from './silence.ts';
import type { Look } from './verdict.ts';

/** Rounds after which what is still open stays undecided. */
const MOST_ROUNDS = 2;

/**
 * The judgement after a round, or after a block where there is a base. What can't be believed is invalid; then whatever
 * fails, fails; then whatever is open makes the run inconclusive; only what is left passes.
 *
 * @param measurement of the target, all rounds so far
 * @param live blocks of target and base; null where the plan has no base. With it, regressions are judged against the
 * base, and the stored baseline is only told
 */
export function judge(
  plan: Plan,
  measurement: Measurement,
  baseline: Baseline | null,
  live: LiveEvidence | null = null,
): Look {
  if (plan.base && live) return judgeLive(plan, measurement, baseline, live);
  const footing = plan.base ? NO_BASE : findFooting(plan, measurement, baseline);
  const rows = judgeRows(plan, measurement, footing);
  // A baseline under other conditions excuses no errors.
  const rate = (footing.refused === null && footing.baseline?.whole.errorRate) || 0;
  const failingFast = judgeFailingFast(measurement, { rate, name: 'baseline' });
  // Without a request every other question is the same one.
  const silence = findSilence(plan, measurement);
  const open =
    measurement.whole.requests === 0 ? silence : openQuestions(silence, failingFast, rows, footing);
  const decision: Decision =
    findInvalid(measurement) ??
    findFail(measurement, rows, failingFast) ??
    findInconclusive(measurement, open) ??
    decidePass(rows, footing);

  const warnings = [
    ...footing.noted,
    ...warnOfRefusal(footing, open),
    ...(decision.outcome === 'invalid'
      ? []
      : [...warnOfPath(measurement.intercepted), ...warnOfResent(measurement)]),
    ...rows.flatMap((row) => row.warnings),
  ];
  return {
    verdict: {
      ...decision,
      comparisons: markErrors(rows, failingFast).map(({ comparison }) => comparison),
      warnings: [...new Set(warnings)],
      suspects: [],
      live: null,
    },
    wantsMore:
      decision.outcome === 'inconclusive' &&
      measurement.rounds < MOST_ROUNDS &&
      open.some(({ beyondLimit }) => beyondLimit),
    progress: null,
  };
}

function findInvalid(measurement: Measurement): Decision | null {
  const disbelief = disbelieve(measurement);
  return disbelief && { outcome: 'invalid', ...disbelief };
}

/** Where no regression asks, a baseline that can't be compared with is still worth a word. */
function warnOfRefusal({ refused }: Footing, open: readonly OpenQuestion[]): string[] {
  return refused === null || open.some(({ why }) => why === refused) ? [] : [`${refused}.`];
}
