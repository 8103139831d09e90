import { METRICS } from '../../config/metrics.ts';
import type { MetricScope } from '../../config/scope.ts';
import type { Figures } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import { type JudgedLimit, openQuestion } from '../row.ts';

/** Longer than any run may be: what would take this long lies on its limit and is not decided by waiting. */
const LONGEST_SECONDS = 7200;

/** A limit that is declared. */
export interface Limited extends MetricScope {
  readonly limit: number;
}

/** What it is held against. */
export interface LimitScope {
  readonly figures: Figures;
  /** Measured time in all rounds. */
  readonly seconds: number;
  /** So many rounds measure all of it. */
  readonly stages: number;
}

export function decided({ metric, limit }: Limited, finding: 'within' | 'over-limit'): JudgedLimit {
  return { result: { bound: METRICS[metric].bound, value: limit, finding, secondsMore: null }, open: null };
}

/** There is no figure to hold against the limit. */
export function unknown({ limit, ...row }: Limited, missing: CauseOf<'no-figure'>['missing']): JudgedLimit {
  return {
    result: { bound: METRICS[row.metric].bound, value: limit, finding: 'undecided', secondsMore: null },
    open: openQuestion({ code: 'no-figure', ...row, missing }),
  };
}

/**
 * The figure is beyond its limit, but chance could have put it there. `seconds` is the load that would show it, were
 * the figure to stay; null where that isn't known.
 *
 * @param runs of somebody else's load generator, of which more would show it; absent where Tailgate made the load
 */
export function beyond(
  { limit, ...row }: Limited,
  figure: number,
  seconds: number | null,
  runs?: number,
): JudgedLimit {
  const { bound } = METRICS[row.metric];
  const secondsMore =
    runs !== undefined || seconds === null || seconds > LONGEST_SECONDS
      ? null
      : Math.max(1, Math.ceil(seconds));
  return {
    result: { bound, value: limit, finding: 'undecided', secondsMore },
    open: {
      cause: {
        code: 'limit-undecided',
        ...row,
        figure,
        bound,
        limit,
        secondsMore,
        ...(runs !== undefined && { runs }),
      },
      extendable: true,
    },
  };
}
