/** Longer than a restart of connections takes, short enough to end a run within a second of a crash. */
const SILENCE_MS = 700;
const FAILURES_PER_CONNECTION = 3;

/**
 * Notices that nobody answers any more: connections are refused or cut, each of them several times over, and no
 * response comes.
 */
export class OutageDetector {
  readonly #connections: number;
  #answeredMs = 0;
  #failures = 0;
  #latest = '';

  constructor(connections: number) {
    this.#connections = connections;
  }

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

  /** Why nobody answers, or null while somebody does. */
  lost(nowMs: number): string | null {
    const silent = nowMs - this.#answeredMs >= SILENCE_MS;
    return silent && this.#failures >= FAILURES_PER_CONNECTION * this.#connections ? this.#latest : null;
  }
}
