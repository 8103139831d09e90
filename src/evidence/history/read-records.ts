import { inOrder, withoutTwins } from './order.ts';
import type { HistoryRecord } from './record.ts';
import { readRecordText } from './record-text.ts';

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
}

/** Reads the files of one suite, wherever they were kept. */
export function readRecords(files: readonly HistoryFile[]): ReadRecords {
  const records: HistoryRecord[] = [];
  const skipped: string[] = [];
  for (const { path, content } of files) {
    const read = 'text' in content ? readRecordText(path, content.text) : content;
    if ('record' in read) records.push(read.record);
    else skipped.push(`${path} is left out of the history: ${read.why}.`);
  }
  return { records: withoutTwins(inOrder(records)), skipped };
}
