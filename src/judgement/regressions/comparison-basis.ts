import type { Plan } from '../../config/plan.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import { compareConditions } from '../../evidence/comparability.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { Remark } from '../../evidence/result/remarks.ts';
import { warnOfHistory } from './history/warnings.ts';

/** What is stored that the run is compared with, and whether it can be. */
export interface ComparisonBasis {
  readonly baseline: Baseline | null;
  /** True where the plan asks for no baseline: limits decide alone. */
  readonly unasked: boolean;
  /** Why no figure can be compared; null where they can. */
  readonly refused: Cause | null;
  /** Differing conditions that don't forbid the comparison, and what the history leaves out. */
  readonly noted: readonly Remark[];
}

export function findBasis(plan: Plan, measurement: Measurement, baseline: Baseline | null): ComparisonBasis {
  if (baseline) return compareWith(plan, measurement, baseline);
  const none = { baseline, unasked: plan.baseline === null, noted: [] };
  if (plan.baseline === null) return { ...none, refused: null };
  return {
    ...none,
    refused:
      plan.baseline.kind === 'history'
        ? { code: 'history-unreadable' }
        : { code: 'baseline-missing', written: plan.baseline.written },
  };
}

function compareWith(plan: Plan, measurement: Measurement, baseline: Baseline): ComparisonBasis {
  const { history, source } = baseline;
  // A history without a run has no conditions: it refuses nothing, and is not enough for anything.
  const known = history?.runs !== 0 || history.leftOut > 0;
  const unsaid = !history && baseline.whole.errorRate === undefined ? (['error-rate'] as const) : [];
  const { refused, noted } = known
    ? compareConditions(measurement.conditions, baseline.conditions, unsaid, baseline.unread)
    : { refused: [], noted: [] };
  return {
    baseline,
    unasked: false,
    refused:
      refused.length === 0
        ? null
        : {
            code: 'conditions-differ',
            of: history ? 'history' : 'file',
            source: history ? history.place : source,
            differences: [...refused],
          },
    noted: [
      ...doubtsOf(baseline),
      ...noted.map((difference): Remark => ({ code: 'condition-differs', difference })),
      ...(history ? warnOfHistory(history, plan) : []),
    ],
  };
}

/** What the baseline says and nobody could read, or what can't be known of it. */
export function doubtsOf({ doubts = [] }: Baseline): Remark[] {
  return doubts.map((detail) => ({ code: 'baseline-unclear', detail }));
}

/** What the baseline's error rate excuses: nothing where there is none, or where something contradicts it. */
export function excusedErrors({ baseline, refused }: ComparisonBasis): number {
  if (baseline === null || refused !== null || baseline.errorRateDoubted) return 0;
  return baseline.whole.errorRate ?? 0;
}

/** Where a base gates, measured in turn, and nothing that is stored does. */
export const NOTHING_STORED: ComparisonBasis = { baseline: null, unasked: false, refused: null, noted: [] };

/** A plan with a base of which nothing was measured: limits must not pass the run in its stead. */
export const NO_BASE: ComparisonBasis = {
  baseline: null,
  unasked: false,
  refused: { code: 'base-not-measured' },
  noted: [],
};
