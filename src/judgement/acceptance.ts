import { isErrorsOfWhole } from '../config/metrics.ts';
import type { Plan } from '../config/plan.ts';
import type { Evidence } from '../evidence/gather.ts';
import type { Measurement } from '../evidence/measurement.ts';
import { judgeFailingFast } from './failing-fast.ts';
import { failByPath } from './live/disbelieve-live.ts';
import { judgeFailingFastLive } from './live/fail-fast-live.ts';
import { findLiveSilence } from './live/silence.ts';
import { standLive } from './live/standing.ts';
import { findSilence } from './silence.ts';
import type { Comparison, Verdict } from './verdict.ts';
import { dropFullStop, enumerate, nameRow } from './wording.ts';

/** The label by which a regression is accepted on a pull request. */
export const ACCEPT_LABEL = 'tailgate: accept';

/** Somebody who knows of a regression and takes it, for one commit. */
export interface Acceptance {
  /** Login of who accepted. */
  readonly by: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** Somebody tried to accept, and it doesn't count. */
export interface NotAccepted {
  /** Whole sentences, with what would make it count. */
  readonly why: string;
}

/** The verdict as it counts: a fail over regressions alone passes, with a warning, where somebody accepted them. */
export function accept(
  plan: Plan,
  verdict: Verdict,
  seen: Evidence,
  found: Acceptance | NotAccepted | null,
): Verdict {
  if (verdict.outcome !== 'fail' || found === null) return verdict;
  if ('why' in found) return warn(verdict, [found.why]);
  const { by, at } = found;
  const obstacle = findObstacle(plan, verdict, seen);
  if (obstacle !== null) {
    return warn(verdict, [
      `${by} set the label “${ACCEPT_LABEL}”, which accepts regressions only: ${obstacle}.`,
    ]);
  }
  const open = verdict.comparisons.filter(isOpen);
  const warnings = [
    `${by} accepted this for the tested commit alone, by the label “${ACCEPT_LABEL}”, on ${readable(at)}. Another commit is judged anew.`,
    ...(open.length === 0
      ? []
      : [`Not decided when it failed, and so not known: ${enumerate(open.map(nameRow))}.`]),
  ];
  return {
    ...warn(verdict, warnings),
    outcome: 'pass',
    reason: `Accepted by ${by}: ${dropFullStop(verdict.reason)}`,
    accepted: { by, at },
  };
}

/** Whether nothing but declared regressions made it fail. */
export function isAcceptable(plan: Plan, verdict: Verdict, seen: Evidence): boolean {
  return verdict.outcome === 'fail' && findObstacle(plan, verdict, seen) === null;
}

/** Why a fail stands, whoever accepts it: that is no change of speed that a reviewer could weigh. Null where none is. */
function findObstacle(plan: Plan, verdict: Verdict, { measurement, live }: Evidence): string | null {
  if (measurement?.ended.how !== 'complete') return 'this run broke off';
  if (live !== null && failByPath(measurement, live) !== null)
    return 'here requests were turned away instead of answered';
  const over = verdict.comparisons.filter(isOverLimit);
  if (over.length > 0) return `here ${enumerate(over.map(nameRow))} missed the limit`;
  if (failedFast(plan, verdict, measurement, live)) return 'here too many requests failed';
  const [silence] =
    live === null ? findSilence(plan, measurement) : findLiveSilence(plan, measurement, live.base);
  if (silence) return silence.why;
  return verdict.comparisons.some(hasRegressed) ? null : 'here it was no regression that failed';
}

/** A row of errors that regressed doesn't tell whether there were so many that no tolerance is asked. */
function failedFast(
  plan: Plan,
  { comparisons }: Verdict,
  measurement: Measurement,
  live: Evidence['live'],
): boolean {
  if (live !== null) return judgeFailingFastLive(measurement, standLive(plan, live)) !== null;
  const errors = comparisons.find(isErrorsOfWhole);
  return judgeFailingFast(measurement, { rate: errors?.baseline ?? 0, name: 'baseline' }) !== null;
}

function isOverLimit({ limit }: Comparison): boolean {
  return limit?.finding === 'over-limit';
}

function hasRegressed({ regression }: Comparison): boolean {
  return regression?.finding === 'regressed' && regression.gates;
}

/** What would have left the run inconclusive. Against one stored number, a change that isn't shown is no such thing. */
function isOpen({ against, limit, regression }: Comparison): boolean {
  if (limit?.finding === 'undecided') return true;
  if (regression === null || !regression.gates) return false;
  if (regression.finding === 'not-comparable') return true;
  return regression.finding === 'undecided' && (against === 'base' || regression.detectable === null);
}

function warn(verdict: Verdict, warnings: readonly string[]): Verdict {
  return { ...verdict, warnings: [...warnings, ...verdict.warnings] };
}

/** `2026-11-22, 10:03 UTC` */
function readable(at: string): string {
  return `${at.slice(0, 10)}, ${at.slice(11, 16)} UTC`;
}
