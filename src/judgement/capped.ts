import type { Plan } from '../config/plan.ts';
import type { RemarkOf } from '../evidence/result/remarks.ts';
import type { Verdict } from './verdict.ts';

/**
 * That the load ended because it had sent as many requests as it may: what was seen by then was judged all the same.
 * Nothing where the load was over anyway, and nothing is open.
 *
 * @param sent by the load, on both sides and with the warm-ups
 * @param judged of a load that has no requests left
 * @param endedEarly within a round, rather than before another one
 */
export function warnOfCap(
  { load: { maxRequests } }: Plan,
  sent: number,
  { outcome }: Verdict,
  endedEarly: boolean,
): readonly RemarkOf<'capped'>[] {
  if (maxRequests === undefined || (!endedEarly && outcome !== 'inconclusive')) return [];
  return [{ code: 'capped', sent, maxRequests }];
}
