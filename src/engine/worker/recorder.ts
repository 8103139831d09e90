import { build, type Histogram } from 'hdr-histogram-js';
import type { Buckets } from '../round.ts';

/** An hour in µs; nothing waits longer for an answer. */
const HIGHEST_US = 3_600_000_000;

/** An HDR histogram in µs, three significant digits, that gives away what it holds and starts anew. */
export class Recorder {
  readonly #hdr: Histogram = build({
    bitBucketSize: 32,
    autoResize: true,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2_000_000,
    numberOfSignificantValueDigits: 3,
  });

  record(latencyMs: number): void {
    this.#hdr.recordValue(Math.min(HIGHEST_US, Math.max(1, Math.round(latencyMs * 1000))));
  }

  /** What was recorded since the last time: pairs of lower bucket edge and count. */
  take(): Buckets {
    const hdr = this.#hdr as HdrInternals;
    if (hdr.totalCount === 0) return [];
    const buckets: number[] = [];
    const last = hdr.countsArrayIndex(hdr.maxValue);
    for (let i = 0; i <= last; i++) {
      const count = hdr.getCountAtIndex(i);
      if (count > 0) buckets.push(hdr.valueFromIndex(i), count);
    }
    hdr.reset();
    return buckets;
  }
}

/** Public in hdr-histogram-js's classes, left out of its interface. */
type HdrInternals = Histogram & {
  countsArrayIndex(value: number): number;
  getCountAtIndex(index: number): number;
  valueFromIndex(index: number): number;
};
