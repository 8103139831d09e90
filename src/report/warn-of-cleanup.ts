import type { CleanupOutcome } from '../engine/cleanup-outcome.ts';
import type { RemarkOf } from '../evidence/result/remarks.ts';

/** What was not removed after the load, a remark a side; it changes no verdict. */
export function warnOfCleanup(
  cleanup: readonly CleanupOutcome[],
  hasBase: boolean,
): RemarkOf<'not-removed'>[] {
  return (['target', 'base'] as const).flatMap((side): RemarkOf<'not-removed'>[] => {
    const own = cleanup.filter((one) => one.side === side);
    const failed = own.filter(({ ok }) => !ok);
    const [first] = failed;
    if (first === undefined) return [];
    const { name, status, error: detail } = first;
    const told = { requests: failed.length, of: own.length, name, status, detail };
    return [{ code: 'not-removed', side: hasBase ? side : null, ...told }];
  });
}
