/** Not sooner, however short the timeout: garbage is collected, or a database has failed over, by then. */
const SHORTEST_MS = 5000;
/** After their timeouts the connections ask once more: a service that has come back answers by then. */
const SECOND_CHANCE_MS = 2000;
/** Few connections may wait for slow responses one after the other. */
const FEWEST_TIMEOUTS = 3;
/** A generator that stood still between two looks has not listened meanwhile. */
const LONGEST_LOOK_MS = 250;

/**
 * Notices that nothing comes back any more although connections can be had: whatever is sent waits until its timeout.
 * It outlives rounds, for a slice may be shorter than any timeout; the time between rounds is not counted. It only
 * ends what has no future: whether there was an outage is judged by all that was seen. /
 */
export class HangWatch {
  readonly #timeoutMs: number;
  /** Requests that were answered at all: one that never is tells nothing of the others. */
  readonly #answering = new Set<number>();
  #slowestMs = 0;
  #silentMs = 0;
  #timeouts = 0;
  #seenMs = 0;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  start(nowMs: number): void {
    this.#seenMs = nowMs;
  }

  /** @param request its number in the scenario */
  answered(request: number, latencyMs: number): void {
    this.#answering.add(request);
    if (latencyMs > this.#slowestMs) this.#slowestMs = latencyMs;
    this.#silentMs = 0;
    this.#timeouts = 0;
  }

  timedOut(request: number): void {
    if (this.#answering.size === 0 || this.#answering.has(request)) this.#timeouts++;
  }

  /**
   * To be called often while there is load.
   * @param waiting whether any request is under way: else nobody is kept waiting
   * @returns ms of load without a response; null while that may be chance
   */
  hung(nowMs: number, connections: number, waiting: boolean): number | null {
    if (waiting) this.#silentMs += Math.min(LONGEST_LOOK_MS, nowMs - this.#seenMs);
    this.#seenMs = nowMs;
    const patienceMs = this.#timeoutMs + Math.max(SECOND_CHANCE_MS, this.#slowestMs);
    const isLong = this.#silentMs >= Math.max(SHORTEST_MS, patienceMs);
    return isLong && this.#timeouts >= Math.max(FEWEST_TIMEOUTS, connections) ? this.#silentMs : null;
  }
}
