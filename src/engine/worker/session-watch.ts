import type { PickedRequest } from './dispatch.ts';
import type { RequestEnd } from './outcome.ts';

/** Weight of the latest response in the running share of 401s: about the last twenty count. */
const LATEST = 0.05;
const REFUSED_SHARE = 0.5;

/**
 * Tells an expired session from an error. The first 401 to a request that carries the login's token asks for one new
 * login; when most requests with the new token are refused as well, the run can't go on.
 */
export class SessionWatch {
  /** Which login's token new requests carry. */
  generation = 0;
  readonly #loggedIn: ReadonlySet<number>;
  #awaited = false;
  #refusedShare = 0;

  constructor(loggedIn: readonly number[]) {
    this.#loggedIn = new Set(loggedIn);
  }

  renew(): void {
    this.generation++;
    this.#awaited = false;
    this.#refusedShare = 0;
  }

  see(picked: PickedRequest, outcome: RequestEnd): 'fine' | 'expired' | 'refused' {
    if (!this.#loggedIn.has(picked.request) || picked.generation !== this.generation) return 'fine';
    if (outcome.status === null) return 'fine';
    const refused = outcome.kind === 'status' && outcome.status === 401;
    if (this.generation === 0) {
      if (!refused || this.#awaited) return 'fine';
      this.#awaited = true;
      return 'expired';
    }
    this.#refusedShare += LATEST * ((refused ? 1 : 0) - this.#refusedShare);
    return this.#refusedShare >= REFUSED_SHARE ? 'refused' : 'fine';
  }
}
