import { setImmediate as turn } from 'node:timers/promises';
import type { Time } from '../../../src/engine/meeting/time.ts';

/** A time of day that passes only while everybody waits: five minutes of 256 machines take moments. */
export class SimulatedTime {
  #nowMs: number;
  #waiting: { readonly atMs: number; readonly wake: () => void }[] = [];

  constructor(startMs = Date.UTC(2026, 10, 30, 12)) {
    this.#nowMs = startMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  wait(ms: number): Promise<void> {
    return new Promise((wake) => this.#waiting.push({ atMs: this.#nowMs + Math.max(0, ms), wake }));
  }

  /** The clock of a machine that is ahead of the true time by so much. */
  clockOf(aheadMs: number): Time {
    return {
      now: () => Math.floor(this.#nowMs + aheadMs),
      pause: async (ms, signal) => {
        signal.throwIfAborted();
        await this.wait(ms);
        signal.throwIfAborted();
      },
    };
  }

  /** Lets time pass until all of it has come to its end. Rejects where nobody waits and something is not done. */
  async run<T>(acts: readonly Promise<T>[]): Promise<PromiseSettledResult<T>[]> {
    let isDone = false;
    const done = Promise.allSettled(acts).finally(() => {
      isDone = true;
    });
    let idle = 0;
    while (!isDone) {
      await turn();
      if (isDone) break;
      this.#waiting.sort((a, b) => a.atMs - b.atMs);
      const next = this.#waiting.shift();
      idle = next === undefined ? idle + 1 : 0;
      if (idle > 100) throw new Error('somebody waits for something that never happens');
      if (next === undefined) continue;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.wake();
      // All of the same moment together.
      while (this.#waiting[0] && this.#waiting[0].atMs <= this.#nowMs) this.#waiting.shift()?.wake();
    }
    return done;
  }
}
