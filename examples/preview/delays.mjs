/**
 * How long a response takes. The report's distribution is kept as a table of quantiles, so that a run against this
 * preview, whatever machine it is on, has something in common with the report.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Share of requests → delay in ms, linear in between. Each is a millisecond or two below what a client is to see at 10
 * connections (about 310 responses/s, P50 18 ms, P75 52, P90 68, P99 80): timers fire late, and the way takes its time.
 */
const REPORT = [
  [0, 12],
  [0.5, 16.5],
  [0.62, 24],
  [0.75, 50],
  [0.9, 66],
  [0.95, 73],
  [0.99, 78.5],
  [1, 83],
];

/**
 * A generator of numbers in [0, 1) that gives the same row for the same seed (a Weyl sequence, its bits mixed by two
 * rounds of multiply and shift).
 * @param {number} seed
 * @returns {() => number}
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
  };
}

/**
 * @param {number} share 0…1
 * @returns {number} ms below which that share of the report's responses would lie
 */
export function reportQuantileMs(share) {
  const above = Math.max(
    1,
    REPORT.findIndex(([at]) => at >= share),
  );
  const [fromShare, fromMs] = REPORT[above - 1];
  const [toShare, toMs] = REPORT[above];
  return fromMs + ((share - fromShare) / (toShare - fromShare)) * (toMs - fromMs);
}

/**
 * @param {'none' | 'report' | number} delay none, the report's distribution, or the same number of ms for every response
 * @param {{ slow: number, random: () => number }} how slow multiplies each delay
 * @returns {() => number} the next delay in ms
 */
export function createDelays(delay, { slow, random }) {
  if (delay === 'none') return () => 0;
  if (delay === 'report') return () => slow * reportQuantileMs(random());
  return () => slow * delay;
}

/** How much of a wait is taken off at most, in ms: on a machine that is later than that, it shows. */
const MOST_TAKEN_OFF_MS = 8;

/**
 * Waits until a response has taken as long as it should. On a busy machine timers fire late; what they are late on
 * average is taken off the waits to come, or the machine would have a say in what the delays alone are to decide.
 * @returns {(arrivedMs: number, floorMs: number) => Promise<void>} arrivedMs on performance.now()'s clock
 */
export function createFloor() {
  let lateMs = 0;
  return async (arrivedMs, floorMs) => {
    const restMs = floorMs - lateMs - (performance.now() - arrivedMs);
    if (restMs <= 0) return;
    await sleep(restMs);
    const missedMs = performance.now() - arrivedMs - floorMs;
    // Clipped: one long pause says little about the next wait.
    lateMs = clip(lateMs + clip(missedMs, -20, 20) / 50, 0, MOST_TAKEN_OFF_MS);
  };
}

function clip(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
