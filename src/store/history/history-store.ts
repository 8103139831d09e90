import type { ReadRecords } from '../../evidence/history/read-records.ts';
import type { HistoryRecord } from '../../evidence/history/record.ts';

/**
 * Where records of runs are kept: a folder, or a branch of the repository. Both hold the same files,
 * `v1/<suite>/<yyyy-mm>/<run id>-<attempt>.json`, so that a checkout of the branch is such a folder.
 */
export interface HistoryStore {
  /**
   * Records of one suite, oldest first, and a sentence for each file that could not be taken. A store that reads the
   * newest ones alone goes further back until `isEnough` says so.
   */
  read(suite: string, isEnough?: (records: readonly HistoryRecord[]) => boolean): Promise<StoredHistory>;
  /** Suites that have a folder, by name. */
  list(): Promise<readonly string[]>;
  /**
   * Adds a record, once, however often it is called with it; a damaged file in its place is replaced. False where
   * another record has its place, which is kept: two jobs of one run share a suite. Throws where it could not be
   * stored.
   */
  append(record: HistoryRecord): Promise<boolean>;
  /** Removes all but the newest `keep` records of the suite, releases excepted; gives how many went. */
  prune(suite: string, keep: number): Promise<number>;
  /** For messages: `the folder .tailgate/history`, `the branch tailgate-history`. */
  readonly place: string;
}

export type StoredHistory = ReadRecords;
