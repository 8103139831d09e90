import type { Metric } from '../../config/metrics.ts';
import { partOf } from '../../config/scope.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { RegressionResult } from '../../evidence/result/comparison.ts';
import { areTooMany } from '../../evidence/too-many-errors.ts';
import { type JudgedLimit, type JudgedRegression, openQuestion, type Scope } from '../row.ts';

/** Error rates further apart than this answer different questions: one percentage point. */
const SAME_ERRORS = 0.01;
/** Beside an error rate that nobody knows, this many are worth a thought. */
const FEW_ERRORS = 0.005;

/**
 * Beside a base that fails this often no speed is a measure, whatever the errors' own row says: that the target fails
 * less is no answer to how fast it is. Only a worsening that is shown all the same stands.
 */
export function doubtBase(metric: Metric, judged: JudgedRegression, scope: Scope): JudgedRegression {
  const { regression, open } = judged;
  const now = scope.figures.errorRate;
  const then = scope.baseline?.errorRate;
  if (!regression || open || now === null || then === undefined || !areTooMany(then, now)) return judged;
  if (regression.finding === 'regressed') return judged;
  return leaveOpen(judged, regression, {
    code: 'base-fails',
    metric,
    ...partOf(scope),
    errorRate: now,
    before: then,
  });
}

/**
 * Failures are often faster than successes, so that a service can look quick by failing. Where the error rates of run
 * and baseline are far apart, a speed that isn't shown to be worse can't pass on its own; the errors' own row would
 * have to.
 */
export function doubtSpeed(metric: Metric, judged: JudgedRegression, scope: Scope): JudgedRegression {
  const { regression, open } = judged;
  const now = scope.figures.errorRate;
  const then = scope.baseline?.errorRate;
  if (!regression || open || now === null) return judged;
  if (then === undefined) return now > FEW_ERRORS ? withoutPraise(judged, regression, now) : judged;
  if (regression.finding === 'regressed' || regression.finding === 'not-comparable') return judged;
  if (Math.abs(now - then) <= SAME_ERRORS) return judged;
  const against = judged.against ?? 'baseline';
  return leaveOpen(judged, regression, {
    code: 'error-rates-differ',
    metric,
    ...partOf(scope),
    against,
    errorRate: now,
    before: then,
  });
}

/** Errors that the baseline may not have had are no way to get better. */
function withoutPraise(
  judged: JudgedRegression,
  regression: RegressionResult,
  errorRate: number,
): JudgedRegression {
  if (regression.finding !== 'improved') return judged;
  return {
    ...judged,
    regression: { ...regression, finding: 'undecided' },
    notes: [{ code: 'improvement-doubted', errorRate, against: judged.against ?? 'baseline' }],
  };
}

/** What could have been shown doesn't matter any more: the comparison as such is in doubt. */
function leaveOpen(judged: JudgedRegression, regression: RegressionResult, cause: Cause): JudgedRegression {
  return {
    ...judged,
    regression: { ...regression, finding: 'undecided', detectable: null },
    notes: [cause],
    open: openQuestion(cause),
  };
}

/** True where what is declared for errors holds, and at least one part of it is shown to. */
export function passes(limit: JudgedLimit | null, { regression, open }: JudgedRegression): boolean {
  if (open || (limit && limit.result.finding !== 'within')) return false;
  if (regression?.finding === 'regressed') return false;
  return limit !== null || regression?.finding === 'within' || regression?.finding === 'improved';
}
