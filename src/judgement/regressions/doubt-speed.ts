import type { Metric } from '../../config/metrics.ts';
import { areTooMany } from '../../evidence/too-many-errors.ts';
import { formatShare } from '../format.ts';
import type { JudgedLimit, JudgedRegression, OpenQuestion, Scope } from '../row.ts';
import type { RegressionResult } from '../verdict.ts';
import { nameRow } from '../wording.ts';

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
  const rates = `so many requests fail on the base (${formatShare(then)}, target ${formatShare(now)})`;
  return leaveOpen(judged, regression, {
    why: `${nameRow({ metric, endpoint: scope.endpoint })} can't be compared, because ${rates}`,
    note: rates,
    advice: 'See why the base fails: beside so many errors no speed is a measure.',
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
  const rates = `error rates differ (${formatShare(now)}, ${judged.against ?? 'baseline'} ${formatShare(then)})`;
  const doubted = leaveOpen(judged, regression, {
    why: `${nameRow({ metric, endpoint: scope.endpoint })} can't pass on its own, because the ${rates}`,
    note: rates,
    advice: 'Declare a limit or a regression of errors beside it, so that the errors are judged too.',
  });
  return { ...doubted, note: `${rates}, so it can't pass on its own` };
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
    note: `not told as improved: ${formatShare(errorRate)} of the requests failed, and the ${judged.against ?? 'baseline'} does not say how many did then`,
  };
}

/** What could have been shown doesn't matter any more: the comparison as such is in doubt. */
function leaveOpen(
  judged: JudgedRegression,
  regression: RegressionResult,
  open: Pick<OpenQuestion, 'why' | 'note' | 'advice'>,
): JudgedRegression {
  return {
    ...judged,
    regression: { ...regression, finding: 'undecided', detectable: null },
    note: open.note,
    open: { ...open, secondsMore: null, beyondLimit: false },
  };
}

/** True where what is declared for errors holds, and at least one part of it is shown to. */
export function passes(limit: JudgedLimit | null, { regression, open }: JudgedRegression): boolean {
  if (open || (limit && limit.result.finding !== 'within')) return false;
  if (regression?.finding === 'regressed') return false;
  return limit !== null || regression?.finding === 'within' || regression?.finding === 'improved';
}
