/** Counts requests that were seen, without keeping them: a log of any length takes the memory of its routes. */
import { classifySegment, decodeSafely } from '../classify.ts';
import { encodePart } from '../literal.ts';
import { envTemplate, isSecretName, looksSecret } from '../vault.ts';
import { addTuple, countIn, type Entry, MOST_QUERIES, openEntry, routeKey, VALUE } from './entry.ts';
import { foldEntries } from './fold-entries.ts';

/** One request that was seen. */
export interface Hit {
  readonly method: string;
  /** Path and query, or a URL. */
  readonly target: string;
  /** Null where it isn't told. */
  readonly status: number | null;
}

/** Routes that are told apart before they are folded. */
const MOST_ENTRIES = 20_000;
const MOST_KNOWN = 50_000;
const LONGEST_TARGET = 4000;
const MOST_SEGMENTS = 30;

/** What a target comes to. */
interface Place {
  readonly segments: Entry['segments'];
  readonly values: readonly string[];
  readonly query: string;
  /** One of the values must be written nowhere. */
  readonly isSecret: boolean;
}

export class Tally {
  #entries = new Map<string, Entry>();
  readonly #known = new Map<string, Place | null>();
  #unkept = 0;
  #strange = 0;

  /** Hits beyond the bound, and those whose targets are none. */
  get leftOut(): { readonly unkept: number; readonly strange: number } {
    return { unkept: this.#unkept, strange: this.#strange };
  }

  add({ method, target, status }: Hit): void {
    const place = this.#place(target);
    if (place === null) {
      this.#strange += 1;
      return;
    }
    const entry = this.#entry(method.toUpperCase(), place);
    if (entry === null) {
      this.#unkept += 1;
      return;
    }
    entry.count += 1;
    if (status !== null) entry.statuses.set(status, (entry.statuses.get(status) ?? 0) + 1);
    if (status !== null && !isGoodStatus(status)) return;
    entry.good += 1;
    countIn(entry.queries, place.query, 1, MOST_QUERIES);
    if (place.values.length > 0 && !place.isSecret) addTuple(entry, place.values, 1);
  }

  /** Folded, those that were never answered well apart. */
  entries(): { readonly good: readonly Entry[]; readonly bad: readonly Entry[] } {
    const all = [...this.#entries.values()];
    const isGood = (entry: Entry) => entry.good > 0;
    return { good: foldEntries(all.filter(isGood)), bad: all.filter((entry) => !isGood(entry)) };
  }

  #entry(method: string, { segments }: Place): Entry | null {
    const key = routeKey({ method, segments });
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    if (this.#entries.size >= MOST_ENTRIES) {
      const folded = foldEntries([...this.#entries.values()]);
      if (folded.length > MOST_ENTRIES * 0.9) return null;
      this.#entries = new Map(folded.map((entry) => [routeKey(entry), entry]));
    }
    const entry = openEntry(method, segments);
    this.#entries.set(key, entry);
    return entry;
  }

  #place(target: string): Place | null {
    const known = this.#known.get(target);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    const place = placeOf(target);
    this.#known.set(target, place);
    return place;
  }
}

function isGoodStatus(status: number): boolean {
  return (status >= 200 && status < 300) || status === 304;
}

/** Null where it is no path. */
function placeOf(target: string): Place | null {
  if (target.length > LONGEST_TARGET) return null;
  const local = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '') || '/';
  if (!local.startsWith('/') || local.startsWith('//')) return null;
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(local) ?? [];
  const written = path.slice(1).split('/');
  if (written.length > MOST_SEGMENTS) return null;
  const values: string[] = [];
  let isSecret = false;
  const segments = written.map((segment, i) => {
    const kind = segment === '' ? 'word' : classifySegment(segment, written[i - 1] ?? '');
    if (kind === 'word') return segment;
    isSecret ||= kind === 'secret';
    values.push(segment);
    return VALUE;
  });
  return { segments, values, query: writeQuery(query), isSecret };
}

/** With templates in the place of secrets. */
function writeQuery(query: string): string {
  if (query === '') return '';
  const parts = query.split('&').filter(Boolean);
  return parts
    .map((part) => {
      const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(part) ?? [];
      const plainName = decodeSafely(name);
      if (value === undefined) return looksSecret(plainName) ? envTemplate('query') : encodePart(name);
      const plain = decodeSafely(value.replaceAll('+', ' '));
      if (looksSecret(plainName)) return `key=${envTemplate('query')}`;
      const isHidden = isSecretName(plainName) || looksSecret(plain) || /@/.test(plain);
      return `${encodePart(name)}=${isHidden ? envTemplate(plainName) : encodePart(value)}`;
    })
    .join('&');
}
