import { Unmeasurable } from '../unmeasurable.ts';
import { mayBeHttp2, mayRefuseVersion, refusedProtocol, sentFrames, speaksOnlyHttp2 } from './http2.ts';
import type { Poll } from './poll.ts';
import { nameSite, type Site } from './site.ts';

/** Failures in a row after which it is asked, and how many later again: one that restarts resets connections, too. */
const FIRST = 2;
const AGAIN = 20;

/** Whether what keeps a site from becoming ready is that it speaks HTTP/2 alone, which waiting won't change. */
export class Http2Suspicion {
  readonly #site: Site;
  readonly #signal: AbortSignal;
  #failures = 0;
  #wasAsked = false;

  constructor(site: Site, signal: AbortSignal) {
    this.#site = site;
    this.#signal = signal;
  }

  /** Some servers say by a status that they want another version. Throws Unmeasurable `http2-only`. */
  async answered({ status, address }: Poll): Promise<void> {
    this.#failures = 0;
    if (this.#wasAsked || status === undefined || address === undefined) return;
    if (!mayRefuseVersion(status, this.#site.origin.startsWith('https:'))) return;
    this.#wasAsked = true;
    await this.#ask(address);
  }

  /** Others close the connection, or answer by frames. Throws Unmeasurable `http2-only`. */
  async failed(error: unknown, addresses: readonly string[] | null): Promise<void> {
    if (sentFrames(error)) throw this.#found();
    this.#failures = mayBeHttp2(error) ? this.#failures + 1 : 0;
    const [address] = addresses ?? [];
    if (address === undefined) return;
    if (refusedProtocol(error) || this.#failures % AGAIN === FIRST) await this.#ask(address);
  }

  async #ask(address: string): Promise<void> {
    if (await speaksOnlyHttp2(this.#site.origin, address, this.#signal)) throw this.#found();
  }

  #found(): Unmeasurable {
    return new Unmeasurable(
      'http2-only',
      `${nameSite(this.#site)} only speaks HTTP/2, but the load is sent over HTTP/1.1: have the service or its proxy accept HTTP/1.1, too`,
    );
  }
}
