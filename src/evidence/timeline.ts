/** What a load saw half second by half second: by its clock, from the first stage to the last one. */
import type { Histogram } from './histogram.ts';

/** What came in during one tick. */
export interface Moment {
  /** Index into the load's stages. */
  readonly stage: number;
  /** Since the start of the pass. */
  readonly fromSeconds: number;
  readonly seconds: number;
  /** With an outcome, errors and successes among them. */
  readonly requests: number;
  readonly errors: number;
  readonly successes: number;
  /** Of successes and time-outs. */
  readonly latency: Histogram;
}

/** One pass over all stages of the load, in order. */
export type Timeline = readonly Moment[];
