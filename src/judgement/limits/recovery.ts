import type { JudgedLimit } from '../row.ts';
import { decided, type Limited, type LimitScope, unknown } from './outcome.ts';

/**
 * Over the limit when the service was as before only later, or not at all within what was measured. It needs no chance
 * of its own: each window before was shown to be worse beyond noise.
 */
export function judgeRecoveryLimit(
  limited: Limited,
  { figures: { recoverySeconds, recovered } }: LimitScope,
): JudgedLimit {
  if (recoverySeconds === undefined) return unknown(limited, 'recovery');
  return decided(limited, recovered && recoverySeconds <= limited.limit ? 'within' : 'over-limit');
}
