import { isWrite } from '../../config/methods.ts';
import type { Method } from '../../config/plan.ts';

/** What a round has sent, and whether it may send more. */
export class Sendings {
  sent = 0;
  /** Of these, those that write. */
  writes = 0;
  readonly #most: number;
  #ended = false;

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  /** Nothing more may be sent. */
  get over(): boolean {
    return this.#ended || this.sent >= this.#most;
  }

  /** @returns whether it was the last one */
  add(method: Method): boolean {
    this.sent++;
    if (isWrite(method)) this.writes++;
    return this.sent === this.#most;
  }

  /** @returns false where that was said before */
  end(): boolean {
    const wasOpen = !this.#ended;
    this.#ended = true;
    return wasOpen;
  }
}
