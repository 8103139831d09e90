import type { CapName, Round } from '../engine/round.ts';
import type { RemarkOf } from '../evidence/result/remarks.ts';

/**
 * What a cap of the workflow kept from being measured; empty where it kept nothing.
 *
 * @param by the cap that leaves no room for another round; null where there is room
 * @param wantedMore whether another round could have decided what is open
 */
export function warnOfCap(
  rounds: readonly Round[],
  by: CapName | null,
  wantedMore: boolean,
): RemarkOf<'capped'>[] {
  const cut = rounds.filter(({ ended }) => ended.how === 'capped');
  if (by === null || (cut.length === 0 && !wantedMore)) return [];
  const waiting = cut.flatMap(({ requests }) => requests).reduce((sum, { inFlight }) => sum + inFlight, 0);
  return [{ code: 'capped', by, waiting, wantedMore }];
}
