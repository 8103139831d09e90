import type { SecondStats } from './worker/messages.ts';

/** Seconds of several threads, each told once all have told it: a soak has many, and only the latest are kept. */
export class CommonSeconds {
  readonly #waiting: readonly SecondStats[][];
  readonly #sent: number[];

  constructor(threads: number) {
    this.#waiting = Array.from({ length: threads }, () => []);
    this.#sent = this.#waiting.map(() => 0);
  }

  /**
   * @param sent requests of that thread so far
   * @returns the same second of all, with what all have sent; null while one is missing
   */
  add(
    thread: number,
    second: SecondStats,
    sent: number,
  ): { readonly seconds: readonly SecondStats[]; readonly sent: number } | null {
    this.#waiting[thread]?.push(second);
    this.#sent[thread] = sent;
    if (this.#waiting.some((seconds) => seconds.length === 0)) return null;
    const seconds = this.#waiting.map((waiting) => waiting.shift() as SecondStats);
    return { seconds, sent: this.#sent.reduce((sum, count) => sum + count, 0) };
  }
}
