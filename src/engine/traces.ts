import type { Random } from './random.ts';

const WORD = 0xffff_ffff;

/** Makes the values of `traceparent` (W3C Trace Context, version 00) for the requests of one worker in one round. */
export class Traces {
  readonly #random: Random;
  #sampled: string | null = null;

  /**
   * @param random a stream that no other worker, round or run has: where two environments report to one place, no trace
   * may come twice
   */
  constructor(random: Random) {
    this.#random = random;
  }

  /**
   * Neither identifier may be all zeros, which one with a digit set never is.
   * @param sample 0…1: so many are to be recorded; the others carry a trace that says it isn't
   */
  next(sample: number): string {
    const id = this.#hex() + this.#hex() + this.#hex() + this.#hexNotZero();
    const parent = this.#hex() + this.#hexNotZero();
    const isSampled = this.#random.unit() < sample;
    this.#sampled = isSampled ? id : null;
    return `00-${id}-${parent}-${isSampled ? '01' : '00'}`;
  }

  /** The trace of what was made since the last time, where it is to be recorded; else null. */
  take(): string | null {
    const sampled = this.#sampled;
    this.#sampled = null;
    return sampled;
  }

  #hex(): string {
    return this.#random.int(0, WORD).toString(16).padStart(8, '0');
  }

  #hexNotZero(): string {
    return this.#random.int(1, WORD).toString(16).padStart(8, '0');
  }
}
