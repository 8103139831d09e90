import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type JsHistogram,
} from 'hdr-histogram-js';
import type { Buckets } from '../engine/round.ts';

/** An hour in µs: longer than any request's deadline. */
const HIGHEST_US = 3_600_000_000;

/** With three significant digits, values below this many µs have a bucket each; above, buckets double in width. */
const UNIT_BUCKETS = 2048;

/**
 * Latencies in the buckets of an HDR histogram of three significant digits (Tene, HdrHistogram): merged without loss,
 * read in ms. Recording is the engine's; here it is only merged and asked.
 *
 * Only buckets that hold something are kept, because a dense histogram of this range takes 90 kB, and a run has one for
 * each request name, batch and kind.
 *
 * As in HdrHistogram, a bucket is read at its highest value: no figure is ever understated (a time-out never reads
 * shorter than it was), and none is overstated by more than 0.1 %.
 */
export class Histogram {
  /** Requests recorded. */
  readonly count: number;
  /** Lower edges of the buckets in µs, ascending. */
  readonly #edges: readonly number[];
  /** Requests in the bucket with the same index. */
  readonly #counts: readonly number[];

  private constructor(counts: ReadonlyMap<number, number>) {
    this.#edges = [...counts.keys()].sort((a, b) => a - b);
    this.#counts = this.#edges.map((edge) => counts.get(edge) ?? 0);
    this.count = this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** The histogram of everything in the parts, as they come over the wire. */
  static of(...parts: readonly Buckets[]): Histogram {
    const counts = new Map<number, number>();
    for (const buckets of parts) {
      for (let i = 0; i + 1 < buckets.length; i += 2)
        add(counts, buckets[i] as number, buckets[i + 1] as number);
    }
    return new Histogram(counts);
  }

  static merge(...histograms: readonly Histogram[]): Histogram {
    const counts = new Map<number, number>();
    for (const { buckets } of histograms) {
      for (let i = 0; i < buckets.length; i += 2) add(counts, buckets[i] as number, buckets[i + 1] as number);
    }
    return new Histogram(counts);
  }

  /** Pairs of lower edge in µs and count, ascending: what `of` reads. */
  get buckets(): Buckets {
    return this.#edges.flatMap((edge, i) => [edge, this.#counts[i] as number]);
  }

  /** The smallest latency that at least `p` % of the requests did not exceed (nearest rank); null without a request. */
  percentileMs(p: number): number | null {
    if (this.count === 0) return null;
    // The subtraction keeps a product such as 99.9 % of 1000 from landing a hair above its whole number.
    const rank = Math.max(1, Math.ceil((Math.min(p, 100) * this.count) / 100 - 1e-12 * this.count));
    let seen = 0;
    for (let i = 0; i < this.#edges.length; i++) {
      seen += this.#counts[i] as number;
      if (seen >= rank) return highestMs(this.#edges[i] as number);
    }
    return this.maxMs;
  }

  /**
   * How many requests were slower than the limit, and of how many. A bucket counts by the same value that `percentileMs`
   * reads, so the two never contradict each other: P99 ≤ limit exactly when `above` ≤ 1 % of `count`.
   */
  shareAboveMs(limitMs: number): { readonly above: number; readonly count: number } {
    let above = 0;
    for (let i = this.#edges.length - 1; i >= 0 && highestMs(this.#edges[i] as number) > limitMs; i--) {
      above += this.#counts[i] as number;
    }
    return { above, count: this.count };
  }

  /** Arithmetic mean, each request at the middle of its bucket; null without a request. */
  get meanMs(): number | null {
    if (this.count === 0) return null;
    const sumUs = this.#edges.reduce(
      (sum, edge, i) => sum + (edge + (widthUs(edge) - 1) / 2) * (this.#counts[i] as number),
      0,
    );
    return sumUs / this.count / 1000;
  }

  get maxMs(): number | null {
    const last = this.#edges.at(-1);
    return last === undefined ? null : highestMs(last);
  }

  /** HDR V2, compressed, base64, values in µs: what HdrHistogram's tools in any language read. */
  toBase64(): string {
    const hdr = build({
      bitBucketSize: 32,
      autoResize: true,
      lowestDiscernibleValue: 1,
      highestTrackableValue: HIGHEST_US,
      numberOfSignificantValueDigits: 3,
    });
    this.#edges.forEach((edge, i) => {
      hdr.recordValueWithCount(edge, this.#counts[i] as number);
    });
    return encodeIntoCompressedBase64(hdr);
  }

  /** Reads what `toBase64` wrote. Throws where the text is something else. */
  static fromBase64(text: string): Histogram {
    const hdr = decodeFromCompressedBase64(text) as JsHistogram;
    const counts = new Map<number, number>();
    for (let i = 0; i < hdr.countsArrayLength; i++) {
      const count = hdr.getCountAtIndex(i);
      if (count > 0) add(counts, hdr.valueFromIndex(i), count);
    }
    return new Histogram(counts);
  }
}

/** Width in µs of the bucket that holds the value. */
function widthUs(valueUs: number): number {
  return valueUs < UNIT_BUCKETS ? 1 : 2 ** (Math.floor(Math.log2(valueUs)) - 10);
}

function highestMs(edgeUs: number): number {
  return (edgeUs + widthUs(edgeUs) - 1) / 1000;
}

function add(counts: Map<number, number>, valueUs: number, count: number): void {
  const width = widthUs(valueUs);
  const edge = Math.floor(valueUs / width) * width;
  counts.set(edge, (counts.get(edge) ?? 0) + count);
}
