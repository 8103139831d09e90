import { Cookie, CookieJar, cookieCompare, MemoryCookieStore, pathMatch } from 'tough-cookie';
import { decodeField } from '../decode-field.ts';
import { ownCopy } from '../own-copy.ts';

/** Bytes of a line of Set-Cookie, and cookies of a user: browsers keep no more of a site, or not many more. */
const LONGEST_LINE = 4096;
const MOST_COOKIES = 50;

/** A jar's cookies as plain data, which crosses to another thread. */
export type PlainJar = readonly ReturnType<Cookie['toJSON']>[];

/**
 * The cookies that one user has of one host, as RFC 6265 has them kept and sent back. Those for Secure connections go
 * also to this machine, as browsers do it.
 */
export class UserJar {
  readonly #origin: string;
  readonly #store = new MemoryCookieStore();
  readonly #jar = new CookieJar(this.#store);
  /** Those that haven't expired, in the order in which they are sent; null where they have to be looked at again. */
  #live: readonly Cookie[] | null = null;
  /** When the next one of them expires. */
  #untilMs = 0;
  /** The header, where it is the same for every path. */
  #common: string | null = null;

  /** @param origin such as `https://host:port` */
  constructor(origin: string, cookies: PlainJar = []) {
    this.#origin = origin;
    this.put(cookies);
  }

  /** Keeps another jar's cookies, too, in place of those of the same name, domain and path. */
  put(cookies: PlainJar): void {
    for (const plain of cookies) {
      const cookie = Cookie.fromJSON(plain);
      if (cookie !== undefined) this.#store.putCookie(cookie, ignore);
    }
    this.#forgetLooks();
  }

  /**
   * The value of Cookie for a request; '' where it has none.
   * @param path as it goes to the server, with its query
   */
  headerFor(path: string): string {
    if (this.#live === null || this.#untilMs <= Date.now()) this.#live = this.#look();
    if (this.#common !== null) return this.#common;
    const [pathname = '/'] = path.split('?', 1);
    return join(this.#live.filter((cookie) => pathMatch(pathname, cookie.path ?? '/')));
  }

  /**
   * Keeps what a response sets. What is no cookie, too long or another host's is left out; never throws.
   * @param lines values of Set-Cookie
   * @param path that was asked for
   */
  take(lines: readonly string[], path: string): void {
    if (lines.length === 0) return;
    // Of more than a user can have, those that come last count.
    for (const line of lines.slice(-MOST_COOKIES)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      if (line.length > LONGEST_LINE || /[\u0000-\u001f\u007f]/.test(line)) continue;
      try {
        this.#jar.setCookieSync(decodeField(ownCopy(line)), this.#origin + path, { ignoreError: true });
      } catch {
        // Nothing that a browser would keep.
      }
    }
    this.#forgetLooks();
  }

  /** Those of the cookies that it has now. */
  get values(): readonly string[] {
    if (this.#live === null || this.#untilMs <= Date.now()) this.#live = this.#look();
    return this.#live.map(({ value }) => value);
  }

  toPlain(): PlainJar {
    this.#live = this.#look();
    return this.#live.map((cookie) => cookie.toJSON());
  }

  copy(): UserJar {
    return new UserJar(this.#origin, this.toPlain());
  }

  #forgetLooks(): void {
    this.#live = null;
    this.#common = null;
  }

  #look(): Cookie[] {
    const nowMs = Date.now();
    let all: Cookie[] = [];
    this.#store.getAllCookies((_, cookies) => {
      all = cookies ?? [];
    });
    const live = all.filter((cookie) => timeOf(cookie) > nowMs);
    // The oldest go first.
    const kept = live.sort((a, b) => a.creationIndex - b.creationIndex).slice(-MOST_COOKIES);
    if (kept.length < all.length) {
      const isKept = new Set(kept);
      for (const one of all)
        if (!isKept.has(one)) this.#store.removeCookie(one.domain ?? '', one.path ?? '', one.key, ignore);
    }
    this.#untilMs = Math.min(...kept.map(timeOf));
    kept.sort(cookieCompare);
    this.#common = kept.every(({ path }) => path === '/') ? join(kept) : null;
    return kept;
  }
}

function timeOf(cookie: Cookie): number {
  return cookie.expiryTime() ?? Number.POSITIVE_INFINITY;
}

function join(cookies: readonly Cookie[]): string {
  return cookies.map((cookie) => cookie.cookieString()).join('; ');
}

function ignore(): void {}
