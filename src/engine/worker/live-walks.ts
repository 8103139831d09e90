import type { Walk } from './walk.ts';

/**
 * Walks that are under way, in no order. A list, not a set: V8 makes the table of a set that is filled and emptied anew
 * among what lives long, and thousands of walks a second would fill the memory with them.
 */
export class LiveWalks implements Iterable<Walk> {
  readonly #walks: Walk[] = [];

  /** @param walk that is not among them */
  add(walk: Walk): void {
    walk.place = this.#walks.length;
    this.#walks.push(walk);
  }

  /** The last one takes its place. One that is not among them is left alone. */
  delete(walk: Walk): void {
    if (this.#walks[walk.place] !== walk) return;
    const last = this.#walks.pop() as Walk;
    if (last === walk) return;
    this.#walks[walk.place] = last;
    last.place = walk.place;
  }

  /** Those that there are at the beginning: some may come to their ends meanwhile. */
  [Symbol.iterator](): Iterator<Walk> {
    return [...this.#walks].values();
  }
}
