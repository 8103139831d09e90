/** Requests of one shape that were seen, counted. */

/** In the place of a segment that is a value. */
export const VALUE = null;

export interface Entry {
  readonly method: string;
  readonly segments: readonly (string | typeof VALUE)[];
  count: number;
  /** Responses that were a success, or weren't told. */
  good: number;
  readonly statuses: Map<number, number>;
  /** Queries as they go into a path, without secrets. */
  readonly queries: Map<string, number>;
  /** What stood in the places of values, in their order; of good responses. */
  readonly tuples: Map<string, Tuple>;
}

interface Tuple {
  readonly values: readonly string[];
  count: number;
}

/** Examples kept of each; a template picks one of them. */
const MOST_TUPLES = 60;
export const MOST_QUERIES = 60;

export function openEntry(method: string, segments: Entry['segments']): Entry {
  const [statuses, queries, tuples] = [new Map(), new Map(), new Map()];
  return { method, segments, count: 0, good: 0, statuses, queries, tuples };
}

export function routeKey({ method, segments }: Pick<Entry, 'method' | 'segments'>): string {
  return `${method} /${segments.map((segment) => segment ?? '\0').join('/')}`;
}

/** Counts one more; what is beyond the bound is not kept. */
export function countIn(counts: Map<string, number>, key: string, by: number, most: number): void {
  const known = counts.get(key);
  if (known !== undefined || counts.size < most) counts.set(key, (known ?? 0) + by);
}

export function addTuple({ tuples }: Entry, values: readonly string[], by: number): void {
  const key = values.join('\n');
  const known = tuples.get(key);
  if (known !== undefined) known.count += by;
  else if (tuples.size < MOST_TUPLES) tuples.set(key, { values, count: by });
}

/** Adds what another entry of the same shape saw. */
export function mergeInto(one: Entry, other: Entry): void {
  one.count += other.count;
  one.good += other.good;
  for (const [status, count] of other.statuses)
    one.statuses.set(status, (one.statuses.get(status) ?? 0) + count);
  for (const [query, count] of other.queries) countIn(one.queries, query, count, MOST_QUERIES);
  for (const { values, count } of other.tuples.values()) addTuple(one, values, count);
}

/** The keys that were counted most, the most frequent first. */
export function byCount<K>(counts: Iterable<readonly [K, number]>): K[] {
  return [...counts].sort(([, a], [, b]) => b - a).map(([key]) => key);
}
