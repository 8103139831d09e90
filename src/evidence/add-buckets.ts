/** Adding up histograms bucket by bucket, in the layout of an HDR histogram of three significant digits. */
import type { Buckets } from '../engine/round.ts';

/** With three significant digits, values below this many µs have a bucket each; above, buckets double in width. */
const UNIT_BUCKETS = 2048;
const HALF = UNIT_BUCKETS / 2;
/** Enough for any whole number that is exact. */
const BUCKETS = indexOf(Number.MAX_SAFE_INTEGER) + 1;

/** Binary places of an index within its stretch: 64 neighbours of the table are looked at together, or not at all. */
const STRETCH_BITS = 6;

/** Of 32 bits where all of them fit, which is nearly always: a merge of many machines holds thousands of these. */
export type Pairs = Float64Array | Uint32Array;

interface Table {
  readonly counts: Float64Array;
  /** The stretches that hold something: a batch fills some dozens of the thousands between its ends. */
  readonly marks: Uint8Array;
  /** Where those buckets go that hold something, until it is known how many they are. */
  readonly found: Uint32Array;
}

/** One for all sums, because a run makes hundreds of them, and what is sparse needs no table of its own for long. */
let table: Table | null = null;

/**
 * @param plus values in µs may lie anywhere in their buckets, and come in any order
 * @param minus taken off; must be part of what is added
 * @returns pairs of lower edge and count, ascending, only of buckets that hold something
 */
export function addUp(plus: readonly Buckets[], minus: readonly Buckets[] = []): Pairs {
  // Most requests never fail: a third of all histograms is empty.
  if (plus.every(isEmpty) && minus.every(isEmpty)) return new Uint32Array(0);
  return take(sumUp(plus, minus));
}

const isEmpty = ({ length }: Buckets): boolean => length === 0;

function sumUp(plus: readonly Buckets[], minus: readonly Buckets[]): Table {
  table ??= {
    counts: new Float64Array(BUCKETS),
    marks: new Uint8Array((BUCKETS >> STRETCH_BITS) + 1),
    found: new Uint32Array(BUCKETS),
  };
  const { counts, marks } = table;
  for (const part of plus) addPart(part, 1, counts, marks);
  for (const part of minus) addPart(part, -1, counts, marks);
  return table;
}

/** Most parts are typed arrays: for these it is several times as fast. */
function addPart(part: Buckets, sign: 1 | -1, counts: Float64Array, marks: Uint8Array): void {
  const isTyped = part instanceof Float64Array || part instanceof Uint32Array;
  if (!isTyped) return addPart(Float64Array.from(part), sign, counts, marks);
  const { length } = part;
  for (let i = 0; i + 1 < length; i += 2) {
    const index = indexOf(part[i] as number);
    (counts[index] as number) += sign * (part[i + 1] as number);
    marks[index >> STRETCH_BITS] = 1;
  }
}

/** Width in µs of the bucket that holds the value. */
export function widthUs(valueUs: number): number {
  return power(shiftOf(valueUs));
}

/**
 * Doublings of the width up to the value. A value of 32 bits, which is 71 minutes, has its bits counted: it is faster.
 */
function shiftOf(valueUs: number): number {
  if (valueUs < UNIT_BUCKETS) return 0;
  return valueUs < 2 ** 32 ? 21 - Math.clz32(valueUs) : Math.floor(Math.log2(valueUs)) - 10;
}

/** Leaves the table empty for the next sum, also where this one fails. */
function take({ counts, marks, found }: Table): Pairs {
  let buckets = 0;
  let [fewest, most] = [0, 0];
  for (let mark = marks.indexOf(1); mark >= 0; mark = marks.indexOf(1, mark + 1)) {
    marks[mark] = 0;
    const end = (mark + 1) << STRETCH_BITS;
    for (let i = mark << STRETCH_BITS; i < end; i++) {
      const count = counts[i] as number;
      if (count === 0) continue;
      found[buckets++] = i;
      if (count < fewest) fewest = count;
      if (count > most) most = count;
    }
  }
  const highest = buckets === 0 ? 0 : lowerEdgeUs(found[buckets - 1] as number);
  const isNarrow = most < 2 ** 32 && highest < 2 ** 32;
  const pairs = new (isNarrow ? Uint32Array : Float64Array)(2 * buckets);
  for (let k = 0; k < buckets; k++) {
    const i = found[k] as number;
    pairs[2 * k] = lowerEdgeUs(i);
    pairs[2 * k + 1] = counts[i] as number;
    counts[i] = 0;
  }
  if (fewest < 0) throw new RangeError('more is taken off a histogram than it holds');
  return pairs;
}

/** Of the bucket that holds the value. Most have 32 bits: for these it is several times as fast. */
export function indexOf(valueUs: number): number {
  if (valueUs < UNIT_BUCKETS) return valueUs | 0;
  if (valueUs < 2 ** 32) {
    const shift = 21 - Math.clz32(valueUs);
    return HALF * shift + (valueUs >>> shift);
  }
  const exact = Math.min(valueUs, Number.MAX_SAFE_INTEGER);
  const shift = shiftOf(exact);
  return HALF * shift + Math.floor(exact / power(shift));
}

/** In µs, of the bucket at the index. */
export function lowerEdgeUs(index: number): number {
  const shift = Math.max(0, Math.floor(index / HALF) - 1);
  return (index - shift * HALF) * power(shift);
}

/** Of two. Shifting is much faster than raising, as far as it goes. */
function power(shift: number): number {
  return shift < 31 ? 1 << shift : 2 ** shift;
}
