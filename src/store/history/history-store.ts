import type { HistoryRecord } from '../../evidence/history/record.ts';

/**
 * Where records of runs are kept: a folder, or a branch of the repository. Both hold the same files,
 * `v1/<suite>/<yyyy-mm>/<run id>-<attempt>.json`, so that a checkout of the branch is such a folder.
 */
export interface HistoryStore {
  /** Records of one suite, oldest first, and a sentence for each file that could not be taken. */
  read(suite: string): Promise<StoredHistory>;
  /** Adds a record, once, however often it is called with it. Throws where it could not be stored. */
  append(record: HistoryRecord): Promise<void>;
  /** Removes all but the newest `keep` records of the suite, releases excepted; gives how many went. */
  prune(suite: string, keep: number): Promise<number>;
  /** For messages: `the folder .tailgate/history`, `the branch tailgate-history`. */
  readonly place: string;
}

export interface StoredHistory {
  readonly records: readonly HistoryRecord[];
  readonly skipped: readonly string[];
}
