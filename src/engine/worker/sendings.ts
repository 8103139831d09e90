interface Sent {
  sent: number;
  /** Of these, those that write. */
  writes: number;
}

/** What a load has sent, and whether it may send more. */
export class Sendings {
  readonly #stages: Sent[] = [];
  #sent = 0;
  readonly #most: number;
  #ended = false;

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  /** Nothing new may be sent. */
  get over(): boolean {
    return this.#ended || this.spent;
  }

  /** Nothing at all may be sent. */
  get spent(): boolean {
    return this.#sent >= this.#most;
  }

  /**
   * @param stage that it belongs to; null in the warm-up, which is the first one's
   * @returns whether it was the last one
   */
  add(isWrite: boolean, stage: number | null): boolean {
    const of = this.of(stage ?? 0);
    of.sent++;
    if (isWrite) of.writes++;
    this.#sent++;
    return this.#sent === this.#most;
  }

  of(stage: number): Sent {
    this.#stages[stage] ??= { sent: 0, writes: 0 };
    return this.#stages[stage];
  }

  /** @returns false where that was said before */
  end(): boolean {
    const wasOpen = !this.#ended;
    this.#ended = true;
    return wasOpen;
  }
}
