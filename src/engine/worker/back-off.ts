const FIRST_MS = 50;
const LONGEST_MS = 1000;

/**
 * Waits before a connection is made anew, longer with each in a row that ended before a single response. The first is
 * no row: to wait after it would be counted as throughput that the service had lost.
 */
export class BackOff {
  #failures = 0;
  #timer: NodeJS.Timeout | null = null;

  get waiting(): boolean {
    return this.#timer !== null;
  }

  failed(): void {
    this.#failures++;
  }

  /** Something was answered: the next connection needs no wait. */
  answered(): void {
    this.#failures = 0;
  }

  /** Calls `connect` at once where at most one has failed, else when it has waited. */
  before(connect: () => void): void {
    if (this.waiting) return;
    if (this.#failures <= 1) return connect();
    const waitMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.#failures - 2));
    this.#timer = setTimeout(() => {
      this.#timer = null;
      connect();
    }, waitMs);
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
