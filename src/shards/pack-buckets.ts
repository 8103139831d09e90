/**
 * Histograms as short texts: for each bucket that holds something its distance from the one before and, where that is
 * not 1, a dot and its count, in base 36 with blanks between (`1f.3 2 2.a`). What several hundred numbers come to in
 * JSON is several times as long, and takes several times as long to check.
 */
import type { Buckets } from '../engine/round.ts';

const BLANK = 32;
const DOT = 46;
const LARGEST = Number.MAX_SAFE_INTEGER;

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

/** Where numbers go until it is known how many there are: one for all texts. */
let scratch = new Float64Array(0);

/**
 * Throws RangeError for a text that `packBuckets` does not write: others may have written the file.
 *
 * @returns of 32 bits where all of them fit: those of 256 machines are many
 */
export function unpackBuckets(text: string): Float64Array | Uint32Array {
  const { length } = text;
  // Each number takes a character and what parts it from the next one.
  if (scratch.length < length + 2) scratch = new Float64Array(2 * length + 2);
  const pairs = scratch;
  let filled = 0;
  let edge = 0;
  let mostCount = 0;
  for (let at = 0; at < length; ) {
    const from = at;
    let distance = 0;
    let digit = digitOf(text.charCodeAt(at));
    while (digit >= 0) {
      distance = distance * 36 + digit;
      at++;
      digit = at < length ? digitOf(text.charCodeAt(at)) : -1;
    }
    if (at === from || (distance === 0 && filled > 0)) throw new RangeError('no such bucket');
    let count = 1;
    if (at < length && text.charCodeAt(at) === DOT) {
      at++;
      count = 0;
      digit = at < length ? digitOf(text.charCodeAt(at)) : -1;
      while (digit >= 0) {
        count = count * 36 + digit;
        at++;
        digit = at < length ? digitOf(text.charCodeAt(at)) : -1;
      }
    }
    edge += distance;
    if (count < 1 || count > LARGEST || edge > LARGEST)
      throw new RangeError('no count, or too large a number');
    if (count > mostCount) mostCount = count;
    pairs[filled] = edge;
    pairs[filled + 1] = count;
    filled += 2;
    if (at === length) break;
    if (text.charCodeAt(at) !== BLANK || at + 1 === length)
      throw new RangeError('something else than buckets');
    at++;
  }
  const found = pairs.subarray(0, filled);
  return edge < 2 ** 32 && mostCount < 2 ** 32 ? new Uint32Array(found) : found.slice();
}

/** Of base 36; −1 where it is none. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 122 ? code - 87 : -1;
}
