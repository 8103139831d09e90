/** How often timeouts and a lost target are looked for. */
export const SWEEP_MS = 20;
/** How often it is known to have looked at the connections, at least. */
export const TURN_MS = 10;
/** How often the thread is heard of, whatever else it has to tell. */
export const ALIVE_MS = 1000;

/** The timers of one round, ended together. */
export class Timers {
  #timers: NodeJS.Timeout[] = [];
  #next: NodeJS.Timeout | undefined;

  /** In the place of the one before. */
  next(ms: number, act: () => void): void {
    clearTimeout(this.#next);
    this.#next = setTimeout(act, ms);
  }

  every(ms: number, act: () => void): void {
    this.#timers.push(setInterval(act, ms));
  }

  end(): void {
    clearTimeout(this.#next);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}
