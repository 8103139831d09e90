/** Adding up histograms bucket by bucket, in the layout of an HDR histogram of three significant digits. */
import type { Buckets } from '../engine/round.ts';

/** With three significant digits, values below this many µs have a bucket each; above, buckets double in width. */
const UNIT_BUCKETS = 2048;
const HALF = UNIT_BUCKETS / 2;
/** Enough for any whole number that is exact. */
const BUCKETS = indexOf(Number.MAX_SAFE_INTEGER) + 1;

/** One for all sums, because a run makes hundreds of them, and what is sparse needs no table of its own for long. */
let counts: Float64Array | null = null;

/**
 * @param plus values in µs may lie anywhere in their buckets, and come in any order
 * @param minus taken off; must be part of what is added
 * @returns pairs of lower edge and count, ascending, only of buckets that hold something
 */
export function addUp(plus: readonly Buckets[], minus: readonly Buckets[] = []): Float64Array {
  counts ??= new Float64Array(BUCKETS);
  let least = BUCKETS;
  let most = -1;
  for (const [sign, parts] of [[1, plus] as const, [-1, minus] as const]) {
    for (const part of parts) {
      for (let i = 0; i + 1 < part.length; i += 2) {
        const index = indexOf(Math.min(part[i] as number, Number.MAX_SAFE_INTEGER));
        (counts[index] as number) += sign * (part[i + 1] as number);
        if (index < least) least = index;
        if (index > most) most = index;
      }
    }
  }
  return take(counts, least, most);
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
function take(table: Float64Array, least: number, most: number): Float64Array {
  let filled = 0;
  let negative = false;
  for (let i = least; i <= most; i++) {
    if (table[i] !== 0) filled++;
    if ((table[i] as number) < 0) negative = true;
  }
  const pairs = new Float64Array(2 * filled);
  for (let i = least, at = 0; i <= most; i++) {
    if (table[i] === 0) continue;
    pairs[at++] = lowerEdgeUs(i);
    pairs[at++] = table[i] as number;
  }
  if (most >= 0) table.fill(0, least, most + 1);
  if (negative) throw new RangeError('more is taken off a histogram than it holds');
  return pairs;
}

function indexOf(valueUs: number): number {
  const shift = shiftOf(valueUs);
  return HALF * shift + Math.floor(valueUs / power(shift));
}

function lowerEdgeUs(index: number): number {
  const shift = Math.max(0, Math.floor(index / HALF) - 1);
  return (index - shift * HALF) * power(shift);
}

/** Of two. Shifting is much faster than raising, as far as it goes. */
function power(shift: number): number {
  return shift < 31 ? 1 << shift : 2 ** shift;
}
