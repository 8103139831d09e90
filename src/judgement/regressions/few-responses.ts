import type { Metric } from '../../config/metrics.ts';
import type { Histogram } from '../../evidence/histogram.ts';
import { isShownSlower } from '../limits/slower.ts';
import { fromSize } from '../scale.ts';
import type { Change } from './change.ts';

interface FewResponses {
  /** A quantile. */
  readonly metric: Metric;
  /** In ms, both above 0. */
  readonly now: number;
  readonly before: number;
  /** Of the responses that are compared, the run's parts. */
  readonly batches: readonly Histogram[];
  /** Slowdown on the log scale from which on one is real, were the run's own quantile known without an error. */
  readonly shown: number;
  /** Relative, above 0. */
  readonly tolerance: number;
}

/**
 * A quantile that rests on too few responses, or on a single part of the run, against a baseline. Its own value and
 * spread say little then: of few responses it is the largest, which one stall makes. What they can show is what they
 * show of a limit: that more of them than the quantile allows are slower than the slowest value that the baseline's
 * noise and the tolerance explain. That is a regression, whatever the rest would have been; else the slower a service
 * is, the less it would be judged.
 *
 * @returns null where that isn't shown: of so few, nothing else can be said
 */
export function judgeFew({ metric, now, before, batches, shown, tolerance }: FewResponses): Change | null {
  const slowest = before * Math.exp(Math.max(shown, fromSize(metric, tolerance)));
  if (!isShownSlower(metric, batches, slowest)) return null;
  return {
    change: now / before - 1,
    interval: null,
    detectable: slowest / before - 1,
    finding: 'regressed',
  };
}
