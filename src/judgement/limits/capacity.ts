import type { JudgedLimit } from '../row.ts';
import { openQuestion } from '../row.ts';
import { beyond, decided, type Limited, type LimitScope, unknown } from './outcome.ts';

/**
 * Below the limit when even the upper end of its interval is. One of which only the least is known, since nothing broke
 * that is the service's own, may be any higher.
 */
export function judgeCapacityLimit(limited: Limited, { figures: { searched } }: LimitScope): JudgedLimit {
  const min = limited.limit;
  if (!searched) return unknown(limited, 'capacity');
  const { perSecond, high } = searched;
  if (perSecond >= min) return decided(limited, 'within');
  if (high === null) {
    const { result } = beyond(limited, perSecond, null);
    const { limit, ...row } = limited;
    const cause = { code: 'capacity-beyond', ...row, figure: perSecond, limit } as const;
    return { result, open: openQuestion(cause) };
  }
  return high < min ? decided(limited, 'over-limit') : beyond(limited, perSecond, null);
}
