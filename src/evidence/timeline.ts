/** What came of the requests, half a second after the other. */
import type { Histogram } from './histogram.ts';

/** By the load's clock; what came in during it, whenever it was sent. */
export interface Moment {
  /** Index of the load's stage. */
  readonly stage: number;
  /** Since the start of the pass. */
  readonly fromSeconds: number;
  readonly seconds: number;
  readonly requests: number;
  readonly errors: number;
  readonly successes: number;
  /** Of successes and time-outs. */
  readonly latency: Histogram;
}

/** Of one pass through all stages of the load, in order, without a gap. */
export type Timeline = readonly Moment[];
