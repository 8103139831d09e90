/** What the simulated sessions are made of. Logs are natural; 0.08 is about 8 %. */

/** How unsteady an environment is: `driftSd` of its level over a session, on the log scale, and share of stalled rounds. */
export const REGIMES = [
  { name: 'quiet', driftSd: 0.03, stalledShare: 0.01 },
  { name: 'typical', driftSd: 0.08, stalledShare: 0.05 },
  { name: 'noisy', driftSd: 0.2, stalledShare: 0.15 },
];

/** Changes of P99 that are tried. */
export const EFFECTS = [0, 0.05, 0.1, 0.2];

export const BLOCKS = 45;
export const MEASURE_SECONDS = 3;
export const DISCARD_SECONDS = 0.5;
export const ROUND_SECONDS = MEASURE_SECONDS + DISCARD_SECONDS;

export const SERVICE = {
  p99Ms: 60,
  responsesPerSecond: 300,
  errorShare: 0.001,
  /**
   * e-folding of the latency tail on the log scale: a threshold higher by this is passed by e times fewer requests.
   * It gives a round's P99 its sampling error, tailScale · √(0.99 / 0.01 / n): 4 % of P99 at 900 responses.
   */
  tailScale: 0.12,
};

/** The drift is a slow and a fast wandering (AR(1) each, stationary), each with half of the variance. */
export const DRIFT_TIMES_SECONDS = [10, 120];

/** A session's own level against other sessions, in units of `driftSd`; only a stored number meets it. */
export const SESSION_LEVEL = 1;

/**
 * What a stall does to the round it hits: a pause that meets `slowShare` of its requests (of 3 s: about 100 ms), by which
 * the round's P99 is `p99Factor` times as high. A longer run holds the same few slow requests among many more.
 */
export const STALL = { p99Factor: 2.5, slowShare: 0.03, rateFactor: 0.9, errorShare: 0.005 };

/** ln throughput moves against ln P99's drift by this share, and by chance by `sd` from round to round. */
export const RATE = { driftShare: 0.5, sd: 0.01 };
