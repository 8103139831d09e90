/** Whole ones that are remembered: what was sent with the one before the latest may still be answered. */
const WHOLE = 2;

/** What each user's login yields, from one renewal of all to the next; of all but the latest nothing is in use. */
export class Generations<T> {
  readonly #create: () => T;
  #all: readonly T[];

  constructor(create: () => T) {
    this.#create = create;
    this.#all = [create()];
  }

  /** Those that are remembered, in order. */
  get all(): readonly T[] {
    return this.#all;
  }

  /** The one that is under way. */
  get latest(): T {
    return this.#all.at(-1) as T;
  }

  /** All users are logged in: what comes next belongs to a new one, and the oldest is forgotten. */
  end(): void {
    this.#all = [...this.#all.slice(-WHOLE), this.#create()];
  }
}
