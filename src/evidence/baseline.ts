/** What the target is compared with, read from a file or a history. What that doesn't say is absent, never zero. */
import type { Metric } from '../config/metrics.ts';
import type { Histogram } from './histogram.ts';
import type { HistoryBasis } from './history/basis.ts';
import type { BaselineFormat } from './readers/list-runs.ts';
import type { ComparedConditions, StageConditions } from './result/conditions.ts';
import type { Unsaid } from './result/differences.ts';
import type { Latency } from './result/figures.ts';
import type { TimeSpent } from './server-timing.ts';

export interface Baseline {
  /** As the user wrote it: `docs/performance-report.md#realistic-final`. */
  readonly source: string;
  /** Format it was read as: `markdown-report`, `wrk`, `tailgate`; or `history`. */
  readonly format: BaselineFormat;
  /** Heading or title of the run, as in the file; a history has none. */
  readonly title: string | null;
  /** Day or instant of the run as far as the file says (ISO 8601). */
  readonly date: string | null;
  readonly whole: BaselineFigures;
  /** By the names of requests and flows; empty where the file gives the whole only. */
  readonly endpoints: Readonly<Record<string, BaselineFigures>>;
  /** Of each stage of the load, in its order; absent where the file gives none of them. */
  readonly stages?: readonly BaselineFigures[];
  /** Means of series of the server's side, by their keys; absent where it has none. */
  readonly server?: Readonly<Record<string, number>>;
  readonly conditions: BaselineConditions;
  /** What a result holds beyond figures, by request name; absent where the file holds figures alone. */
  readonly told?: ReadonlyMap<string, ToldEndpoint>;
  /** The same by the name of a flow: what its walks spent their time on, all of them and the slowest tenth. */
  readonly walked?: ReadonlyMap<string, Readonly<Record<'all' | 'slowest', TimeSpent>>>;
  /** What of the run was not read, or can't be known, each as what it does: `says "P99: ~90 ms" in line 9, which …`. */
  readonly doubts?: readonly string[];
  /** What the run says, but not so that it could be read: neither known nor unsaid. */
  readonly unread?: readonly Unsaid[];
  /** Something else in the run contradicts its error rate, so it excuses no errors. */
  readonly errorRateDoubted?: true;
  /** Of a history: its figures above are what is typical of these regimes. Absent where it is a file. */
  readonly history?: HistoryBasis;
}

/** Of one request of a stored result. */
export interface ToldEndpoint {
  /** Of successes and timeouts; null where it can't be read. */
  latency(): Histogram | null;
  /** What its slowest responses spent their time on; null where the service told nothing. */
  readonly slowest: TimeSpent | null;
}

export interface BaselineFigures {
  readonly requests?: number;
  /** Successes per second. */
  readonly throughputPerSecond?: number;
  /** Responses of any status per second: what wrk and most tools call throughput. */
  readonly responsesPerSecond?: number;
  /** Share 0…1. */
  readonly errorRate?: number;
  /** What a search found. */
  readonly capacityPerSecond?: number;
  /** Latency of successes and timeouts, in ms. */
  readonly latencyMs?: Partial<Latency>;
  /** Latency of every response, in ms. */
  readonly latencyAllMs?: Partial<Latency>;
  /**
   * Learnt from the run's own batches, for each metric: its standard error on the log scale, for shares the design
   * effect. Absent in most files.
   */
  readonly spread?: Partial<Readonly<Record<Metric, number>>>;
}

/** A stage of the load, as far as the file tells. */
export type BaselineStage = Readonly<Partial<StageConditions>>;

export interface BaselineConditions extends Readonly<Partial<Omit<ComparedConditions, 'stages'>>> {
  readonly stages?: readonly BaselineStage[];
  /** Share of each method, 0…1; with a mix it need not be there. */
  readonly methods?: Readonly<Record<string, number>>;
}
