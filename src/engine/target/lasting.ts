import { Unmeasurable } from '../unmeasurable.ts';
import { askStatus, type Poll } from './poll.ts';
import { doubtSite, nameSite, type Site } from './site.ts';

/** So many responses of one status in a row are no accident of a start. */
const LASTS_FROM = 3;
const LASTING: readonly number[] = [401, 403, 404, 405, 410];

/**
 * The responses to one site's readiness check, as they come. Some of them waiting seldom changes: what to set is told
 * before the time is over.
 */
export class LastingResponses {
  readonly #site: Site;
  #status = 0;
  #inARow = 0;

  constructor(site: Site) {
    this.#site = site;
  }

  /**
   * Takes a response in, or with null that none came.
   * @returns whether it came so often in a row that it may be here to stay
   */
  see(polled: Poll | null): boolean {
    const isReadiness = polled?.good === false && polled.address !== undefined;
    const status = isReadiness ? polled.status : undefined;
    this.#inARow = status !== undefined && status === this.#status ? this.#inARow + 1 : 1;
    this.#status = status ?? 0;
    return this.#inARow >= LASTS_FROM && LASTING.includes(this.#status);
  }

  /** What to set where the latest response stays as it is, behind a colon; '' where it may change by itself. */
  get wayOut(): string {
    if (this.#site.ready === null || !LASTING.includes(this.#status)) return '';
    const ready = this.#site.redact(this.#site.ready);
    if (this.#status === 401 || this.#status === 403) {
      return `: set target.ready to a path that needs no login instead of ${ready}, or put what opens the preview into scenario.headers`;
    }
    return `: set target.ready to a path that returns 2xx instead of ${ready}; if the service is below a path, target-url has to include it, as in https://host/path`;
  }

  /**
   * Where nothing but the path can be wrong, waiting for it is over: a login isn't taken away by a start, and a service
   * that answers elsewhere is up. With an identity, what answers may still be the version before.
   * @throws Unmeasurable `not-ready`
   */
  async giveUpIfHopeless(asking: Parameters<typeof askStatus>[2]): Promise<void> {
    const [site, status] = [this.#site, this.#status];
    if (this.#inARow !== LASTS_FROM || this.wayOut === '' || site.identity !== null) return;
    const answered = `${nameSite(site)}${site.redact(site.ready ?? '')} was answered ${status} ${LASTS_FROM} times in a row`;
    if (status === 401) {
      throw new Unmeasurable('not-ready', `${answered}${this.wayOut}${doubtSite(site)}`);
    }
    const other = site.elsewhere ?? '/';
    if (other === site.ready) return;
    const there = await askStatus(site, other, asking).catch(() => null);
    if (there === null || there >= 400) return;
    throw new Unmeasurable(
      'not-ready',
      `${answered}, and ${site.redact(other)} ${there}, so that it is up${this.wayOut}${doubtSite(site)}`,
    );
  }
}
