/** What a history offers to compare with: the last regime of each figure, learnt from comparable runs. */
import type { Metric } from '../../config/metrics.ts';
import type { WithinRun } from './record.ts';

/** One recorded run's figure. */
export interface HistoryPoint {
  /** In the unit of its metric. */
  readonly value: number;
  /** Requests behind it. */
  readonly requests: number;
  /** When its load began, ISO 8601 in UTC. */
  readonly at: string;
  readonly commit: string | null;
  /** Where its load came from. */
  readonly machine: string;
  /** How a run that wrote changed within itself; absent where that isn't known. */
  readonly within?: WithinRun;
}

/** Where the runs before a change and those after it were measured, where that isn't the same. */
export interface MachineChange {
  readonly before: string;
  readonly since: string;
}

/** A stretch of runs between two change points. */
export interface Regime {
  /** Oldest first; empty where there is no run with the figure. */
  readonly points: readonly HistoryPoint[];
  /** Newer runs that are left out: they look like a change, and are too few to tell it from outliers. */
  readonly unsettled: readonly HistoryPoint[];
  /** Runs before the last change point. */
  readonly earlier: number;
}

/** Of the headline metrics, and of those that the gate declares. */
export type Regimes = Readonly<Partial<Record<Metric, Regime>>>;

export interface HistoryBasis {
  /** Where the records are, for messages: `the folder .tailgate/history`. */
  readonly place: string;
  /** Comparable runs, over all regimes. */
  readonly runs: number;
  /** When the first of them began, ISO 8601; null where there is none. */
  readonly since: string | null;
  /** Runs that are never compared with: partial, invalid, started by hand … */
  readonly excluded: number;
  /** Runs under other conditions. */
  readonly leftOut: number;
  /** Machines are mixed, and so many comparable runs are of others than this run's; null where all count. */
  readonly otherMachines: { readonly machine: string; readonly others: number } | null;
  /** A sentence for each file that could not be taken. */
  readonly skipped: readonly string[];
  /** Whether a release is held against it: then a history that only advises leaves a question, and no pass. */
  readonly forRelease: boolean;
  readonly whole: Regimes;
  /** By request name, of those with a gate of their own. */
  readonly endpoints: Readonly<Record<string, Regimes>>;
  /** Of each stage of a load of several, in its order; without a gate of its own, one has no regimes. */
  readonly stages: readonly Regimes[];
  /** Of the series of the server's side that the gate compares, by their keys; absent where it compares none. */
  readonly server?: Readonly<Record<string, Regime>>;
}
