import type { Plan } from '../config/plan.ts';
import type { Baseline } from '../evidence/baseline.ts';
import type { Measurement } from '../evidence/measurement.ts';
import { disbelieve, warnOfPath } from './disbelief.ts';
import { type FailingFast, judgeFailingFast, markErrors } from './failing-fast.ts';
import { alsoFailing, findFailures, tellFailures } from './failures.ts';
import { judgeRows } from './judge-rows.ts';
import { adviseOpen, tellOpen, tellPass } from './reason.ts';
import { adviseOn, type Footing, findFooting } from './regressions/footing.ts';
import type { OpenQuestion, Row } from './row.ts';
import { findSilence } from './silence.ts';
import type { Look, Verdict } from './verdict.ts';
import { dropFullStop } from './wording.ts';

/** Rounds after which what is still open stays undecided. */
const MOST_ROUNDS = 2;

type Decision = Pick<Verdict, 'outcome' | 'reason' | 'advice'>;

/**
 * The judgement after a round. What can't be believed is invalid; then whatever fails, fails; then whatever is open
 * makes the run inconclusive; only what is left passes.
 */
export function judge(plan: Plan, measurement: Measurement, baseline: Baseline | null): Look {
  const footing = findFooting(plan, measurement, baseline);
  const rows = judgeRows(plan, measurement, footing);
  const failingFast = judgeFailingFast(measurement, footing);
  // Without a request every other question is the same one.
  const silence = findSilence(plan, measurement);
  const open =
    measurement.whole.requests === 0 ? silence : openQuestions(silence, failingFast, rows, footing);
  const decision: Decision = findInvalid(measurement) ??
    findFail(measurement, rows, failingFast) ??
    findInconclusive(measurement, open) ?? { outcome: 'pass', reason: tellPass(rows, footing), advice: null };

  const warnings = [
    ...footing.noted,
    ...warnOfRefusal(footing, open),
    ...(decision.outcome === 'invalid' ? [] : warnOfPath(measurement.path)),
    ...rows.flatMap((row) => row.warnings),
  ];
  return {
    verdict: {
      ...decision,
      comparisons: markErrors(rows, failingFast).map(({ comparison }) => comparison),
      warnings: [...new Set(warnings)],
    },
    wantsMore:
      decision.outcome === 'inconclusive' &&
      measurement.rounds < MOST_ROUNDS &&
      open.some(({ beyondLimit }) => beyondLimit),
  };
}

function findInvalid(measurement: Measurement): Decision | null {
  const disbelief = disbelieve(measurement);
  return disbelief && { outcome: 'invalid', ...disbelief };
}

function findFail(measurement: Measurement, rows: readonly Row[], failingFast: FailingFast): Decision | null {
  const fail = (reason: string): Decision => ({ outcome: 'fail', reason, advice: null });
  const failures = findFailures(rows);
  if (measurement.ended.how === 'target-lost') {
    return fail(`${dropFullStop(measurement.ended.why)}${alsoFailing(failures)}`);
  }
  const fails = failingFast && 'fails' in failingFast ? failingFast.fails : null;
  // So many errors explain every other figure, so they come first; a limit of errors says the same with its number.
  const errors = failures.find(({ metric, endpoint }) => metric === 'errors' && endpoint === null);
  if (fails && errors) {
    return fail(tellFailures([errors, ...failures.filter((row) => row !== errors)], measurement));
  }
  if (fails) return fail(`${fails}${alsoFailing(failures)}`);
  return failures.length > 0 ? fail(tellFailures(failures, measurement)) : null;
}

function findInconclusive(measurement: Measurement, open: readonly OpenQuestion[]): Decision | null {
  if (open.length === 0) return null;
  return {
    outcome: 'inconclusive',
    reason: tellOpen(open),
    advice: adviseOpen(open, measurement.measuredSeconds),
  };
}

/** Each once: refused conditions are the same question to every row. */
function openQuestions(
  silence: readonly OpenQuestion[],
  failingFast: FailingFast,
  rows: readonly Row[],
  footing: Footing,
): OpenQuestion[] {
  const { baseline, unasked, refused } = footing;
  const broken = failingFast && 'open' in failingFast ? [failingFast.open] : [];
  const judged = rows.some(({ comparison }) => comparison.limit || (comparison.regression && !unasked));
  const nothing = judged ? [] : [NOTHING_JUDGED];
  // Asked for and not there is a question of its own, whether or not any regression is declared.
  const missing = refused && !baseline ? [askFor(refused, adviseOn(footing))] : [];
  const all = [...silence, ...broken, ...missing, ...rows.flatMap((row) => row.open), ...nothing];
  return all.filter(({ why }, i) => all.findIndex((other) => other.why === why) === i);
}

function askFor(why: string, advice: string): OpenQuestion {
  return { why, note: why, secondsMore: null, advice, beyondLimit: false };
}

const NOTHING_JUDGED = askFor(
  'nothing was judged: the gate declares no limit and has no baseline to compare with',
  'Declare a limit under gate, or a baseline for its regressions.',
);

/** Where no regression asks, a baseline that can't be compared with is still worth a word. */
function warnOfRefusal({ refused }: Footing, open: readonly OpenQuestion[]): string[] {
  return refused === null || open.some(({ why }) => why === refused) ? [] : [`${refused}.`];
}
