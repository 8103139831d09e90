/** From rows to one outcome: what fails, fails; then whatever is open makes the run inconclusive. */
import { isErrorsOfWhole } from '../config/scope.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { Cause } from '../evidence/result/causes.ts';
import type { ErrorFloor } from './error-floor.ts';
import { findFailures } from './failures.ts';
import type { ComparisonBasis } from './regressions/comparison-basis.ts';
import { type OpenQuestion, openQuestion, type Row } from './row.ts';
import type { ServerJudged } from './server/judge-server.ts';
import { findSilence } from './silence.ts';
import type { Verdict } from './verdict.ts';

export type Decision = Pick<Verdict, 'outcome' | 'causes'>;

export const PASS: Decision = { outcome: 'pass', causes: [] };

/** What fails the run, the decisive cause first; null where nothing does. */
export function findFail(measurement: Measurement, rows: readonly Row[], floor: ErrorFloor): Decision | null {
  const failures = findFailures(rows, measurement);
  const causes = failures.map(({ cause }) => cause);
  const outage = findLost(measurement) ?? findSilence(measurement);
  // Of a service that was not back, silence is how that showed.
  const notBack = causes.filter(({ code }) => code === 'not-recovered');
  if (outage !== null) return fail(...notBack, outage, ...causes.filter((cause) => !notBack.includes(cause)));
  if (floor === null || 'open' in floor) return causes.length > 0 ? fail(...causes) : null;
  // So many errors explain every other figure, so they come first; a limit of errors says the same with its number.
  const errors = failures.find(({ row }) => isErrorsOfWhole(row))?.cause;
  if (errors === undefined) return fail(floor.fails, ...causes);
  return fail(errors, ...causes.filter((cause) => cause !== errors), floor.fails);
}

/** The target that went away, or gave nothing back any more; null where it stayed. */
export function findLost(measurement: Measurement): Cause | null {
  const { ended } = measurement;
  if (ended.how !== 'target-lost') return null;
  const silence = ended.hung ? findSilence(measurement) : null;
  if (silence !== null) return silence;
  const { side, afterSeconds, detail } = ended;
  return { code: 'target-lost', side, afterSeconds, detail };
}

export function fail(...causes: readonly Cause[]): Decision {
  return { outcome: 'fail', causes };
}

export function findInconclusive(open: readonly OpenQuestion[]): Decision | null {
  return open.length === 0 ? null : { outcome: 'inconclusive', causes: open.map(({ cause }) => cause) };
}

/** What fails the run besides; the first of all is what fails it where nothing else does. */
export function failBeside(found: Decision | null, causes: readonly Cause[]): Decision | null {
  if (causes.length === 0) return found;
  return found === null ? fail(...causes) : { ...found, causes: [...found.causes, ...causes] };
}

/** A fail also tells what it leaves open. */
export function withOpen(decision: Decision, open: readonly OpenQuestion[]): Decision {
  if (decision.outcome !== 'fail') return decision;
  return { ...decision, causes: [...decision.causes, ...open.map(({ cause }) => cause)] };
}

/** Each once: refused conditions are the same question to every row. */
export function openQuestions(
  gaps: readonly OpenQuestion[],
  floor: ErrorFloor,
  rows: readonly Row[],
  basis: ComparisonBasis,
  server: Pick<ServerJudged, 'gates' | 'open'>,
): OpenQuestion[] {
  const { baseline, unasked, refused } = basis;
  const broken = floor && 'open' in floor ? [floor.open] : [];
  const judged = rows.some(
    ({ comparison: { limit, regression, trend, change }, advising }) =>
      limit ||
      trend ||
      // What gates asks a question of its own; what only warns has to have been compared.
      (regression && !unasked && advising === undefined && (regression.gates || change !== null)),
  );
  const advising = rows.flatMap((row) => row.advising ?? []);
  const spared = rows.flatMap((row) => row.spared ?? []).map(({ cause }) => askInSpite(cause));
  const undecided = baseline?.history?.forRelease ? advising : [];
  // Asked for and not there is a question of its own, whether or not any regression is declared.
  const missing = refused && !baseline ? [openQuestion(refused)] : [];
  const nothing =
    judged || server.gates.length > 0 || missing.length > 0
      ? []
      : [advising[0] ?? spared[0] ?? askInSpite(null)];
  const all = [
    ...gaps,
    ...broken,
    ...missing,
    ...rows.flatMap((row) => row.open),
    ...undecided,
    ...server.open,
    ...nothing,
  ];
  return all.filter(({ cause }, i) => all.findIndex((other) => isSame(other.cause, cause)) === i);
}

/** A comparison that only warns, where there is nothing beside it. */
function askInSpite(cause: Cause | null): OpenQuestion {
  return openQuestion({
    code: 'nothing-judged',
    because: cause as Extract<Cause, { code: 'nothing-judged' }>['because'],
  });
}

/** The same question, however much load each would take. */
function isSame(one: Cause, other: Cause): boolean {
  return JSON.stringify({ ...one, secondsMore: 0 }) === JSON.stringify({ ...other, secondsMore: 0 });
}
