import { seededRandom } from './random.mjs';

/**
 * What becomes of each request, in the order in which they are read.
 *
 * @param {object} behaviour `service` {medianMs, sigma}; `stall` {every, ms}: one request in `every` takes so much
 *   longer; `faults`: kind → share of the requests
 * @returns {() => {kind: string, serviceMs: number}} kind: answer, status, reset, truncated or never
 */
export function createFates({ service, stall, faults = {} }, seed) {
  const random = seededRandom(seed);
  let count = 0;
  return () => {
    count++;
    const serviceMs = random.lognormal(service.medianMs, service.sigma);
    // The fate is drawn also where there is only one, so that rows of one seed share their service times.
    let rest = random.unit();
    const stalled = stall !== undefined && count % stall.every === 0 ? stall.ms : 0;
    for (const [kind, share] of Object.entries(faults)) {
      rest -= share;
      if (rest < 0) return { kind, serviceMs };
    }
    return { kind: 'answer', serviceMs: serviceMs + stalled };
  };
}
