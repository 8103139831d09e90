import type { JudgedLimit } from '../row.ts';
import { isShownAbove } from '../statistics/shown-above.ts';
import { beyond, decided, type Limited, type LimitScope, unknown } from './outcome.ts';

/** Over the limit when the share of the requests that failed while the fault lasted is shown to exceed it. */
export function judgeFaultErrorsLimit(
  limited: Limited,
  { figures: { faultErrorRate = null, faultRequests = 0 } }: LimitScope,
): JudgedLimit {
  if (faultErrorRate === null) return unknown(limited, 'outcomes');
  if (faultErrorRate <= limited.limit) return decided(limited, 'within');
  if (isShownAbove(faultErrorRate, faultRequests, limited.limit)) return decided(limited, 'over-limit');
  // The fault takes place once: no more load shows more of it.
  return beyond(limited, faultErrorRate, null);
}
