/** What probes saw of the server's side in one stretch of load. Types only, plain data. */
import type { ProbeKind } from '../../config/server-series.ts';

/** Why a reading gave nothing, or not all. */
type TroubleCode =
  | 'unreachable'
  | 'timed-out'
  | 'unauthorised'
  | 'refused'
  | 'not-metrics'
  | 'too-large'
  | 'no-series'
  | 'many-series'
  | 'other-type'
  | 'no-number'
  | 'counter-reset'
  | 'several-processes'
  | 'no-right'
  | 'no-extension'
  | 'no-process'
  | 'gone'
  | 'not-here'
  | 'not-allowed'
  | 'failed';

export interface Trouble {
  readonly code: TroubleCode;
  /** Key of the series that it is about; absent where it is about the whole reading. */
  readonly series?: string;
  /** What was met, redacted; '' where the code says it all. */
  readonly detail: string;
  /** Series that there are instead. */
  readonly candidates?: readonly string[];
}

/** The same trouble, each time that it was met. */
export interface CountedTrouble extends Trouble {
  readonly count: number;
}

/** What a probe says of the machine or container that the service runs on. */
export interface MachineSeen {
  readonly cores?: number;
  readonly memoryBytes?: number;
}

/** One statement of pg_stat_statements over a stretch of load. */
export interface StatementSeen {
  /** Normalised: with $1 in place of values, and without literals. */
  readonly text: string;
  readonly calls: number;
  readonly totalMs: number;
  /** The squares of all its times, in ms², added up: what a mean leaves to chance follows from them. */
  readonly squaresMs: number;
  readonly rows: number;
}

/** One table over a stretch of load. PostgreSQL tells what was read up to a second later. */
export interface TableSeen {
  /** With its schema. */
  readonly name: string;
  /** Read by going through the table from its beginning, and how often that was begun. */
  readonly sequentialRows: number;
  readonly sequentialScans: number;
  /** That it has, as PostgreSQL estimated it last. */
  readonly rows: number;
}

/** What a database counted since the load of a side began. */
export interface DatabaseSeen {
  /** Unlike that of any other database: two sides with the same one share it. */
  readonly place: string;
  /** That the side was sent meanwhile, warm-ups included. */
  readonly requests: number;
  /** What took most time first; null where they could not be read. */
  readonly statements: readonly StatementSeen[] | null;
  readonly tables: readonly TableSeen[];
}

/** One reading: a value for each series of the probe, null where there was none; what a counter stands at. */
export interface TimedReading {
  /** On the load's clock: since the start of the round's measured time, at most its length. */
  readonly atMs: number;
  /** Since the same, by the wall: it goes on after the round's end, and in slices while the other side has its own. */
  readonly wallMs: number;
  /** Taken while the side was under load. */
  readonly isInside: boolean;
  readonly values: readonly (number | null)[];
}

export interface ProbeSeen {
  /** Index into the plan's probes. */
  readonly probe: number;
  readonly kind: ProbeKind;
  readonly readings: readonly TimedReading[];
  /** For each series the most that there can be of it; null where that is not known. */
  readonly limits: readonly (number | null)[];
  readonly machine?: MachineSeen;
  readonly troubles: readonly CountedTrouble[];
  /** Absent where it is not asked for, or could not be read. */
  readonly database?: DatabaseSeen;
}

/** Of one round; in the order of the plan's probes. */
export type ServerReadings = readonly ProbeSeen[];
