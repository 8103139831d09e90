import type { HistoryPoint, MachineChange } from '../../../evidence/history/basis.ts';
import { SETTLED_FROM } from './regimes.ts';

/**
 * Whether the runs just before a change came from another machine than those just after it: most of four on each side,
 * since a change point may lie a night or two beside the change. Null where it was the same one.
 */
export function machineChangeAt(series: readonly HistoryPoint[], at: number): MachineChange | null {
  // Where two are as frequent, the older one is that of before, and the newer one that of after.
  const before = mostFrequent(series.slice(Math.max(0, at - SETTLED_FROM), at));
  const since = mostFrequent(series.slice(at, at + SETTLED_FROM).toReversed());
  return before === undefined || since === undefined || before === since ? null : { before, since };
}

/** The first of them where several are. */
function mostFrequent(points: readonly HistoryPoint[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { machine } of points) counts.set(machine, (counts.get(machine) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}
