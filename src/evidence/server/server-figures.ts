/** What was read of the server's side, in figures. */
import type { ProbeKind, SeriesMeaning, ServerUnit } from '../../config/server-series.ts';
import type { CountedTrouble, DatabaseSeen, MachineSeen } from '../../engine/probes/readings.ts';

/** A reading, or of a counter its rate since the one before. */
export interface ServerPoint {
  /** Of this side's measured load, over all its rounds. */
  readonly seconds: number;
  readonly value: number;
  /** Which of the rounds, from 0, and which stage of the load. */
  readonly round: number;
  readonly stage: number;
}

export interface ServerSeries {
  readonly key: string;
  readonly name: string;
  readonly of?: string;
  readonly probe: ProbeKind;
  readonly unit: ServerUnit;
  readonly role?: 'cpu' | 'memory';
  readonly tells?: SeriesMeaning;
  readonly isOfMachine?: true;
  /** Over the measured load; of a counter the mean of all of it. */
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  /** The most that there can be; absent where that is not known. */
  readonly limit?: number;
  readonly everySeconds: number;
  readonly points: readonly ServerPoint[];
}

export interface CountedDatabase extends DatabaseSeen {
  /** The probe's place in the file. */
  readonly key: string;
  /** It is read at one place for both sides. */
  readonly isShared: boolean;
}

export interface ServerProblem extends CountedTrouble {
  /** The probe's place in the file, and its kind. */
  readonly key: string;
  readonly probe: ProbeKind;
}

export interface ServerFigures {
  /** In the file's order; those of which nothing could be read are left out. */
  readonly series: readonly ServerSeries[];
  readonly machine: MachineSeen | null;
  readonly problems: readonly ServerProblem[];
  /** Processor time of the service for each request, in seconds, and the series that tell it; null where none does. */
  readonly cpuPerRequest: { readonly seconds: number; readonly of: readonly string[] } | null;
  /** Measured time and requests of each round. */
  readonly rounds: readonly { readonly seconds: number; readonly requests: number }[];
  readonly databases: readonly CountedDatabase[];
}
