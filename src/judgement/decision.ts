/** From rows to one outcome: what fails, fails; then whatever is open makes the run inconclusive. */
import { isErrorsOfWhole } from '../config/metrics.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { FailingFast } from './failing-fast.ts';
import { alsoFailing, findFailures, tellFailures } from './failures.ts';
import { adviseOpen, tellOpen, tellPass } from './reason.ts';
import { adviseOn, type Footing } from './regressions/footing.ts';
import type { OpenQuestion, Row } from './row.ts';
import type { Verdict } from './verdict.ts';
import { dropFullStop } from './wording.ts';

export type Decision = Pick<Verdict, 'outcome' | 'reason' | 'advice'>;

export function decideFail(reason: string): Decision {
  return { outcome: 'fail', reason, advice: null };
}

export function decidePass(rows: readonly Row[], footing: Footing): Decision {
  return { outcome: 'pass', reason: tellPass(rows, footing), advice: null };
}

export function findFail(
  measurement: Measurement,
  rows: readonly Row[],
  failingFast: FailingFast,
): Decision | null {
  const failures = findFailures(rows);
  if (measurement.ended.how === 'target-lost') {
    return decideFail(`${dropFullStop(measurement.ended.why)}${alsoFailing(failures)}`);
  }
  const fails = failingFast && 'fails' in failingFast ? failingFast.fails : null;
  // So many errors explain every other figure, so they come first; a limit of errors says the same with its number.
  const errors = failures.find(isErrorsOfWhole);
  if (fails && errors) {
    return decideFail(tellFailures([errors, ...failures.filter((row) => row !== errors)], measurement));
  }
  if (fails) return decideFail(`${fails}${alsoFailing(failures)}`);
  return failures.length > 0 ? decideFail(tellFailures(failures, measurement)) : null;
}

export function findInconclusive(measurement: Measurement, open: readonly OpenQuestion[]): Decision | null {
  if (open.length === 0) return null;
  return {
    outcome: 'inconclusive',
    reason: tellOpen(open),
    advice: adviseOpen(open, measurement.measuredSeconds),
  };
}

/** Each once: refused conditions are the same question to every row. */
export function openQuestions(
  silence: readonly OpenQuestion[],
  failingFast: FailingFast,
  rows: readonly Row[],
  footing: Footing,
): OpenQuestion[] {
  const { baseline, unasked, refused } = footing;
  const broken = failingFast && 'open' in failingFast ? [failingFast.open] : [];
  const judged = rows.some(
    ({ comparison: { limit, regression, change }, advising }) =>
      limit ||
      // What gates asks a question of its own; what only warns has to have been compared.
      (regression && !unasked && advising === undefined && (regression.gates || change !== null)),
  );
  const advising = rows.flatMap((row) => row.advising ?? []);
  const spared = rows.flatMap((row) => row.spared ?? []).map(askInSpite);
  const undecided = baseline?.history?.forRelease ? advising : [];
  // Asked for and not there is a question of its own, whether or not any regression is declared.
  const missing = refused && !baseline ? [askFor(refused, adviseOn(footing))] : [];
  const nothing = judged || missing.length > 0 ? [] : [advising[0] ?? spared[0] ?? NOTHING_JUDGED];
  const all = [
    ...silence,
    ...broken,
    ...missing,
    ...rows.flatMap((row) => row.open),
    ...undecided,
    ...nothing,
  ];
  return all.filter(({ why }, i) => all.findIndex((other) => other.why === why) === i);
}

function askFor(why: string, advice: string): OpenQuestion {
  return { why, note: why, secondsMore: null, advice, beyondLimit: false };
}

/** A comparison that only warns, where there is nothing beside it. */
function askInSpite(question: OpenQuestion): OpenQuestion {
  const others = question.advice === null ? [] : [question.advice];
  return {
    ...question,
    why: `nothing was judged: ${question.why.replace(/^The /, 'the ')}`,
    advice: [...others, 'A limit under gate would be judged all the same.'].join(' '),
  };
}

const NOTHING_JUDGED = askFor(
  'nothing was judged: the gate declares no limit and has no baseline to compare with',
  'Declare a limit under gate, or a baseline for its regressions.',
);
