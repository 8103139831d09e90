const FIRST_ROOM = 64;

/**
 * First in, first out, in a ring that is used again and again: it leaves nothing behind for a garbage collection,
 * however many pass through it.
 */
export class Queue<T> {
  #ring: (T | undefined)[] = new Array(FIRST_ROOM);
  #first = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get first(): T | undefined {
    return this.#length === 0 ? undefined : this.#ring[this.#first];
  }

  push(item: T): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[(this.#first + this.#length) & (this.#ring.length - 1)] = item;
    this.#length++;
  }

  take(): T | undefined {
    if (this.#length === 0) return undefined;
    const item = this.#ring[this.#first];
    // What has left isn't held on to.
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) & (this.#ring.length - 1);
    this.#length--;
    return item;
  }

  /** All of it, in its order, and leaves nothing. */
  takeAll(): T[] {
    const items = this.list();
    while (this.#length > 0) this.take();
    return items;
  }

  /** All of it, in its order. */
  list(): T[] {
    const { length } = this.#ring;
    return Array.from(
      { length: this.#length },
      (_, index) => this.#ring[(this.#first + index) & (length - 1)] as T,
    );
  }

  /** Twice the room, a power of two always; what is in it begins at 0 again. */
  #grow(): void {
    const items = this.list();
    const room = 2 * this.#ring.length;
    this.#ring = items;
    this.#ring.length = room;
    this.#first = 0;
  }
}
