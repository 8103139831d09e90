/** How soaks are drawn: window by window, each kind says what its noise is like, and what creeps. */

const REQUESTS_PER_SECOND = 250;
const TYPICAL_MS = 80;
/** Of the rate: it is a mean of many requests, and the P99 that of few. */
const RATE_SHARE = 0.3;
const TYPICAL_ERRORS = 0.001;
/** Windows with a burst, and the errors in it. */
const BURSTS = { share: 0.01, errors: 0.02 };

/**
 * What each window of a soak saw. ln P99 = ln 80 ms + what the kind adds + s · e, where e has the variance 1 and resembles
 * the one before it by ρ; throughput goes the other way, by less.
 *
 * @param kind `spread` s, `rho` ρ, `gc` (every so many seconds a window is so many times slower), `warm` (so many seconds
 * so many times slower), `swing` (up and down by so much, so many times in the soak), `stalls` (share of windows, so many
 * times slower), `creep` of P99, `fall` of throughput and `rise` of errors from the beginning to the end
 * @param random uniform in [0, 1)
 */
export function drawSoak(kind, { seconds, windowSeconds }, random) {
  const { spread, rho = 0, creep = 0, fall = 0, rise = 0 } = kind;
  const windows = Math.round(seconds / windowSeconds);
  const shape = shapeOf(kind, seconds, windowSeconds, random);
  const wave = { p99: normal(random), rate: normal(random) };
  return Array.from({ length: windows }, (_, i) => {
    const at = i / (windows - 1);
    wave.p99 = rho * wave.p99 + Math.sqrt(1 - rho ** 2) * normal(random);
    wave.rate = rho * wave.rate + Math.sqrt(1 - rho ** 2) * normal(random);
    const slower = shape(i);
    const p99Ms = TYPICAL_MS * Math.exp(spread * wave.p99 + slower + Math.log1p(creep) * at);
    const requests = Math.round(
      windowSeconds *
        REQUESTS_PER_SECOND *
        Math.exp(RATE_SHARE * (spread * wave.rate - slower) + Math.log1p(-fall) * at),
    );
    const burst = random() < BURSTS.share ? BURSTS.errors : 0;
    const errors = Math.min(requests, poisson(requests * (TYPICAL_ERRORS + burst + rise * at), random));
    return { fromSeconds: i * windowSeconds, seconds: windowSeconds, p99Ms, requests, errors };
  });
}

/** What is added to a window's logarithm, beside the noise. */
function shapeOf({ gc, warm, swing, stalls }, seconds, windowSeconds, random) {
  const phase = random();
  return (i) => {
    const at = (i * windowSeconds) / seconds;
    const pauses = gc && Math.floor(phase + ((i + 1) * windowSeconds) / gc.everySeconds);
    const paused = gc && pauses > Math.floor(phase + (i * windowSeconds) / gc.everySeconds);
    return (
      (paused ? Math.log(gc.times) : 0) +
      (warm && i * windowSeconds < warm.seconds ? Math.log(warm.times) : 0) +
      (swing ? swing.by * Math.sin(2 * Math.PI * (swing.times * at + phase)) : 0) +
      (stalls && random() < stalls.share ? Math.log(stalls.times) : 0)
    );
  };
}

/**
 * The windows as a timeline of one stage, each a moment by itself.
 *
 * @param Histogram of src/evidence/histogram.ts
 */
export function timelineOf(windows, Histogram) {
  return windows.map(({ fromSeconds, seconds, p99Ms, requests, errors }) => ({
    stage: 0,
    fromSeconds,
    seconds,
    requests,
    errors,
    successes: requests - errors,
    latency: Histogram.of([edgeUs(p99Ms * 1000), requests]),
  }));
}

/** Lower edge of the bucket of three significant digits that holds the value. */
function edgeUs(valueUs) {
  const width = 2 ** Math.max(0, Math.floor(Math.log2(valueUs)) - 10);
  return Math.max(1, Math.floor(valueUs / width) * width);
}

const SAMPLE_SECONDS = 5;
/** What requests leave for the next collection, a second. */
const GARBAGE = 3e6;

/**
 * Resident memory of a server under a garbage collector, every five seconds: it grows until it is collected, at a size
 * that differs each time, and not all of what was collected is given back at once.
 *
 * @param leakPerSecond bytes that nothing gives back any more
 * @returns points of a trend: bytes by seconds
 */
export function drawMemory({ leakPerSecond = 0 }, seconds, random) {
  let [garbage, kept, most] = [random() * 40e6, 0, 45e6];
  return Array.from({ length: Math.round(seconds / SAMPLE_SECONDS) }, (_, i) => {
    garbage += GARBAGE * SAMPLE_SECONDS * (0.8 + 0.4 * random());
    if (garbage > most) {
      kept = 0.5 * kept + 5e6 * random();
      [garbage, most] = [garbage * 0.1 * random(), (30 + 30 * random()) * 1e6];
    }
    const at = i * SAMPLE_SECONDS;
    return { seconds: at, value: 120e6 + garbage + kept + leakPerSecond * at + 0.3e6 * normal(random) };
  });
}

/** Box and Muller. */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Knuth's, and by the normal distribution where that takes long. */
function poisson(mean, random) {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  let [count, product] = [0, random()];
  for (const least = Math.exp(-mean); product > least; product *= random()) count++;
  return count;
}
