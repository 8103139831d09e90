import type { Random } from './random.ts';

/**
 * The mix as a pack of cards: each request lies in it as often as its weight says, and the pack is shuffled anew each
 * time it runs out. So every stretch of one pack holds the exact weights, where independent draws would wander off.
 */
export class Deck {
  readonly #cards: number[];
  readonly #random: Random;
  #next: number;

  /** @param weights whole numbers ≥ 1, one for each request; the card is the request's index */
  constructor(weights: readonly number[], random: Random) {
    const divisor = weights.reduce(greatestCommonDivisor, 0);
    this.#cards = weights.flatMap((weight, index) => Array<number>(weight / divisor).fill(index));
    this.#random = random;
    this.#next = this.#cards.length;
  }

  deal(): number {
    if (this.#next === this.#cards.length) this.#shuffle();
    return this.#cards[this.#next++] as number;
  }

  /** Fisher–Yates (Durstenfeld 1964). */
  #shuffle(): void {
    const cards = this.#cards;
    for (let i = cards.length - 1; i > 0; i--) {
      const j = this.#random.int(0, i);
      [cards[i], cards[j]] = [cards[j] as number, cards[i] as number];
    }
    this.#next = 0;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
