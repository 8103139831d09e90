/** What one tailgate.yml says otherwise than another: key by key, as it is written there. */
import { parse } from 'yaml';

/** A key, and its values as they are written; null where it isn't there. */
export interface KeyChange {
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Letters of a value: a body may be a page. */
const LONGEST_VALUE = 300;

/** In what order keys are told: what decides comes first. */
const ORDER = ['gate', 'baseline', 'scenario', 'load', 'profiles', 'probes', 'target'];

/**
 * Requests, flows and their steps are compared by their names, wherever they stand in the list. A file that is no YAML
 * counts as one without keys.
 * @param before text of the file; null where there was none
 */
export function compareConfigs(before: string | null, after: string): readonly KeyChange[] {
  const [old, now] = [keysOf(before ?? ''), keysOf(after)];
  const keys = [...new Set([...now.keys(), ...old.keys()])];
  return keys
    .map((key) => ({ key, before: old.get(key) ?? null, after: now.get(key) ?? null }))
    .filter((change) => change.before !== change.after)
    .sort((a, b) => placeOf(a.key) - placeOf(b.key));
}

function placeOf(key: string): number {
  const place = ORDER.indexOf(key.split('.', 1)[0] ?? '');
  return place < 0 ? ORDER.length : place;
}

/** Each value that is no mapping, by its dotted key; of a list of requests or steps each by its own. */
function keysOf(text: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const add = (value: unknown, key: string): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const entries = Object.entries(value);
      for (const [name, inner] of entries) add(inner, key === '' ? nameOf(name) : `${key}.${nameOf(name)}`);
      if (entries.length > 0) return;
    }
    if (Array.isArray(value) && isNamed(key)) {
      for (const [name, one] of byName(value)) add(one, `${key}[${JSON.stringify(name)}]`);
      return;
    }
    if (key !== '' && value !== undefined) keys.set(key, showWritten(value));
  };
  add(read(text), '');
  return keys;
}

/** Lists of what has a name. */
function isNamed(key: string): boolean {
  return /^scenario\.(requests|flows|setup|cleanup|flows\["(?:[^"\\]|\\.)*"\]\.steps)$/.test(key);
}

function read(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100, logLevel: 'error' });
  } catch {
    return null;
  }
}

/** As the plan names them: by the name, or the method and the path. Several of one name are told apart by number. */
function byName(requests: readonly unknown[]): (readonly [string, unknown])[] {
  const seen = new Map<string, number>();
  return requests.map((request) => {
    const { name, ...rest } = Object(request) as Record<string, unknown>;
    const [method] = METHODS.filter((one) => one in rest);
    const unnamed = method === undefined ? Object.keys(rest)[0] : method.toUpperCase();
    const own =
      typeof name === 'string' ? name : `${unnamed ?? '?'} ${String(rest[method ?? unnamed ?? ''])}`;
    const count = (seen.get(own) ?? 0) + 1;
    seen.set(own, count);
    return [count === 1 ? own : `${own} (${count})`, rest];
  });
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'];

function nameOf(name: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(name) ? name : JSON.stringify(name);
}

function showWritten(value: unknown): string {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  const letters = [...shown.slice(0, 2 * LONGEST_VALUE)];
  return letters.length > LONGEST_VALUE ? `${letters.slice(0, LONGEST_VALUE - 1).join('')}…` : shown;
}
