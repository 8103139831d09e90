import type { HistoryRecord } from './record.ts';

/** Oldest first: by the instant at which the load began, then by the run. */
export function inOrder(records: readonly HistoryRecord[]): HistoryRecord[] {
  return records
    .map((record) => ({ record, at: Date.parse(record.at) }))
    .sort((a, b) => a.at - b.at || byRun(a.record, b.record))
    .map(({ record }) => record);
}

function byRun({ run: a }: HistoryRecord, { run: b }: HistoryRecord): number {
  if (a.id === b.id) return a.attempt - b.attempt;
  // Ids of workflow runs grow with time and are numbers, of any length; others are compared as they are.
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}

/** Of each run and attempt the record that began last; the order is kept. */
export function withoutTwins(ordered: readonly HistoryRecord[]): HistoryRecord[] {
  const last = new Map(ordered.map((record) => [keyOf(record), record]));
  return ordered.filter((record) => last.get(keyOf(record)) === record);
}

function keyOf({ run }: HistoryRecord): string {
  return `${run.id}-${run.attempt}`;
}
