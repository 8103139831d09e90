import type { Measurement } from '../evidence/measurement.ts';
import type { RemarkOf } from '../evidence/result/remarks.ts';

/**
 * Sessions that expired under load, and the time without any load that it took to log in anew.
 *
 * @param side null where there is only one
 */
export function warnOfRenewals(
  { renewals }: Measurement,
  side: 'target' | 'base' | null,
): RemarkOf<'login-renewed'>[] {
  if (renewals === null) return [];
  const { logins, pausedMs } = renewals;
  return [{ code: 'login-renewed', side, logins, pausedSeconds: pausedMs / 1000 }];
}
