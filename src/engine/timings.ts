/**
 * Durations that the service told with its responses (Server-Timing), added up apart for fast and for slow ones: so it
 * can be asked what the slow ones spent their time on. Of walks through a flow, what each of their steps took. Plain
 * data; of one worker, one request name or flow, and one stretch of load.
 */
export interface Timings {
  /** At most `MOST_NAMES` of a table, of a flow all its steps; in the order of its columns. */
  readonly names: readonly string[];
  /** There were further names, which are in no column. */
  readonly more: boolean;
  /**
   * Rows of equal length, one after the other: bucket of latency, responses in it, their latencies added up in ms, then
   * for each name its durations added up in ms. Buckets are sixteenths of a doubling of the latency in µs.
   */
  readonly rows: Readonly<ArrayLike<number>>;
}

/** The slowest requests that were sent with a sampled trace. */
export interface Trace {
  /** Of `traceparent` (W3C Trace Context): 32 hexadecimal digits. */
  readonly id: string;
  readonly latencyMs: number;
}

/** What a service told of requests of one name, and what they can be looked up by; of a flow, what its time went to. */
export interface Told {
  /**
   * Of Server-Timing, in as many parts as it was counted in; absent where no success had one. Of a flow, the steps of
   * walks that took time to the end: successes and time-outs.
   */
  readonly timings?: readonly Timings[];
  /** Slowest first; absent where none was sent with a sampled trace. */
  readonly traces?: readonly Trace[];
}
