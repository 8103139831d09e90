import type { Stretch } from '../round.ts';

/** The longest stretch of a round in which nothing succeeded while all its connections were in use. Times in ms. */
export class SuccessGaps {
  readonly #startMs: number;
  readonly #endMs: number;
  #lastMs: number;
  #longest: Stretch = { fromMs: 0, toMs: 0 };
  #over = false;

  /** @param endMs from when on nothing more is sent */
  constructor(startMs: number, endMs: number) {
    this.#startMs = startMs;
    this.#endMs = endMs;
    this.#lastMs = startMs;
  }

  /** Whatever ended after the round's end leaves its connection idle: what lies behind that is no silence. */
  see(success: boolean, nowMs: number): void {
    if (this.#over || !(success || nowMs >= this.#endMs)) return;
    const lengthMs = nowMs - this.#lastMs;
    if (lengthMs > this.#longest.toMs - this.#longest.fromMs)
      this.#longest = { fromMs: this.#lastMs - this.#startMs, toMs: nowMs - this.#startMs };
    this.#lastMs = nowMs;
    this.#over = nowMs >= this.#endMs;
  }

  /** There was no load until now. */
  skip(nowMs: number): void {
    this.#lastMs = nowMs;
  }

  /** @returns in ms since the round's start */
  finish(nowMs: number): Stretch {
    this.see(true, nowMs);
    return this.#longest;
  }
}
