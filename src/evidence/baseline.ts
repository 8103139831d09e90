/** What the target is compared with, read from a file or a history. What that doesn't say is absent, never zero. */
import type { Metric } from '../config/metrics.ts';
import type { HistoryBasis } from './history/basis.ts';
import type { Latency } from './measurement.ts';

export interface Baseline {
  /** As the user wrote it: `docs/performance-report.md#realistic-final`. */
  readonly source: string;
  /** Format it was read as: `markdown-report`, `wrk`, `tailgate`; or `history`. */
  readonly format: BaselineFormat;
  /** Heading or title of the run, as in the file. */
  readonly title: string | null;
  /** Day or instant of the run as far as the file says (ISO 8601). */
  readonly date: string | null;
  readonly whole: BaselineFigures;
  /** By request name; empty where the file gives the whole only. */
  readonly endpoints: Readonly<Record<string, BaselineFigures>>;
  readonly conditions: BaselineConditions;
  /** Of a history: its figures above are what is typical of these regimes. Absent where it is a file. */
  readonly history?: HistoryBasis;
}

export type BaselineFormat = 'markdown-report' | 'wrk' | 'tailgate' | 'history';

export interface BaselineFigures {
  readonly requests?: number;
  /** Successes per second. */
  readonly throughputPerSecond?: number;
  /** Answers of any status per second: what wrk and most tools call throughput. */
  readonly answersPerSecond?: number;
  /** Share 0…1. */
  readonly errorRate?: number;
  /** Latency of successes and time-outs, in ms. */
  readonly latencyMs?: Partial<Latency>;
  /** Latency of every answer, in ms. */
  readonly latencyAllMs?: Partial<Latency>;
  /**
   * Learnt from the run's own batches, for each metric: its standard error on the log scale, for shares the design effect.
   * Absent in most files.
   */
  readonly spread?: Partial<Readonly<Record<Metric, number>>>;
}

export interface BaselineConditions {
  readonly tool?: string;
  readonly model?: 'closed' | 'open';
  readonly connections?: number;
  readonly ratePerSecond?: number | null;
  readonly arrivals?: 'constant' | 'poisson' | null;
  readonly durationSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly machine?: string;
  /** Share of each method, 0…1. */
  readonly methods?: Readonly<Record<string, number>>;
  /** Share of each request name; with it `methods` need not be there. */
  readonly mix?: readonly {
    readonly name: string;
    readonly method: string;
    readonly path: string;
    readonly share: number;
  }[];
}
