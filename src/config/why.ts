/** How much is kept of what may explain a change, so that it stays small whatever a service says. */

/** Names of Server-Timing for each request name, worker and round. */
export const MOST_NAMES = 16;
/** Columns of a row of `Timings` before those of names: bucket, responses, latency. */
export const TIMING_COLUMNS = 3;
/** The slowest traces for each request name. */
export const MOST_TRACES = 3;
/** The part of a request's responses whose time is looked at: a P99 is asked about, and its hundredth is too few. */
export const SLOWEST = 0.1;
