import type { HistoryRecord } from '../../evidence/history/record.ts';

/**
 * Which records go when only the newest `keep` of them stay: releases stay whatever their age. Records oldest first.
 */
export function choosePruned(records: readonly HistoryRecord[], keep: number): readonly HistoryRecord[] {
  return records.slice(0, Math.max(0, records.length - keep)).filter(({ release }) => release === null);
}
