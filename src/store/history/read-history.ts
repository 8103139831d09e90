import type { HistorySource } from '../../config/baseline/baseline-source.ts';
import { asOf, sinceLastRelease } from '../../evidence/history/as-of.ts';
import type { HistoryRecord } from '../../evidence/history/record.ts';
import type { HistoryStore, StoredHistory } from './history-store.ts';

/** Runs up to the one that is named, with which no older ones are looked for. */
const ENOUGH = 100;

/** Where a door finds the history, and what it needs it for. */
export interface HistoryAccess {
  readonly store: HistoryStore;
  readonly suite: string;
  /** Tag of the release that is judged: then `history` is what the last release was. Null for any other run. */
  readonly release: string | null;
}

/** The records of a suite, and the source that they are for: of a release the last one, where there is one. */
interface SuiteHistory {
  readonly source: HistorySource;
  readonly stored: StoredHistory;
}

/** As far back as the source needs. Throws ConfigurationError, and the store's errors. */
export async function readHistory(
  source: HistorySource,
  { store, suite, release }: HistoryAccess,
): Promise<SuiteHistory> {
  const sourceIn = (records: readonly HistoryRecord[]): HistorySource =>
    release === null ? source : sinceLastRelease(source, records, release);
  const stored = await store.read(suite, (records) => {
    const { ref } = sourceIn(records);
    return ref === null ? release === null : (asOf(records, ref)?.length ?? 0) >= ENOUGH;
  });
  const then = sourceIn(stored.records);
  if (release === null || then.ref !== null) return { source: then, stored };
  const none = 'No passing release has been recorded yet: this one is compared with the whole history.';
  return { source: then, stored: { ...stored, skipped: [none, ...stored.skipped] } };
}
