import { build } from 'hdr-histogram-js';
import { totalDurationMs } from '../config/load/whole-load.ts';
import { stageName } from '../config/wording/stage-name.ts';
import { stepName } from '../config/wording/step-name.ts';
import type { Progress } from './progress.ts';
import type { RoundOrder, Side } from './round.ts';
import type { SecondStats } from './worker/messages.ts';

/** About that: a timer is late now and then. */
const SECOND_MS = 800;

/** Adds up the seconds of a round into what people watch while it runs. */
export class ProgressMeter {
  readonly #side: Side;
  readonly #round: number;
  readonly #measureMs: number;
  /** What people know the stages by; empty where there is one. */
  readonly #stages: readonly string[];
  #stage = 0;
  readonly #phase: Progress['phase'];
  readonly #onProgress: (progress: Progress) => void;
  readonly #latency = build({ bitBucketSize: 32, autoResize: true, numberOfSignificantValueDigits: 3 });
  #startMs = performance.now();
  #errors = 0;
  #requests = 0;
  /** In the last second. */
  #perSecond = 0;
  #successes = 0;
  #toldMs = 0;

  constructor(order: RoundOrder, onProgress: (progress: Progress) => void) {
    const { side, sequence, warmupMs, warmUp, slice, step } = order;
    this.#side = side;
    this.#round = sequence;
    this.#measureMs = totalDurationMs(order);
    this.#stages = namesOf(order);
    this.#onProgress = onProgress;
    this.#phase = warmUp ? 'warm-up' : step?.phase === 'rest' ? 'rest' : 'measure';
    // A slice's lead-in is over before anybody has read of it.
    if (warmupMs > 0 && slice === undefined) this.#emit('warm-up', warmupMs);
  }

  /** @param stage of the order, from 0 */
  measuring(stage: number): void {
    this.#stage = stage;
    if (stage === 0) {
      this.#startMs = performance.now();
      this.#toldMs = this.#startMs;
    }
    this.#emit(this.#phase, this.#measureMs);
  }

  second(seconds: readonly SecondStats[], sent: number): void {
    for (const second of seconds) {
      this.#successes += second.completedSuccesses;
      this.#errors += second.errors;
      for (let i = 0; i + 1 < second.latency.length; i += 2) {
        this.#latency.recordValueWithCount(second.latency[i] as number, second.latency[i + 1] as number);
      }
    }
    this.#requests = sent;
    const nowMs = performance.now();
    // Who looks more often than people read is told all the same.
    if (nowMs - this.#toldMs < SECOND_MS) return;
    this.#perSecond = this.#successes;
    this.#successes = 0;
    this.#toldMs = nowMs;
    const over = nowMs - this.#startMs > this.#measureMs + 500;
    this.#emit(over ? 'drain' : this.#phase, this.#measureMs);
  }

  #emit(phase: Progress['phase'], totalMs: number): void {
    const stage = phase === 'measure' ? this.#stages[this.#stage] : undefined;
    this.#onProgress({
      phase,
      ...(stage !== undefined && { stage }),
      side: this.#side,
      round: this.#round,
      elapsedMs: Math.min(performance.now() - this.#startMs, totalMs),
      totalMs,
      perSecond: this.#perSecond,
      p99Ms: this.#latency.totalCount > 0 ? this.#latency.getValueAtPercentile(99) / 1000 : null,
      requests: this.#requests,
      errors: this.#errors,
      note: null,
    });
  }
}

/** What people know the stages by; empty where there is nothing to tell one from another. */
function namesOf({ stage, stages, step }: RoundOrder): readonly string[] {
  if (step) return [stepName(stages[0].arrivals === null ? 'connections' : 'rate', step.load)];
  return stages.length > 1 ? stages.map(({ name }, index) => stageName(name, stage + index)) : [];
}
