import type { HistoryRecord } from '../../../evidence/history/record.ts';
import { selectAsNewest } from '../../../evidence/history/select-records.ts';
import type { Shift } from '../../../judgement/drift/find-shifts.ts';
import { watch } from '../../../judgement/drift/watch.ts';

/** What a history's page tells of as drift: those for the worse first. */
export function shiftsOf({ records }: { readonly records: readonly HistoryRecord[] }): readonly Shift[] {
  const { worse, better } = watch(selectAsNewest(records).comparable, [], () => '');
  return [...worse, ...better];
}
