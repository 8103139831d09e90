import type { MachineSeen, StatementSeen, TableSeen, Trouble } from './readings.ts';

/** What one reading gave. */
export interface ProbeReading {
  /** For each series of the probe; a counter's as it stands. */
  readonly values: readonly (number | null)[];
  readonly limits?: readonly (number | null)[];
  readonly machine?: MachineSeen;
  /** Of the clock of this process, when its counters were looked at; absent where only who answered knows. */
  readonly nowMs?: number;
  readonly troubles: readonly Trouble[];
}

/** How long a reading may take, and what ends it. */
export interface ReadingTime {
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** Reads one probe on one side. */
export interface ProbeReader {
  /** Rejects with ReadingFailed, or whatever was met, where there is nothing to read. */
  read(time: ReadingTime): Promise<ProbeReading>;
  /** What the database counted so far of each statement, by its id; absent where nobody asks for it. */
  readStatements?(time: ReadingTime): Promise<ReadonlyMap<string, StatementSeen>>;
  /** The same of each table, by its id. */
  readTables?(time: ReadingTime): Promise<TablesRead>;
  close(): Promise<void>;
}

export interface TablesRead {
  /** Of the database: see DatabaseSeen. */
  readonly place: string;
  readonly tables: ReadonlyMap<string, TableSeen>;
}

/** A reading that gave nothing, for a reason that is known. */
export class ReadingFailed extends Error {
  override readonly name = 'ReadingFailed';
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble.detail);
    this.trouble = trouble;
  }
}
