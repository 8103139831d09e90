import type { Buckets, OutcomeKind } from './round.ts';

/** What failed, by how it did; kinds without one are left out. */
export type Failures = Readonly<Partial<Record<OutcomeKind, number>>>;

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
  /** Of the successes and timeouts among `requests`. */
  readonly latency: Buckets;
  /** The same of requests that were sent in an earlier stage, under its load; absent where none came in. */
  readonly carried?: Pick<Tick, 'requests' | 'errors' | 'latency'>;
  /** How its errors came about, those of `carried` among them; absent where there were none. */
  readonly failures?: Failures;
  /** Of it, the time in which nothing was sent, since a new login was awaited; absent where there was none. */
  readonly pausedMs?: number;
}
