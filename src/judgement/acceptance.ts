import { scopeOf } from '../config/scope.ts';
import type { Cause, CauseCode } from '../evidence/result/causes.ts';
import type { Comparison } from '../evidence/result/comparison.ts';
import type { Remark } from '../evidence/result/remarks.ts';
import type { Verdict } from './verdict.ts';

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
export function accept(verdict: Verdict, found: Acceptance | NotAccepted | null): Verdict {
  if (verdict.outcome !== 'fail' || found === null) return verdict;
  if ('why' in found) return warn(verdict, [{ code: 'acceptance-void', detail: found.why }]);
  const { by, at } = found;
  const obstacle = findObstacle(verdict);
  if (obstacle !== null || !hasRegressed(verdict)) {
    const scopes = verdict.causes.filter((cause) => cause.code === 'over-limit').map(scopeOf);
    return warn(verdict, [{ code: 'not-acceptable', by, obstacle, scopes }]);
  }
  const open = verdict.comparisons.filter(isOpen).map(scopeOf);
  const warnings: Remark[] = [
    { code: 'accepted', by, at },
    ...(open.length === 0 ? [] : [{ code: 'open-when-accepted' as const, scopes: open }]),
  ];
  return { ...warn(verdict, warnings), outcome: 'pass', accepted: { by, at } };
}

/** Whether nothing but declared regressions made it fail. */
export function isAcceptable(verdict: Pick<Verdict, 'outcome' | 'causes'>): boolean {
  return verdict.outcome === 'fail' && findObstacle(verdict) === null && hasRegressed(verdict);
}

/** What is no change of speed that a reviewer could weigh, in the order in which it is told. */
const OBSTACLES: readonly (readonly CauseCode[])[] = [
  ['target-lost', 'silence', 'not-recovered'],
  ['turned-away'],
  ['over-limit', 'degraded', 'server-over-limit', 'server-drifted'],
  ['error-floor', 'error-surge', 'few-errors', 'errors-in-one-round'],
  ['breaks-at-once'],
  ['no-requests', 'unanswered', 'never-reached', 'not-asked', 'failing-alike'],
];

/** Why a fail stands, whoever accepts it; null where nothing but regressions made it fail. */
function findObstacle({ causes }: Pick<Verdict, 'causes'>): Cause | null {
  for (const codes of OBSTACLES) {
    const found = causes.find(({ code }) => codes.includes(code));
    if (found) return found;
  }
  return null;
}

function hasRegressed({ causes }: Pick<Verdict, 'causes'>): boolean {
  return causes.some(({ code }) => code === 'regressed' || code === 'server-regressed');
}

/** What would have left the run inconclusive. Against one stored number, a change that isn't shown is no such thing. */
function isOpen({ against, limit, regression }: Comparison): boolean {
  if (limit?.finding === 'undecided') return true;
  if (regression === null || !regression.gates) return false;
  if (regression.finding === 'not-comparable') return true;
  // Few passes, as one stored number, can leave a change unshown that they would not have shown.
  const isInBlocks = against === 'base' && regression.passes === undefined;
  return regression.finding === 'undecided' && (isInBlocks || regression.detectable === null);
}

function warn(verdict: Verdict, warnings: readonly Remark[]): Verdict {
  return { ...verdict, warnings: [...warnings, ...verdict.warnings] };
}
