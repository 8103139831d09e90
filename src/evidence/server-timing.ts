/**
 * What a service tells of the time that its responses took (Server-Timing), of one request name; in the same way, what
 * the steps of walks through one flow took.
 */
import { MOST_NAMES, TIMING_COLUMNS } from '../config/why.ts';
import type { Timings } from '../engine/timings.ts';

/** Responses of one kind, and what they spent their time on, on average. */
export interface TimeSpent {
  /** Responses that it is of: a bucket may belong to it in part, so that it need not be a whole number. */
  readonly responses: number;
  readonly latencyMs: number;
  /** Mean duration by name, in ms: of all these responses, whether or not each of them gave it. */
  readonly byName: ReadonlyMap<string, number>;
}

/**
 * Tables put together; null without a response. Of more names than are kept, the longest durations stay.
 * @param most names that are kept: of a flow's steps all
 */
export function addTimings(parts: readonly Timings[], most = MOST_NAMES): Timings | null {
  const [first, ...others] = parts;
  if (first === undefined) return null;
  if (others.length === 0) return first;
  const names = [...new Set(parts.flatMap((part) => part.names))];
  const width = TIMING_COLUMNS + names.length;
  const rows = new Map<number, Float64Array>();
  for (const part of parts) {
    const places = part.names.map((name) => TIMING_COLUMNS + names.indexOf(name));
    for (const { from, bucket } of rowsOf(part)) {
      const row = rows.get(bucket) ?? new Float64Array(width);
      row[0] = bucket;
      for (const column of [1, 2]) (row[column] as number) += part.rows[from + column] as number;
      places.forEach((place, i) => {
        (row[place] as number) += part.rows[from + TIMING_COLUMNS + i] as number;
      });
      rows.set(bucket, row);
    }
  }
  const more = parts.some((part) => part.more);
  return keepLongest({ names, more, rows: [...rows.values()].flatMap((row) => [...row]) }, most);
}

/**
 * Of the slowest responses, so large a share of all.
 * @param share above 0, at most 1
 */
export function timeOfSlowest(timings: Timings, share: number): TimeSpent {
  const rows = [...rowsOf(timings)].sort((a, b) => b.bucket - a.bucket);
  const cell = (from: number, column: number) => timings.rows[from + column] as number;
  const wanted = share * rows.reduce((sum, { from }) => sum + cell(from, 1), 0);
  const sums = new Float64Array(TIMING_COLUMNS + timings.names.length);
  for (const { from } of rows) {
    const rest = wanted - (sums[1] as number);
    if (rest <= 0) break;
    const part = Math.min(1, rest / cell(from, 1));
    for (let column = 1; column < sums.length; column++)
      (sums[column] as number) += part * cell(from, column);
  }
  const mean = (column: number) => (sums[column] as number) / Math.max(Number.MIN_VALUE, sums[1] as number);
  return {
    responses: sums[1] as number,
    latencyMs: mean(2),
    byName: new Map(timings.names.map((name, i) => [name, mean(TIMING_COLUMNS + i)])),
  };
}

function* rowsOf({ names, rows }: Timings): Generator<{ readonly from: number; readonly bucket: number }> {
  const width = TIMING_COLUMNS + names.length;
  for (let from = 0; from + width <= rows.length; from += width) yield { from, bucket: rows[from] as number };
}

function keepLongest(timings: Timings, most: number): Timings {
  const { names } = timings;
  if (names.length <= most) return timings;
  const sums = names.map((_, i) =>
    [...rowsOf(timings)].reduce(
      (sum, { from }) => sum + (timings.rows[from + TIMING_COLUMNS + i] as number),
      0,
    ),
  );
  const kept = names
    .map((_, i) => i)
    .sort((a, b) => (sums[b] as number) - (sums[a] as number))
    .slice(0, most);
  return {
    names: kept.map((i) => names[i] as string),
    more: true,
    rows: [...rowsOf(timings)].flatMap(({ from }) =>
      [0, 1, 2, ...kept.map((i) => TIMING_COLUMNS + i)].map(
        (column) => timings.rows[from + column] as number,
      ),
    ),
  };
}
