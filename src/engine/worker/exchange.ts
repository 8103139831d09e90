/** A request on its connection, from when it is sent until it has an end. */
import type { Dispatcher, PickedRequest } from './dispatch.ts';
import { bytesKept, isLookedInto, lookInto } from './look-into.ts';
import { type Fault, failed, type RequestEnd } from './outcome.ts';
import type { ResponseParser } from './response-parser.ts';

type Owner = Pick<Dispatcher, 'wantsSample' | 'timeoutMs'>;

/** Times are ms of the worker's monotonic clock. */
export class Exchange {
  /** The request that is under way; null while there is none. */
  picked: PickedRequest | null = null;
  readonly #owner: Owner;
  #sentMs = 0;
  /** When the response that is to be looked into was there; null while there is none. */
  #readMs: number | null = null;
  #isLookedInto = false;

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /** The response is there, and not looked into yet. */
  get read(): boolean {
    return this.#readMs !== null;
  }

  start(picked: PickedRequest): void {
    this.picked = picked;
    this.#sentMs = performance.now();
  }

  /** How many bytes of the response's body are kept, see `ResponseParser`. */
  bytesKept(status: number): number {
    const { picked } = this;
    if (picked === null) return -1;
    return bytesKept(picked, status, (kind) => this.#owner.wantsSample(picked, kind, status));
  }

  /** The response is there. @returns whether it is to be looked into, which takes time */
  answered(status: number): boolean {
    this.#readMs = performance.now();
    this.#isLookedInto = isLookedInto(this.picked as PickedRequest, status);
    return this.#isLookedInto;
  }

  /** Of a response that is there, and that the parser still holds. */
  end(parser: ResponseParser): RequestEnd {
    const picked = this.picked as PickedRequest;
    const readMs = this.#readMs as number;
    const { text: serverTiming } = parser.timing;
    const times = { latencyMs: readMs - picked.dueMs, serviceMs: readMs - this.#sentMs, serverTiming };
    const end = lookInto(picked, parser, times, (kind) =>
      this.#owner.wantsSample(picked, kind, parser.status),
    );
    parser.forget();
    this.drop();
    if (this.#isLookedInto) end.heldMs = performance.now() - readMs;
    return end;
  }

  /** Without one. @param picked that is under way, or was to be sent */
  fail(picked: PickedRequest, failure: Fault, nowMs: number, sent: boolean): RequestEnd {
    const { timeoutMs, dueMs } = picked;
    const { kind, code } = failure;
    // A timeout has waited for its limit at least, also where it was given up before it could be sent: connecting has
    // the load's.
    const limitMs = sent ? timeoutMs : Math.min(timeoutMs, this.#owner.timeoutMs);
    const latencyMs = kind === 'timeout' ? Math.max(limitMs, nowMs - dueMs) : nowMs - dueMs;
    const serviceMs = sent ? nowMs - this.#sentMs : null;
    const wanted = code !== null && this.#owner.wantsSample(picked, kind, null);
    return failed(failure, latencyMs, serviceMs, wanted);
  }

  /** Nothing is under way. @returns what was */
  drop(): PickedRequest | null {
    const { picked } = this;
    this.picked = null;
    this.#readMs = null;
    return picked;
  }
}
