import { metricsOf } from '../config/metrics.ts';
import type { MetricBounds, Plan } from '../config/plan.ts';
import { isErrorsOfWhole, keyOfStage } from '../config/scope.ts';
import type { Measurement, StageFigures } from '../evidence/measurement.ts';
import type { Cause } from '../evidence/result/causes.ts';
import type { Finding } from '../evidence/result/comparison.ts';
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
  /** Stages that are left out: whoever sets a limit for the errors of one says how many it may have. */
  readonly exempt: readonly string[];
}

/** How many requests failed, of all that the rule looks at. */
interface HeldErrors {
  readonly errorRate: number | null;
  readonly requests: number;
}

/** Stages whose errors are held to a limit of their own, as they are called under `gate.stages`. */
export function stagesWithErrorLimit({ gate }: Pick<Plan, 'gate'>): readonly string[] {
  const limited = (bounds: MetricBounds) =>
    metricsOf('share').some((metric) => (bounds[metric]?.limit ?? null) !== null);
  return Object.entries(gate.stages).flatMap(([stage, bounds]) => (limited(bounds) ? [stage] : []));
}

/** Those of all stages but the exempt ones, or those beside a fault on purpose. */
export function heldErrors(
  { whole, stages, fault }: Pick<Measurement, 'whole' | 'stages'> & Partial<Pick<Measurement, 'fault'>>,
  { exempt }: Pick<ErrorReference, 'exempt'>,
): HeldErrors {
  const isExempt = (one: StageFigures) => exempt.includes(keyOfStage(one, one.index));
  if (fault) {
    const left = stages.filter(isExempt).map(({ index }) => index);
    const beside = fault.beside.filter(({ stage }) => !left.includes(stage));
    const requests = beside.reduce((sum, one) => sum + one.requests, 0);
    const errors = beside.reduce((sum, one) => sum + one.errors, 0);
    return { requests, errorRate: requests === 0 ? null : errors / requests };
  }
  if (exempt.length === 0) return whole;
  const others = stages.filter((one) => !isExempt(one));
  const requests = others.reduce((sum, { figures }) => sum + figures.requests, 0);
  const failed = others.reduce((sum, { figures }) => sum + (figures.errorRate ?? 0) * figures.requests, 0);
  return { errorRate: requests > 0 ? failed / requests : null, requests };
}

export type ErrorFloor = { readonly fails: Cause } | { readonly open: OpenQuestion } | null;

/**
 * Failing fast never wins: 5 % errors, 5 points above the baseline's (0 where there is none), fail whatever is
 * declared. Not by 1 of 3 requests: the rate must be shown to be a point above the baseline's. Bursts don't excuse it,
 * an outage is no noise: each request counts as it is, without a design effect. What a fault on purpose did is no
 * surprise: only the requests beside it count.
 *
 * @param held what is judged, where it isn't all that was measured outside of the exempt stages
 */
export function judgeErrorFloor(
  measurement: Measurement,
  reference: ErrorReference,
  held: HeldErrors = heldErrors(measurement, reference),
): ErrorFloor {
  const { rate, against, exempt } = reference;
  const { errorRate, requests } = held;
  if (errorRate === null || !areTooMany(errorRate, rate)) return null;

  if (areCertain(errorRate, requests, rate)) {
    return {
      fails: {
        code: 'error-floor',
        errorRate,
        ...(exempt.length > 0 && { exempt: [...exempt] }),
        reference: rate > 0 ? { against, errorRate: rate } : null,
        // Which of the errors came in which stage is not known by request.
        main: exempt.length > 0 ? null : mainErrorsOf(measurement),
      },
    };
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

const FAILING: readonly Finding[] = ['over-limit', 'regressed', 'degraded'];

/** The row of the whole's errors never reads better than this rule leaves it, whatever is declared. */
export function markErrors(rows: readonly Row[], floor: ErrorFloor): readonly Row[] {
  if (floor === null) return rows;
  return rows.map((row) => {
    const { finding, notes } = row.comparison;
    if (!isErrorsOfWhole(row.comparison) || FAILING.includes(finding)) return row;
    const reached: Remark = { code: 'floor-reached' };
    const marked =
      'fails' in floor
        ? ({ finding: 'over-limit', notes: [reached] } as const)
        : ({ finding: 'undecided', notes: notes.length > 0 ? notes : [floor.open.cause] } as const);
    return { ...row, comparison: { ...row.comparison, ...marked } };
  });
}
