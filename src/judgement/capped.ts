import type { Plan } from '../config/plan.ts';
import type { CapName, Round } from '../engine/round.ts';
import type { RemarkOf } from '../evidence/result/remarks.ts';

interface Cap {
  readonly by: CapName;
  /** Requests of the load so far, on both sides and with the warm-ups. */
  readonly sent: number;
  /** Whether another round could have decided what is open. */
  readonly wantedMore: boolean;
}

/**
 * What a cap kept from being measured; empty where it kept nothing, since the load was over anyway.
 *
 * @param cap that leaves no room for another round
 */
export function warnOfCap(
  { load: { maxRequests } }: Plan,
  rounds: readonly Round[],
  { by, sent, wantedMore }: Cap,
): readonly RemarkOf<'capped'>[] {
  const cut = rounds.filter(({ ended }) => ended.how === 'capped');
  if (cut.length === 0 && !wantedMore) return [];
  const waiting = cut.flatMap(({ requests }) => requests).reduce((sum, { inFlight }) => sum + inFlight, 0);
  const [table] = cut.flatMap(({ ended }) => (ended.how === 'capped' && ended.table ? [ended.table] : []));
  const room = { sent, maxRequests: maxRequests ?? null, waiting, wantedMore };
  return [{ code: 'capped', by, ...(table && { table: { ...table } }), ...room }];
}
