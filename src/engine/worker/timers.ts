/** The timers of one round, ended together. */
export class Timers {
  #timers: NodeJS.Timeout[] = [];

  after(ms: number, act: () => void): void {
    this.#timers.push(setTimeout(act, ms));
  }

  every(ms: number, act: () => void): void {
    this.#timers.push(setInterval(act, ms));
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }
}
