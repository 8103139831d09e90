import { inOrder, withoutTwins } from './order.ts';
import type { HistoryRecord } from './record.ts';
import { type ReadRecord, readRecordText } from './record-text.ts';

/** A file of a history: its text, or why that could not be read. */
export interface HistoryFile {
  /** Below the history's folder, with slashes. */
  readonly path: string;
  readonly content: { readonly text: string } | { readonly why: string };
}

export interface ReadRecords {
  /** Oldest first, each run and attempt once. */
  readonly records: readonly HistoryRecord[];
  /** A sentence for each file that could not be taken. */
  readonly skipped: readonly string[];
  /** Older files that were not read; absent where all were. */
  readonly unread?: number;
}

/** Clocks of runners differ, by far less than this. */
const DAY_MS = 86_400_000;

/**
 * Reads the files of one suite, wherever they were kept.
 * @param nowMs a record that was measured a day later or more is none: it would stay the newest one for ever
 */
export function readRecords(files: readonly HistoryFile[], nowMs: number): ReadRecords {
  const records: HistoryRecord[] = [];
  const skipped: string[] = [];
  for (const { path, content } of files) {
    const read = 'text' in content ? notAhead(readRecordText(path, content.text), nowMs) : content;
    if ('record' in read) records.push(read.record);
    else skipped.push(`${path} is left out of the history: ${read.why}.`);
  }
  return { records: withoutTwins(inOrder(records)), skipped };
}

function notAhead(read: ReadRecord, nowMs: number): ReadRecord {
  if (!('record' in read) || Date.parse(read.record.at) < nowMs + DAY_MS) return read;
  return { why: `it says that it was measured at ${read.record.at}, which is yet to come` };
}
