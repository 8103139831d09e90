import { HISTORY_FORMAT, type HistoryRecord, historyRecordSchema } from './record.ts';

/** Largest record, in bytes of UTF-8: a branch keeps every one of them for good. */
export const LARGEST_RECORD = 64 * 1024;

const VERSION = Number(HISTORY_FORMAT.split('/')[1]);

/** The record's file, below the history's folder or at the top of its branch. */
export function pathOfRecord({ suite, at, run }: HistoryRecord): string {
  return `${folderOfSuite(suite)}/${at.slice(0, 7)}/${run.id}-${run.attempt}.json`;
}

/** Folder of all suites. */
export const HISTORY_TOP = 'v1';

export function folderOfSuite(suite: string): string {
  return `${HISTORY_TOP}/${suite}`;
}

const PATH =
  /^v1\/(?<suite>[a-z0-9][a-z0-9-]{0,99})\/\d{4}-\d\d\/(?<id>[\w.]{1,60})-(?<attempt>\d{1,6})\.json$/;

/** What a record's path says; null for any other file. */
export function readRecordPath(path: string): { suite: string; id: string; attempt: number } | null {
  const found = PATH.exec(path)?.groups;
  return found ? { suite: found.suite ?? '', id: found.id ?? '', attempt: Number(found.attempt) } : null;
}

/** The file's text. One line for each figure, so that git shows what differs. */
export function writeRecordText(record: HistoryRecord): string {
  return `${JSON.stringify(record, null, 1)}\n`;
}

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

export type ReadRecord = { readonly record: HistoryRecord } | { readonly why: string };

/** Reads a record's file. Never throws: a broken one must not lose the others; `why` is a sentence without its path. */
export function readRecordText(path: string, text: string): ReadRecord {
  const named = readRecordPath(path);
  if (named === null) return { why: 'its path is not that of a record' };
  if (bytesOf(text) > LARGEST_RECORD) return { why: `it is larger than ${LARGEST_RECORD / 1024} KiB` };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { why: 'it is no valid JSON; it may be cut off' };
  }
  const version = /^tailgate-history\/(\d+)$/.exec(formatIn(json))?.[1];
  if (version === undefined) return { why: 'it is no record of Tailgate (there is no "format")' };
  if (Number(version) > VERSION) {
    return {
      why: `it has format tailgate-history/${version}, and this Tailgate reads up to ${HISTORY_FORMAT}; use a newer one`,
    };
  }
  const checked = historyRecordSchema.safeParse(json);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return { why: `it is damaged: ${issue?.path.join('.') || 'it'} ${issue?.message ?? 'does not fit'}` };
  }
  const { suite, run } = checked.data;
  if (suite !== named.suite || run.id !== named.id || run.attempt !== named.attempt) {
    return { why: `it is the record of another run (${suite}, run ${run.id}, attempt ${run.attempt})` };
  }
  return { record: checked.data };
}

/** What a record's file holds already: this record, another run's, or nothing that is a record. */
export function whatIsThere(record: HistoryRecord, text: string | null): 'this' | 'another' | 'nothing' {
  if (text === null || !('record' in readRecordText(pathOfRecord(record), text))) return 'nothing';
  return text === writeRecordText(record) ? 'this' : 'another';
}

function formatIn(json: unknown): string {
  if (typeof json !== 'object' || json === null || !('format' in json)) return '';
  return typeof json.format === 'string' ? json.format : '';
}
