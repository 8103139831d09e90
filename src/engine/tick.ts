import type { Buckets } from './round.ts';

/** Half a second of a round, or about that at its end, by the clock that all workers share. */
export interface Tick {
  /** Since the start of the round's measured time. */
  readonly fromMs: number;
  readonly ms: number;
  /** Outcomes that came in during it, of requests that were sent in this stage. */
  readonly requests: number;
  readonly errors: number;
  /** Successes and responses of any status that came in during it, whenever they were sent. */
  readonly successes: number;
  readonly responses: number;
  /** Of the successes and time-outs among `requests`. */
  readonly latency: Buckets;
  /** The same of requests that were sent in an earlier stage, under its load; absent where none came in. */
  readonly carried?: Pick<Tick, 'requests' | 'errors' | 'latency'>;
}
