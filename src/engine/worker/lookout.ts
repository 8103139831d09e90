import { isOwnFault } from '../target/failure.ts';
import type { HangWatch } from './hang-watch.ts';
import type { LimiterWatch } from './limiter-watch.ts';
import type { FromWorker } from './messages.ts';
import { OutageDetector } from './outage.ts';
import type { RequestEnd } from './outcome.ts';

/** What goes on over rounds. */
export interface Watches {
  readonly limiter: LimiterWatch;
  readonly hangs: HangWatch;
  /** A fault on purpose has begun: what becomes of the target is what is asked, until the end. */
  readonly expectsFault: boolean;
  post(message: FromWorker): void;
}

/**
 * What a round looks out for beside its figures: a target that is gone, a machine that can open no connection any more,
 * a target that gives nothing back, and a limiter that has shut the door. The last two are for the whole round to say,
 * whose other workers may still be served.
 */
export class Lookout {
  readonly #watches: Watches;
  /** How many there are at the moment. */
  readonly #connections: () => number;
  readonly #outage = new OutageDetector();
  #limited = false;
  #hung = false;
  /** Code of what this machine has no more of. */
  #exhausted: string | null = null;

  constructor(watches: Watches, connections: () => number, nowMs: number) {
    this.#watches = watches;
    this.#connections = connections;
    this.#outage.start(nowMs);
    watches.limiter.start(nowMs);
    watches.hangs.start(nowMs);
  }

  connectionFailed(code: string): void {
    if (isOwnFault(code)) this.#exhausted = code;
    else this.#outage.failed(code);
  }

  /**
   * @param request its number in the scenario
   * @param goesOn whether it is sent again: a 429 that is declared to be waited out is no door that is shut
   */
  see(request: number, outcome: RequestEnd, goesOn: boolean, nowMs: number): void {
    const { kind, status, intercepted, retryAfterSeconds, latencyMs, serviceMs } = outcome;
    const { limiter, hangs } = this.#watches;
    // One that was never sent has waited for others.
    if (kind === 'timeout' && serviceMs !== null) hangs.timedOut(request);
    if (status === null) return;
    this.#outage.answered(nowMs);
    hangs.answered(request, serviceMs ?? latencyMs);
    const isLimited = intercepted === 'rate-limited';
    if (!isLimited || !goesOn) limiter.see(isLimited, retryAfterSeconds);
  }

  /**
   * To be called often.
   * @param sending or only waiting for what was sent
   * @param waiting whether anything is under way
   * @returns why there can be no load any more, or null
   */
  look(
    nowMs: number,
    sending: boolean,
    waiting: boolean,
  ): { readonly what: 'target' | 'generator'; readonly why: string } | null {
    const { limiter, hangs } = this.#watches;
    if (this.#exhausted !== null) return { what: 'generator', why: this.#exhausted };
    if (this.#watches.expectsFault) return null;
    const lost = sending ? this.#outage.lost(nowMs, this.#connections()) : null;
    if (lost !== null) return { what: 'target', why: lost };
    const limited = sending ? limiter.limited(nowMs) : null;
    if (sending && this.#limited !== (limited !== null)) {
      this.#limited = limited !== null;
      this.#watches.post({ say: 'limited', limited });
    }
    const silentMs = hangs.hung(nowMs, this.#connections(), waiting);
    if (this.#hung !== (silentMs !== null)) {
      this.#hung = silentMs !== null;
      this.#watches.post({ say: 'hung', silentMs });
    }
    return null;
  }
}
