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
  readonly rows: number;
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
  /** Of the whole stretch; absent where they are not asked for. */
  readonly statements?: readonly StatementSeen[];
}

/** Of one round; in the order of the plan's probes. */
export type ServerReadings = readonly ProbeSeen[];
