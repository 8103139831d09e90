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
