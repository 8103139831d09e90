/** Not sooner, however short the time-out: garbage is collected, or a database has failed over, by then. */
const SHORTEST_MS = 5000;
/** After their time-outs the connections ask once more: a service that has come back answers by then. */
const SECOND_CHANCE_MS = 2000;
/** A generator that stood still between two looks has not watched meanwhile. */
const LONGEST_LOOK_MS = 250;

/**
 * Notices that nothing comes back any more although connections can be had: whatever is sent waits until its time-out.
 * It outlives rounds, for a slice may be shorter than any time-out; the time between rounds is not counted.
 */
export class HangWatch {
  readonly #longestMs: number;
  #silentMs = 0;
  #timeouts = 0;
  #seenMs = 0;

  constructor(timeoutMs: number) {
    this.#longestMs = Math.max(SHORTEST_MS, timeoutMs + SECOND_CHANCE_MS);
  }

  start(nowMs: number): void {
    this.#seenMs = nowMs;
  }

  answered(): void {
    this.#silentMs = 0;
    this.#timeouts = 0;
  }

  timedOut(): void {
    this.#timeouts++;
  }

  /** To be called often while there is load. @returns ms of load without a response; null while that may be chance */
  hung(nowMs: number, connections: number): number | null {
    this.#silentMs += Math.min(LONGEST_LOOK_MS, nowMs - this.#seenMs);
    this.#seenMs = nowMs;
    return this.#timeouts >= connections && this.#silentMs >= this.#longestMs ? this.#silentMs : null;
  }
}
