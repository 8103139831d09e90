import { isErrorsOfWhole } from '../config/metrics.ts';
import type { Measurement } from '../evidence/measurement.ts';
import { areTooMany } from '../evidence/too-many-errors.ts';
import { formatCount, formatSeconds, formatShare } from './format.ts';
import type { OpenQuestion, Row } from './row.ts';
import { isShownAbove, requestsToShow } from './statistics/shown-above.ts';
import { nameMainErrors } from './wording.ts';

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
  readonly name: 'baseline' | 'base';
}

export type FailingFast = { readonly fails: string } | { readonly open: OpenQuestion } | null;

/**
 * Failing fast never wins: 5 % errors, 5 points above the baseline's (0 where there is none), fail whatever is declared.
 * Not by 1 of 3 requests: the rate must be shown to be a point above the baseline's. Bursts don't excuse it, an
 * outage is no noise: each request counts as it is, without a design effect.
 */
export function judgeFailingFast(measurement: Measurement, reference: ErrorReference): FailingFast {
  const { errorRate, requests } = measurement.whole;
  const then = reference.rate;
  if (errorRate === null || !areTooMany(errorRate, then)) return null;

  const main = nameMainErrors(measurement);
  const failed = `${formatShare(errorRate)} of the requests failed${main ? `, ${main}` : ''}`;
  if (areCertain(errorRate, requests, then)) {
    const against = then > 0 ? ` (${reference.name} ${formatShare(then)})` : '';
    return { fails: `${failed}${against}; so many errors fail whatever the limits` };
  }
  const needed = requestsToShow(errorRate, then + CERTAIN) ?? requests;
  const seconds = ((needed - requests) / requests) * measurement.measuredSeconds;
  const secondsMore = Math.max(1, Math.ceil(seconds));
  const few = `${formatCount(Math.round(errorRate * requests))} of ${formatCount(requests)} requests failed`;
  return {
    open: {
      why: `${few}, too few to tell an accident from a broken service`,
      note: `too few requests; ${formatSeconds(secondsMore)} more would decide`,
      secondsMore,
      advice: null,
      beyondLimit: false,
    },
  };
}

/** The row of the whole's errors never reads better than this rule leaves it, whatever is declared. */
export function markErrors(rows: readonly Row[], failingFast: FailingFast): readonly Row[] {
  if (failingFast === null) return rows;
  return rows.map((row) => {
    const { finding, note } = row.comparison;
    if (!isErrorsOfWhole(row.comparison) || finding === 'over-limit' || finding === 'regressed') return row;
    const marked =
      'fails' in failingFast
        ? ({ finding: 'over-limit', note: 'so many errors fail whatever the limits' } as const)
        : ({ finding: 'undecided', note: note ?? failingFast.open.note } as const);
    return { ...row, comparison: { ...row.comparison, ...marked } };
  });
}
