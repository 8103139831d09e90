/** Longer than a restart of connections takes, short enough to end a run within a second of a crash. */
const SILENCE_MS = 700;
const FAILURES_PER_CONNECTION = 3;

/**
 * Notices that nobody answers any more: connections are refused or cut, each of them several times over, and no
 * response comes.
 */
export class OutageDetector {
  #answeredMs = 0;
  #failures = 0;
  #latest = '';

  start(nowMs: number): void {
    this.answered(nowMs);
  }

  answered(nowMs: number): void {
    this.#failures = 0;
    this.#answeredMs = nowMs;
  }

  failed(code: string): void {
    this.#failures++;
    this.#latest = code;
  }

  /**
   * Why nobody answers, or null while somebody does.
   * @param connections that there are at the moment
   */
  lost(nowMs: number, connections: number): string | null {
    const silent = nowMs - this.#answeredMs >= SILENCE_MS;
    return silent && this.#failures >= FAILURES_PER_CONNECTION * connections ? this.#latest : null;
  }
}
