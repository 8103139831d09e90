import type { PickedRequest } from './dispatch.ts';
import type { RequestEnd } from './outcome.ts';

/** 401s that a service may have to give, with nothing let in since, before a token that was accepted has expired. */
const SUREST = 16;
/** Tokens that last for less are more likely none: a 401 or two more are waited for. */
const SHORT_LIFE_MS = 1000;
const MOST_DOUBTS = 2;
/** 401s to a token that is let in nowhere where an earlier one was: the new login is worth nothing. */
const REFUSALS = 14;

/** 401s to a request since it was last let in. */
interface Refusals {
  count: number;
  /** When the first of them was sent: what is sent after it and let in shows that the token holds. */
  readonly sentMs: number;
}

/**
 * Tells an expired session from an error, however often a session expires. A token that was accepted and is refused
 * asks for a new login; a service that lets slip a 401 now and then has to say it more often, by as many as it let
 * slip. A new token that is refused from its first request on can't be mended. It outlives rounds, as a token does.
 */
export class SessionWatch {
  /** Which login's token new requests carry, counted over the run. */
  generation: number;
  readonly #loggedIn: ReadonlySet<number>;
  /** Requests that any login's token was accepted for, and those that the latest one's was. */
  readonly #known = new Set<number>();
  readonly #accepted = new Set<number>();
  readonly #refusals = new Map<number, Refusals>();
  /** 401s that were none of an expired session. */
  #slips = 0;
  #doubts = 0;
  #renewedMs = Number.NEGATIVE_INFINITY;
  #awaited = false;

  constructor(loggedIn: readonly number[], generation: number) {
    this.#loggedIn = new Set(loggedIn);
    this.generation = generation;
  }

  /** Whether a new login was asked for, and has not come yet. */
  get awaited(): boolean {
    return this.#awaited;
  }

  /** Why there can be no load any more, where the latest login is refused. */
  get refusal(): string {
    const nth = this.generation === 1 ? 'a second login' : `login number ${this.generation + 1}`;
    return `the service keeps answering 401 after ${nth}`;
  }

  renew(generation: number, nowMs: number): void {
    this.generation = generation;
    this.#renewedMs = nowMs;
    this.#awaited = false;
    this.#accepted.clear();
    this.#refusals.clear();
  }

  see(picked: PickedRequest, outcome: RequestEnd, nowMs: number): 'fine' | 'expired' | 'refused' {
    const { request } = picked;
    if (!this.#loggedIn.has(request) || picked.generation !== this.generation) return 'fine';
    const sentMs = nowMs - (outcome.serviceMs ?? 0);
    // Whoever isn't let in is answered 401: what only fails a check was let in.
    if (outcome.kind === 'success' || outcome.kind === 'check') this.#accept(request, sentMs);
    if (outcome.kind !== 'status' || outcome.status !== 401 || this.#awaited) return 'fine';
    const refusals = this.#refusals.get(request) ?? { count: 0, sentMs };
    refusals.count++;
    this.#refusals.set(request, refusals);
    if (this.#hasExpired(request)) {
      this.#awaited = true;
      if (nowMs - this.#renewedMs < SHORT_LIFE_MS) this.#doubts = Math.min(MOST_DOUBTS, this.#doubts + 1);
      return 'expired';
    }
    return this.generation > 0 && this.#isWorthNothing() ? 'refused' : 'fine';
  }

  #accept(request: number, sentMs: number): void {
    this.#known.add(request);
    this.#accepted.add(request);
    const refusals = this.#refusals.get(request);
    if (refusals === undefined || sentMs <= refusals.sentMs) return;
    this.#slips += refusals.count;
    this.#refusals.delete(request);
  }

  #hasExpired(request: number): boolean {
    // The first login's may have expired before the load came to this request.
    if (!this.#accepted.has(request)) return this.generation === 0;
    const refused = this.#count((one) => this.#accepted.has(one));
    return refused >= Math.min(SUREST, 1 + this.#slips + this.#doubts);
  }

  #isWorthNothing(): boolean {
    const asked = (one: number) => this.#known.size === 0 || this.#known.has(one);
    return this.#count((one) => asked(one) && !this.#accepted.has(one)) >= REFUSALS;
  }

  #count(isMeant: (request: number) => boolean): number {
    let count = 0;
    for (const [request, refusals] of this.#refusals) if (isMeant(request)) count += refusals.count;
    return count;
  }
}
