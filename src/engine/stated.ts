/** What somebody else's load generator told of its run, and nothing else is known of it. Types only, plain data. */

/** In ms, of every response; what it did not tell is absent. */
export interface StatedLatency {
  readonly p50?: number | undefined;
  readonly p75?: number | undefined;
  readonly p90?: number | undefined;
  readonly p95?: number | undefined;
  readonly p99?: number | undefined;
  readonly p99_9?: number | undefined;
  readonly max?: number | undefined;
  readonly mean?: number | undefined;
}
