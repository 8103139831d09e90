/**
 * Which jobs of a run are shards of one load: those whose names differ from the own one in the shard's number alone.
 */
import type { MatrixValues } from '../../../config/measurement-id.ts';
import type { Shard } from '../../../config/shard.ts';

/** A job's name around the shard's number. */
export interface NameOfShards {
  readonly before: string;
  readonly after: string;
}

/** The shard's number in another job's name; null where the name is another load's. */
export function numberIn(name: string, { before, after }: NameOfShards): number | null {
  if (!name.startsWith(before) || !name.endsWith(after)) return null;
  const between = name.slice(before.length, name.length - after.length);
  return name.length >= before.length + after.length && /^\d{1,4}$/.test(between) ? Number(between) : null;
}

/**
 * The name of the own job around its shard's number: `load (` and `)`, `caller / load (eu, ` and `/8)`, `Shard ` and
 * ` of 8`. Where the number stands in it more than once, that place counts at which most of the other jobs have
 * theirs, and of several such the one that the matrix tells. Null where the name holds no such number.
 */
export function findNameOfShards(
  own: string,
  { index, of }: Shard,
  names: readonly string[],
  matrix: MatrixValues,
): NameOfShards | null {
  const places = [...own.matchAll(/\d+/g)]
    .filter(([digits]) => Number(digits) === index)
    .map(({ 0: digits, index: at }) => ({ before: own.slice(0, at), after: own.slice(at + digits.length) }));
  const hint = placeInMatrix(matrix, index);
  const weigh = (place: NameOfShards) => {
    const found = names.map((name) => numberIn(name, place)).filter((k) => k !== null && k >= 1 && k <= of);
    return 2 * new Set(found).size + (hint !== null && place.before.endsWith(hint) ? 1 : 0);
  };
  return places.reduce<NameOfShards | null>(
    (best, place) => (best === null || weigh(place) > weigh(best) ? place : best),
    null,
  );
}

/** What GitHub writes before the shard's value in the name of a job of a matrix; null where that can't be told. */
function placeInMatrix(matrix: MatrixValues, index: number): string | null {
  const entries = Object.entries(matrix);
  const isIndex = (value: unknown) => Number(/^\d+/.exec(String(value))?.[0] ?? Number.NaN) === index;
  const fitting = entries.filter(([, value]) => isIndex(value));
  const [key] = fitting.find(([name]) => name === 'shard') ?? fitting[0] ?? [];
  if (key === undefined) return null;
  const before = entries
    .slice(
      0,
      entries.findIndex(([name]) => name === key),
    )
    .map(([, value]) => `${value}, `);
  return `(${before.join('')}`;
}
