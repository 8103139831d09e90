/**
 * What a preview can have wrong with it, on purpose. Each fault looks at a request as it arrives and either lets it
 * through or says with what it is turned away.
 *
 * @typedef {object} Refusal
 * @property {number} status
 * @property {string} message
 * @property {number} [retryAfterSeconds]
 * @property {boolean} [delayed] takes as long as a good response would
 */

/** What each request leaves behind with `leak`. */
const LEAK_BYTES = 16 * 1024;

/** Probes that say what the process is, not how it does: a limiter or a faulty dependency leaves them alone. */
const PROBES = ['/api/v1/health', '/api/v1/version', '/metrics', '/truth'];
const LOGINS = ['/api/v1/auth/login', '/login'];

/**
 * @param {{ errorRate: number, rateLimit: { requests: number, windowMs: number } | null, leak: boolean,
 *   slowStartMs: number, crashAfter: number | null, random: () => number, crash: () => void }} knobs
 * @returns {(path: string) => Refusal | null} called once for each request
 */
export function createFaults(knobs) {
  const startedMs = performance.now();
  const leaked = [];
  let left = knobs.crashAfter;
  const limit = knobs.rateLimit && createLimiter(knobs.rateLimit);

  return (path) => {
    if (path === '/metrics' || path === '/truth') return null;
    // Filled, since pages that nobody wrote to are not resident.
    if (knobs.leak) leaked.push(Buffer.alloc(LEAK_BYTES, leaked.length));
    if (left !== null && --left < 0) knobs.crash();
    const remainingMs = startedMs + knobs.slowStartMs - performance.now();
    if (remainingMs > 0) return refuse(503, 'the service is starting', remainingMs);
    if (PROBES.includes(path)) return null;
    const waitMs = limit ? limit() : 0;
    if (waitMs > 0) return refuse(429, 'too many requests', waitMs);
    // The login is left out: a run that can't log in has nothing to tell about an error rate.
    if (!LOGINS.includes(path) && knobs.random() < knobs.errorRate)
      return { status: 503, message: 'a service behind this one is unavailable', delayed: true };
    return null;
  };
}

/**
 * An answer that never arrives, though what was asked for is done: what a client meets whose connection breaks, or
 * whose proxy gives up.
 * @param {number} share of the requests that create a record
 * @param {() => number} random
 * @returns {(method: string, path: string) => boolean} called once for each answer
 */
export function createLoss(share, random) {
  return (method, path) => method === 'POST' && !LOGINS.includes(path) && random() < share;
}

/**
 * So many requests in each window, of all clients together.
 * @param {{ requests: number, windowMs: number }} rate
 * @returns {() => number} ms to wait before the next try; 0 lets the request through
 */
function createLimiter({ requests, windowMs }) {
  let endsMs = 0;
  let used = 0;
  return () => {
    const nowMs = performance.now();
    if (nowMs >= endsMs) {
      endsMs = nowMs + windowMs;
      used = 0;
    }
    used += 1;
    return used > requests ? endsMs - nowMs : 0;
  };
}

/**
 * @param {number} status
 * @param {string} message
 * @param {number} waitMs
 * @returns {Refusal}
 */
function refuse(status, message, waitMs) {
  return { status, message, retryAfterSeconds: Math.ceil(waitMs / 1000) };
}
