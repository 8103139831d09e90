import {
  BLOCKS,
  DRIFT_TIMES_SECONDS,
  MEASURE_SECONDS,
  RATE,
  ROUND_SECONDS,
  SERVICE,
  SESSION_LEVEL,
  STALL,
} from './regimes.mjs';

const SLOTS = 2 * BLOCKS;

/**
 * What the environment does during a session, slot by slot, whoever is measured in it: a rule decides which side a slot
 * serves, and the target's change is added then. So every rule meets the same weather.
 *
 * @returns each round's ln P99 (ms), ln throughput (per second), whether it stalled, errors and requests; `merged` keeps
 *   what has been asked for already
 */
export function drawSession(
  { driftSd, stalledShare, slowShare = STALL.slowShare, roundSeconds = ROUND_SECONDS },
  { unit, normal, poisson },
) {
  const logP99 = new Float64Array(SLOTS);
  const logRate = new Float64Array(SLOTS);
  const stalled = new Array(SLOTS).fill(false);
  const errors = [];
  const requests = [];
  const level = SESSION_LEVEL * driftSd * normal();
  const sd = driftSd / Math.sqrt(DRIFT_TIMES_SECONDS.length);
  const kept = DRIFT_TIMES_SECONDS.map((seconds) => Math.exp(-roundSeconds / seconds));
  const drifts = kept.map(() => sd * normal());
  for (let slot = 0; slot < SLOTS; slot++) {
    let drift = level;
    for (const [i, keep] of kept.entries()) {
      if (slot > 0) drifts[i] = keep * drifts[i] + Math.sqrt(1 - keep * keep) * sd * normal();
      drift += drifts[i];
    }
    stalled[slot] = unit() < stalledShare;
    logRate[slot] =
      Math.log(SERVICE.responsesPerSecond) -
      RATE.driftShare * drift +
      RATE.sd * normal() +
      (stalled[slot] ? Math.log(STALL.rateFactor) : 0);
    const answers = Math.exp(logRate[slot]) * MEASURE_SECONDS;
    logP99[slot] =
      Math.log(SERVICE.p99Ms) +
      drift +
      (stalled[slot] ? Math.log(STALL.p99Factor) : 0) +
      SERVICE.tailScale * Math.sqrt(99 / answers) * normal();
    errors.push(poisson(answers * (stalled[slot] ? STALL.errorShare : SERVICE.errorShare)));
    requests.push(Math.round(answers) + errors[slot]);
  }
  return { logP99, logRate, stalled, slowShare, errors, requests, merged: new Map() };
}

/**
 * ln P99 of the rounds from slot `from` to before slot `to`, taken as one run: where the mean of the rounds' shares of
 * slower requests comes down to 1 %. Beyond x a round has 0.01 · e^((q − x) / tailScale), and a stalled one its slow
 * requests besides, which thin out in the same way from where there are `slowShare` of them.
 */
export function mergeLogP99(session, from, to) {
  const { logP99, stalled, slowShare, merged } = session;
  const key = `${from}-${to}`;
  const known = merged.get(key);
  if (known !== undefined) return known;
  const lift = Math.log(STALL.p99Factor);
  const meanShare = (x) => {
    let sum = 0;
    for (let slot = from; slot < to; slot++) {
      const high = 0.01 * Math.exp((logP99[slot] - x) / SERVICE.tailScale);
      sum += stalled[slot] ? Math.min(slowShare, high) + high * Math.exp(-lift / SERVICE.tailScale) : high;
    }
    return sum / (to - from);
  };
  const rounds = logP99.subarray(from, to);
  let [low, high] = [Math.min(...rounds) - lift, Math.max(...rounds) + lift];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (meanShare(middle) > 0.01) low = middle;
    else high = middle;
  }
  merged.set(key, high);
  return high;
}
