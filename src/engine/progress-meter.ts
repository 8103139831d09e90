import { build } from 'hdr-histogram-js';
import type { Progress } from './progress.ts';
import type { RoundOrder, Side } from './round.ts';
import type { SecondStats } from './worker/messages.ts';

/** Adds up the seconds of a round into what people watch while it runs. */
export class ProgressMeter {
  readonly #side: Side;
  readonly #round: number;
  readonly #measureMs: number;
  readonly #phase: Progress['phase'];
  readonly #onProgress: (progress: Progress) => void;
  readonly #latency = build({ bitBucketSize: 32, autoResize: true, numberOfSignificantValueDigits: 3 });
  #startMs = performance.now();
  #errors = 0;

  constructor(
    { side, sequence, warmupMs, measureMs, warmUp, slice }: RoundOrder,
    onProgress: (progress: Progress) => void,
  ) {
    this.#side = side;
    this.#round = sequence;
    this.#measureMs = measureMs;
    this.#onProgress = onProgress;
    this.#phase = warmUp ? 'warm-up' : 'measure';
    // A slice's lead-in is over before anybody has read of it.
    if (warmupMs > 0 && slice === undefined) this.#emit('warm-up', warmupMs, 0, 0);
  }

  measuring(): void {
    this.#startMs = performance.now();
    this.#emit(this.#phase, this.#measureMs, 0, 0);
  }

  second(seconds: readonly SecondStats[], sent: number): void {
    let successes = 0;
    for (const second of seconds) {
      successes += second.completedSuccesses;
      this.#errors += second.errors;
      for (let i = 0; i + 1 < second.latency.length; i += 2) {
        this.#latency.recordValueWithCount(second.latency[i] as number, second.latency[i + 1] as number);
      }
    }
    const over = performance.now() - this.#startMs > this.#measureMs + 500;
    this.#emit(over ? 'drain' : this.#phase, this.#measureMs, successes, sent);
  }

  #emit(phase: Progress['phase'], totalMs: number, perSecond: number, requests: number): void {
    this.#onProgress({
      phase,
      side: this.#side,
      round: this.#round,
      elapsedMs: Math.min(performance.now() - this.#startMs, totalMs),
      totalMs,
      perSecond,
      p99Ms: this.#latency.totalCount > 0 ? this.#latency.getValueAtPercentile(99) / 1000 : null,
      requests,
      errors: this.#errors,
      note: null,
    });
  }
}
