import { isErrorsOfWhole } from '../config/metrics.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { Cause } from '../evidence/result/causes.ts';
import type { Remark } from '../evidence/result/remarks.ts';
import { areTooMany } from '../evidence/too-many-errors.ts';
import { mainErrorsOf } from './main-errors.ts';
import { type OpenQuestion, openQuestion, type Row } from './row.ts';
import { isShownAbove, requestsToShow } from './statistics/shown-above.ts';

/** Beyond the baseline's rate by this much, the errors have to be more than an accident of few requests. */
const CERTAIN = 0.01;

/** Whether they are more than an accident of few requests. */
export function areCertain(errorRate: number, requests: number, reference: number): boolean {
  return isShownAbove(errorRate, requests, reference + CERTAIN);
}

/** What the errors are held against. */
export interface ErrorReference {
  /** Share of failed requests, 0 where there is nothing to compare with. */
  readonly rate: number;
  readonly against: 'baseline' | 'base';
}

export type ErrorFloor = { readonly fails: Cause } | { readonly open: OpenQuestion } | null;

/**
 * Failing fast never wins: 5 % errors, 5 points above the baseline's (0 where there is none), fail whatever is
 * declared. Not by 1 of 3 requests: the rate must be shown to be a point above the baseline's. Bursts don't excuse it,
 * an outage is no noise: each request counts as it is, without a design effect. What a fault on purpose did is no
 * surprise: only the requests beside it count.
 */
export function judgeErrorFloor(measurement: Measurement, { rate, against }: ErrorReference): ErrorFloor {
  const { errorRate, requests } = judgedErrors(measurement);
  if (errorRate === null || !areTooMany(errorRate, rate)) return null;

  if (areCertain(errorRate, requests, rate)) {
    const reference = rate > 0 ? { against, errorRate: rate } : null;
    return { fails: { code: 'error-floor', errorRate, reference, main: mainErrorsOf(measurement) } };
  }
  const needed = requestsToShow(errorRate, rate + CERTAIN) ?? requests;
  const seconds = ((needed - requests) / requests) * measurement.measuredSeconds;
  return {
    open: openQuestion({
      code: 'few-errors',
      failed: Math.round(errorRate * requests),
      requests,
      secondsMore: Math.max(1, Math.ceil(seconds)),
    }),
  };
}

function judgedErrors({ fault, whole }: Measurement): {
  readonly requests: number;
  readonly errorRate: number | null;
} {
  if (fault === null) return whole;
  const { requests, errors } = fault.beside;
  return { requests, errorRate: requests === 0 ? null : errors / requests };
}

/** The row of the whole's errors never reads better than this rule leaves it, whatever is declared. */
export function markErrors(rows: readonly Row[], floor: ErrorFloor): readonly Row[] {
  if (floor === null) return rows;
  return rows.map((row) => {
    const { finding, notes } = row.comparison;
    if (!isErrorsOfWhole(row.comparison) || finding === 'over-limit' || finding === 'regressed') return row;
    const reached: Remark = { code: 'floor-reached' };
    const marked =
      'fails' in floor
        ? ({ finding: 'over-limit', notes: [reached] } as const)
        : ({ finding: 'undecided', notes: notes.length > 0 ? notes : [floor.open.cause] } as const);
    return { ...row, comparison: { ...row.comparison, ...marked } };
  });
}
