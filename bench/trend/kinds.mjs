/** Which soaks are tried. */

const NOISE = [
  { name: 'independent windows', spread: 0.05 },
  { name: 'independent windows, noisy', spread: 0.1, noisy: true },
  { name: 'ρ .3 from window to window', spread: 0.05, rho: 0.3 },
  { name: 'ρ .3, noisy', spread: 0.1, rho: 0.3, noisy: true },
  { name: 'ρ .6', spread: 0.05, rho: 0.6 },
  { name: 'ρ .6, noisy', spread: 0.1, rho: 0.6, noisy: true },
  {
    name: 'a pause each minute, three times as slow',
    spread: 0.05,
    rho: 0.3,
    gc: { everySeconds: 60, times: 3 },
  },
  { name: 'first 30 s slower by half', spread: 0.05, rho: 0.3, warm: { seconds: 30, times: 1.5 } },
  {
    name: 'one window in twenty five times as slow',
    spread: 0.05,
    rho: 0.3,
    stalls: { share: 0.05, times: 5 },
  },
  {
    name: 'up and down by 5 %, three times',
    spread: 0.05,
    rho: 0.3,
    swing: { by: 0.05, times: 3 },
    noisy: true,
  },
  {
    name: 'up and down by 10 %, three times',
    spread: 0.05,
    rho: 0.3,
    swing: { by: 0.1, times: 3 },
    noisy: true,
  },
];

/** In seconds. */
export const LENGTHS = [300, 1800];

/** Nothing to be told. */
export const STABLE = NOISE;

/** In half an hour. `noisy` ones are told of, and held to no goal. */
export const CREEPING = [0.1, 0.2].flatMap((creep) => NOISE.map((kind) => ({ ...kind, creep })));

/** What else may go wrong in half an hour. */
export const OTHERS = [
  { name: 'throughput falls by 10 %', metric: 'throughput', truth: -0.1, spread: 0.05, rho: 0.3, fall: 0.1 },
  { name: 'errors rise by 2 pp', metric: 'errors', truth: 0.02, spread: 0.05, rho: 0.3, rise: 0.02 },
];

/** Bytes a second that are lost: 1 kB a request at 300/s, a third of it, none. */
export const LEAKS = [300_000, 100_000, 0];
