/**
 * When the thread last looked at its sockets: what happened on one before that look would have been seen by then. Told
 * by whatever runs in a turn of the event loop; the first of them comes right after the look.
 */
export class LoopTurns {
  /** The latest turn that is over. */
  #lookedMs = Number.NEGATIVE_INFINITY;
  #turnMs: number | null = null;

  /** A look since which nothing that is seen now can have waited. */
  get lookedMs(): number {
    return this.#lookedMs;
  }

  note(): void {
    if (this.#turnMs !== null) return;
    this.#turnMs = performance.now();
    setImmediate(this.#end);
  }

  readonly #end = () => {
    this.#lookedMs = this.#turnMs as number;
    this.#turnMs = null;
  };
}
