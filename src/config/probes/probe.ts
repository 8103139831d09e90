/** What of the server's side is read while the load goes on, parsed once from tailgate.yml. Plain data. */
import type { ProbeKind, SeriesMeaning, ServerUnit } from '../server-series.ts';
import type { Template } from '../template.ts';
import type { Selector } from './selector.ts';

export interface PlannedProbe {
  readonly kind: ProbeKind;
  /** Its place in the file, for messages: `probes[1].postgres`. */
  readonly key: string;
  readonly everyMs: number;
  readonly target: ProbeSource;
  /** Where the base is read; null where it is not read on the base. */
  readonly base: ProbeSource | null;
  /** Both sides are read at one place, so that what is counted there is of both. */
  readonly isShared: boolean;
  /** In the order in which a reading gives their values. */
  readonly series: readonly PlannedSeries[];
}

export interface PlannedSeries {
  /** Unlike any other's: its name, or with whose it is before it where several have that. */
  readonly key: string;
  readonly name: string;
  /** Container, or what the probe was named; absent where there is only one. */
  readonly of?: string;
  /** Of a counter, that of its rate. */
  readonly unit: ServerUnit;
  readonly isCounter: boolean;
  /** Of the service itself: what its requests cost is made of these. */
  readonly role?: 'cpu' | 'memory';
  /** Where its name is one that is known. */
  readonly tells?: SeriesMeaning;
  /** Of the machine, which both sides may share: whichever is under load, it counts all. */
  readonly isOfMachine?: true;
}

/** Where and how one side is read. Templates hold the side's URL as the captured value `target`, and nothing else. */
export type ProbeSource =
  | MetricsSource
  | QuerySource
  | PostgresSource
  | { readonly reads: 'process'; readonly which: ProcessRef }
  | { readonly reads: 'docker'; readonly socket: string; readonly containers: readonly string[] };

/** Prometheus' text, as services give it. */
export interface MetricsSource {
  readonly reads: 'metrics';
  readonly url: Template;
  readonly headers: readonly (readonly [name: string, value: Template])[];
  /** One for each series. */
  readonly selectors: readonly Selector[];
}

/** A Prometheus that is asked at each reading, so that its clock doesn't matter. */
export interface QuerySource {
  readonly reads: 'query-api';
  readonly url: Template;
  readonly headers: readonly (readonly [name: string, value: Template])[];
  readonly queries: readonly string[];
}

interface PostgresSource {
  readonly reads: 'postgres';
  readonly url: Template;
  readonly statements: boolean;
}

/** Of this machine. `own`: whatever listens on the port of the side's URL. */
export type ProcessRef =
  | { readonly by: 'own' }
  | { readonly by: 'port' | 'pid'; readonly number: number }
  | { readonly by: 'name'; readonly name: string };

/** What `gate.server` says of a series, in its unit. */
export interface ServerBounds {
  /** The series' key, or CPU_PER_REQUEST. */
  readonly series: string;
  /** The stage in which its limits hold, as `gate.stages` calls it, and its place in the load; absent of the whole. */
  readonly stage?: { readonly key: string; readonly index: number };
  readonly unit: ServerUnit;
  readonly max: number | null;
  readonly min: number | null;
  /** The most that it may grow over the load. */
  readonly drift: number | null;
  /** The most that its mean may be above what it is compared with; relative. */
  readonly regression: number | null;
}
