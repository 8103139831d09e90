import { setTimeout as sleep } from 'node:timers/promises';

/** No more of what earlier timers were early or late is made up for by a later one: a stall stays a stall. */
const MOST_OWED_MS = 10;

/** Delays that are right on average to a fraction of a millisecond, though a timer takes whole ones and comes late. */
export class Delays {
  /** Still to be waited for, above 0, or waited too long already. */
  #owedMs = 0;

  /** @returns how long it took, in ms */
  async wait(ms: number): Promise<number> {
    const dueMs = ms + this.#owedMs;
    const wholeMs = Math.max(0, Math.floor(dueMs));
    this.#owe(dueMs - wholeMs);
    if (wholeMs === 0) return 0;
    const startMs = performance.now();
    await sleep(wholeMs);
    const tookMs = performance.now() - startMs;
    this.#owe(this.#owedMs + wholeMs - tookMs);
    return tookMs;
  }

  #owe(ms: number): void {
    this.#owedMs = Math.min(MOST_OWED_MS, Math.max(-MOST_OWED_MS, ms));
  }
}
