import type { Connection } from './connection.ts';
import type { PickedRequest } from './dispatch.ts';
import type { RequestEnd } from './outcome.ts';

/** The requests with which a round began, one on each connection: see `Round`. */
export class Firsts {
  /** Latencies of the successes among them. */
  readonly ms: number[] = [];
  /** Requests that may still become one of them. */
  #left: number;
  readonly #under = new Set<PickedRequest>();

  /**
   * @param all connections of a closed model; none of an open one
   * @param wanted how many the round begins with: where one of them has to be opened first, there are no first requests
   */
  constructor(all: readonly Connection[], wanted: number) {
    // Who goes on with a walk has somebody before it: itself.
    const free = all.filter(({ idle, user }) => idle && user.walk === null && user.thinksFromMs === null);
    this.#left = free.length >= wanted ? wanted : 0;
  }

  note(picked: PickedRequest): void {
    if (this.#left === 0) return;
    this.#left--;
    this.#under.add(picked);
  }

  settle(picked: PickedRequest, { kind, latencyMs }: RequestEnd): void {
    if (this.#under.size > 0 && this.#under.delete(picked) && kind === 'success') this.ms.push(latencyMs);
  }
}
