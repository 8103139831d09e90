/** Paths that differ in a value of many become one, though no value looks like one: `/products/blue-shirt`. */
import { addTuple, type Entry, mergeInto, openEntry, routeKey, VALUE } from './entry.ts';

/** Fewer different words in one place are names of routes. */
const FEWEST = 15;
/** So many are values however often each is asked for: no service has so many routes beside each other. */
const SURELY = 100;
/** Up to there, as often as half of them are asked for at most, words are values. */
const RARE = 2;
/** A word that is asked for so much more often than the others is a route beside the values, as `search` is. */
const HEAVY = 20;
const HEAVY_SHARE = 0.02;

export function foldEntries(entries: readonly Entry[], depth = 0): Entry[] {
  const deep = entries.filter(({ segments }) => segments.length > depth);
  if (deep.length === 0) return [...entries];
  const counts = new Map<string, number>();
  for (const { segments, count } of deep) {
    const word = segments[depth];
    if (typeof word === 'string') counts.set(word, (counts.get(word) ?? 0) + count);
  }
  const values = chooseValues(counts);
  const folded = merge(
    deep.map((entry) => (values.has(entry.segments[depth] ?? '') ? withValue(entry, depth) : entry)),
  );
  const groups = new Map<string | typeof VALUE, Entry[]>();
  for (const entry of folded) {
    const segment = entry.segments[depth] ?? VALUE;
    const group = groups.get(segment);
    if (group === undefined) groups.set(segment, [entry]);
    else group.push(entry);
  }
  const ends = entries.filter(({ segments }) => segments.length <= depth);
  return [...ends, ...[...groups.values()].flatMap((group) => foldEntries(group, depth + 1))];
}

function chooseValues(counts: ReadonlyMap<string, number>): ReadonlySet<string> {
  if (counts.size < FEWEST) return new Set();
  const sorted = [...counts.values()].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const total = sorted.reduce((sum, count) => sum + count, 0);
  if (median > RARE && counts.size <= SURELY) return new Set();
  const isHeavy = (count: number) => count > HEAVY * median && count > HEAVY_SHARE * total;
  return new Set([...counts].flatMap(([word, count]) => (isHeavy(count) ? [] : [word])));
}

function withValue(entry: Entry, depth: number): Entry {
  const word = entry.segments[depth] ?? '';
  const before = entry.segments.slice(0, depth).filter((segment) => segment === VALUE).length;
  const folded = openEntry(entry.method, entry.segments.with(depth, VALUE));
  mergeInto(folded, { ...entry, tuples: new Map() });
  const known = entry.segments.includes(VALUE)
    ? [...entry.tuples.values()]
    : [{ values: [], count: entry.good }];
  for (const { values, count } of known)
    if (count > 0) addTuple(folded, values.toSpliced(before, 0, word), count);
  return folded;
}

function merge(entries: readonly Entry[]): Entry[] {
  const merged = new Map<string, Entry>();
  for (const entry of entries) {
    const key = routeKey(entry);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, entry);
    else mergeInto(known, entry);
  }
  return [...merged.values()];
}
