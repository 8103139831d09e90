import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type JsHistogram,
} from 'hdr-histogram-js';
import type { Buckets } from '../engine/round.ts';
import { addUp, type Pairs, widthUs } from './add-buckets.ts';

/** An hour in µs: longer than any request's deadline. */
const HIGHEST_US = 3_600_000_000;

/**
 * Latencies in the buckets of an HDR histogram of three significant digits (Tene, HdrHistogram): merged without loss,
 * read in ms. Recording is the engine's; here it is only merged and asked.
 *
 * Only buckets that hold something are kept, because a dense histogram of this range takes 90 kB, and a run has one for
 * each request name, batch and kind.
 *
 * As in HdrHistogram, a bucket is read at its highest value: no figure is ever understated (a timeout never reads
 * shorter than it was), and none is overstated by more than 0.1 %.
 */
export class Histogram {
  /** Requests recorded. */
  readonly count: number;
  /** Pairs of lower edge in µs and count, ascending: what `of` reads. */
  readonly buckets: Buckets;

  private constructor(buckets: Pairs) {
    this.buckets = buckets;
    let count = 0;
    for (let i = 1; i < buckets.length; i += 2) count += buckets[i] as number;
    this.count = count;
  }

  /** The histogram of everything in the parts, as they come over the wire. */
  static of(...parts: readonly Buckets[]): Histogram {
    return new Histogram(addUp(parts));
  }

  static merge(...histograms: readonly Histogram[]): Histogram {
    return Histogram.of(...histograms.map(({ buckets }) => buckets));
  }

  /** What is left without a part of it; throws where the other is no part. */
  without(part: Histogram): Histogram {
    return new Histogram(addUp([this.buckets], [part.buckets]));
  }

  /** The smallest latency that at least `p` % of the requests did not exceed (nearest rank); null without a request. */
  percentileMs(p: number): number | null {
    if (this.count === 0) return null;
    // The subtraction keeps a product such as 99.9 % of 1000 from landing a hair above its whole number.
    const rank = Math.max(1, Math.ceil((Math.min(p, 100) * this.count) / 100 - 1e-12 * this.count));
    let seen = 0;
    for (let i = 0; i < this.buckets.length; i += 2) {
      seen += this.buckets[i + 1] as number;
      if (seen >= rank) return highestMs(this.buckets[i] as number);
    }
    return this.maxMs;
  }

  /**
   * How many requests were slower than the limit, and of how many. A bucket counts by the same value that
   * `percentileMs` reads, so the two never contradict each other: P99 ≤ limit exactly when `above` ≤ 1 % of `count`.
   */
  shareAboveMs(limitMs: number): { readonly above: number; readonly count: number } {
    let above = 0;
    for (let i = this.buckets.length - 2; i >= 0 && highestMs(this.buckets[i] as number) > limitMs; i -= 2) {
      above += this.buckets[i + 1] as number;
    }
    return { above, count: this.count };
  }

  /** Arithmetic mean, each request at the middle of its bucket; null without a request. */
  get meanMs(): number | null {
    if (this.count === 0) return null;
    let sumUs = 0;
    for (let i = 0; i < this.buckets.length; i += 2) {
      const edgeUs = this.buckets[i] as number;
      sumUs += (edgeUs + (widthUs(edgeUs) - 1) / 2) * (this.buckets[i + 1] as number);
    }
    return sumUs / this.count / 1000;
  }

  /** The same of the slowest, so large a share of all: of the bucket where it ends, a part. */
  meanOfSlowestMs(share: number): number | null {
    let [left, sumMs] = [share * this.count, 0];
    for (let i = this.buckets.length - 2; i >= 0 && left > 0; i -= 2) {
      const taken = Math.min(left, this.buckets[i + 1] as number);
      sumMs += taken * highestMs(this.buckets[i] as number);
      left -= taken;
    }
    return this.count === 0 ? null : sumMs / (share * this.count);
  }

  get maxMs(): number | null {
    const { length } = this.buckets;
    return length === 0 ? null : highestMs(this.buckets[length - 2] as number);
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
    for (let i = 0; i < this.buckets.length; i += 2) {
      hdr.recordValueWithCount(this.buckets[i] as number, this.buckets[i + 1] as number);
    }
    return encodeIntoCompressedBase64(hdr);
  }

  /** Reads what `toBase64` wrote. Throws where the text is something else. */
  static fromBase64(text: string): Histogram {
    const hdr = decodeFromCompressedBase64(text) as JsHistogram;
    const buckets: number[] = [];
    for (let i = 0; i < hdr.countsArrayLength; i++) {
      const count = hdr.getCountAtIndex(i);
      if (count > 0) buckets.push(hdr.valueFromIndex(i), count);
    }
    return Histogram.of(buckets);
  }
}

function highestMs(edgeUs: number): number {
  return (edgeUs + widthUs(edgeUs) - 1) / 1000;
}
