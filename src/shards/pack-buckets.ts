/**
 * Histograms as short texts: for each bucket that holds something its distance from the one before and, where that is
 * not 1, a dot and its count, in base 36 with blanks between (`1f.3 2 2.a`). What several hundred numbers come to in
 * JSON is several times as long, and takes several times as long to check.
 */
import type { Buckets } from '../engine/round.ts';

const BLANK = 32;
const DOT = 46;

export function packBuckets(buckets: Buckets): string {
  const parts: string[] = [];
  let before = 0;
  for (let i = 0; i + 1 < buckets.length; i += 2) {
    const [edge, count] = [buckets[i] as number, buckets[i + 1] as number];
    const distance = (edge - before).toString(36);
    parts.push(count === 1 ? distance : `${distance}.${count.toString(36)}`);
    before = edge;
  }
  return parts.join(' ');
}

/** Throws RangeError for a text that `packBuckets` does not write: whoever wrote the file may not have been Tailgate. */
export function unpackBuckets(text: string): Float64Array {
  if (text === '') return new Float64Array(0);
  const pairs = new Float64Array(2 * countParts(text));
  let filled = 0;
  let [edge, number, count, digits, isCount] = [0, 0, 1, 0, false];
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : BLANK;
    const digit = digitOf(code);
    if (digit >= 0) {
      number = number * 36 + digit;
      digits++;
      continue;
    }
    if (digits === 0 || !Number.isSafeInteger(number))
      throw new RangeError('a number is missing or too large');
    if (isCount) count = number;
    else {
      if (number === 0 && filled > 0) throw new RangeError('a bucket comes twice');
      edge += number;
    }
    [number, digits] = [0, 0];
    if (code === DOT && !isCount) {
      isCount = true;
      continue;
    }
    if (code !== BLANK || count === 0 || !Number.isSafeInteger(edge)) throw new RangeError('no such bucket');
    pairs[filled] = edge;
    pairs[filled + 1] = count;
    filled += 2;
    [count, isCount] = [1, false];
  }
  return pairs;
}

/** By the blanks between them. */
function countParts(text: string): number {
  let parts = 1;
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) parts++;
  return parts;
}

/** Of base 36; −1 where it is none. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 122 ? code - 87 : -1;
}
