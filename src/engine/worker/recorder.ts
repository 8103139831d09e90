import type { Buckets } from '../round.ts';

/** An hour in µs; nothing waits longer for an answer. */
const HIGHEST_US = 3_600_000_000;
/** Three significant digits: 2,048 sub-buckets, of which each further bucket, twice as coarse, uses the upper half. */
const SUB_BUCKET_BITS = 11;
const HALF = 2 ** (SUB_BUCKET_BITS - 1);
/** Up to 2.1 s, as most answers are; one that takes longer makes room for itself. */
const FIRST_LENGTH = indexOf(2_000_000) + 1;

/**
 * Counts in the buckets of an HDR histogram (Tene) in µs, three significant digits, and gives away what it holds. Made
 * for two records a request: whole numbers and shifts, where the library's own goes by logarithms and powers.
 */
export class Recorder {
  #counts = new Uint32Array(FIRST_LENGTH);
  #least = Number.POSITIVE_INFINITY;
  #most = -1;

  record(latencyMs: number): void {
    const index = indexOf(Math.min(HIGHEST_US, Math.max(1, Math.round(latencyMs * 1000))));
    if (index >= this.#counts.length) this.#grow(index);
    (this.#counts[index] as number)++;
    if (index < this.#least) this.#least = index;
    if (index > this.#most) this.#most = index;
  }

  /** What was recorded since the last time: pairs of lower bucket edge and count. */
  take(): Buckets {
    const buckets: number[] = [];
    for (let i = this.#least; i <= this.#most; i++) {
      const count = this.#counts[i] as number;
      if (count > 0) buckets.push(lowerEdge(i), count);
    }
    if (this.#most >= 0) this.#counts.fill(0, this.#least, this.#most + 1);
    this.#least = Number.POSITIVE_INFINITY;
    this.#most = -1;
    return buckets;
  }

  #grow(index: number): void {
    const counts = new Uint32Array(index + HALF);
    counts.set(this.#counts);
    this.#counts = counts;
  }
}

/** @param us whole number from 1 to 2³² − 1 */
function indexOf(us: number): number {
  const shift = Math.max(0, 32 - SUB_BUCKET_BITS - Math.clz32(us));
  return shift * HALF + (us >>> shift);
}

function lowerEdge(index: number): number {
  const shift = Math.max(0, Math.floor(index / HALF) - 1);
  return (index - shift * HALF) * 2 ** shift;
}
