/** An hour in µs; nothing waits longer for a response. */
const HIGHEST_US = 3_600_000_000;
/** Three significant digits: 2,048 sub-buckets, of which each further bucket, twice as coarse, uses the upper half. */
const THREE_DIGITS = 11;
/** About one and a half per cent, for those who watch: a tenth of the buckets. */
export const COARSE = 7;
/** Up to 2.1 s, as most responses are; one that takes longer makes room for itself. */
const FIRST_US = 2_000_000;

/**
 * Counts in the buckets of an HDR histogram (Tene) in µs, three significant digits, and gives away what it holds. Made
 * for two records a request: whole numbers and shifts, where the library's own goes by logarithms and powers.
 */
export class Recorder {
  /** Binary digits of a bucket's place among its sub-buckets. */
  readonly #bits: number;
  #counts: Uint32Array;
  #least = Number.POSITIVE_INFINITY;
  #most = -1;

  constructor(bits = THREE_DIGITS) {
    this.#bits = bits;
    this.#counts = new Uint32Array(indexOf(FIRST_US, bits) + 1);
  }

  record(latencyMs: number): void {
    const index = indexOf(Math.min(HIGHEST_US, Math.max(1, Math.round(latencyMs * 1000))), this.#bits);
    if (index >= this.#counts.length) this.#grow(index);
    (this.#counts[index] as number)++;
    if (index < this.#least) this.#least = index;
    if (index > this.#most) this.#most = index;
  }

  /** What was recorded since the last time: pairs of lower bucket edge and count. */
  take(): Uint32Array {
    let filled = 0;
    for (let i = this.#least; i <= this.#most; i++) if (this.#counts[i] !== 0) filled++;
    const buckets = new Uint32Array(2 * filled);
    for (let i = this.#least, at = 0; i <= this.#most; i++) {
      const count = this.#counts[i] as number;
      if (count === 0) continue;
      buckets[at++] = lowerEdge(i, this.#bits);
      buckets[at++] = count;
    }
    if (this.#most >= 0) this.#counts.fill(0, this.#least, this.#most + 1);
    this.#least = Number.POSITIVE_INFINITY;
    this.#most = -1;
    return buckets;
  }

  #grow(index: number): void {
    const counts = new Uint32Array(index + 2 ** (this.#bits - 1));
    counts.set(this.#counts);
    this.#counts = counts;
  }
}

/** @param us whole number from 1 to 2³² − 1 */
function indexOf(us: number, bits: number): number {
  const shift = Math.max(0, 32 - bits - Math.clz32(us));
  return shift * 2 ** (bits - 1) + (us >>> shift);
}

function lowerEdge(index: number, bits: number): number {
  const half = 2 ** (bits - 1);
  const shift = Math.max(0, Math.floor(index / half) - 1);
  return (index - shift * half) * 2 ** shift;
}
