import type { Random } from './random.ts';

/**
 * Which request comes next: a list holds each as often as its weight says, and is shuffled anew each time it runs out.
 * So every pass through the list holds the exact weights, where independent draws would wander off.
 */
export class Mix {
  readonly #slots: number[];
  readonly #random: Random;
  #next: number;

  /** @param weights whole numbers ≥ 1, one for each request; what is picked is the request's index */
  constructor(weights: readonly number[], random: Random) {
    const divisor = weights.reduce(greatestCommonDivisor, 0);
    this.#slots = weights.flatMap((weight, index) => Array<number>(weight / divisor).fill(index));
    this.#random = random;
    this.#next = this.#slots.length;
  }

  pick(): number {
    if (this.#next === this.#slots.length) this.#shuffle();
    return this.#slots[this.#next++] as number;
  }

  /** Fisher–Yates (Durstenfeld 1964). */
  #shuffle(): void {
    const slots = this.#slots;
    for (let i = slots.length - 1; i > 0; i--) {
      const j = this.#random.int(0, i);
      [slots[i], slots[j]] = [slots[j] as number, slots[i] as number];
    }
    this.#next = 0;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
