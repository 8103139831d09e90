import type { Tick } from '../tick.ts';
import { isResponse, type RequestEnd } from './outcome.ts';
import { Recorder } from './recorder.ts';

const TICK_MS = 500;

/** In which stage a request was sent, beside the one that its end came in; null: before the measured time. */
type SentIn = 'this' | 'earlier' | null;

/** What came in during each half second of a stage. Times in ms by the worker's clock. */
export class Ticks {
  readonly #startMs: number;
  #endMs: number;
  readonly #ticks: Tick[] = [];
  readonly #own = new Outcomes();
  readonly #carried = new Outcomes();
  /** Ticks are as many as half seconds, rounded: the last one takes the rest. */
  readonly #count: number;
  #successes = 0;
  #responses = 0;

  constructor(startMs: number, lengthMs: number) {
    this.#startMs = startMs;
    this.#endMs = startMs + lengthMs;
    this.#count = Math.max(1, Math.round(lengthMs / TICK_MS));
  }

  see(end: RequestEnd, sentIn: SentIn, nowMs: number): void {
    if (nowMs >= this.#endMs) return;
    while (nowMs >= this.#tickEndMs) this.#close(this.#tickEndMs);
    if (end.kind === 'success') this.#successes++;
    if (isResponse(end.kind)) this.#responses++;
    if (sentIn !== null) (sentIn === 'this' ? this.#own : this.#carried).see(end);
  }

  /** @param endMs when the stage ended: earlier than planned where it was cut short */
  finish(endMs: number): readonly Tick[] {
    this.#endMs = Math.min(endMs, this.#endMs);
    while (this.#tickEndMs < this.#endMs) this.#close(this.#tickEndMs);
    if (this.#fromMs < this.#endMs) this.#close(this.#endMs);
    return this.#ticks;
  }

  get #fromMs(): number {
    return this.#startMs + this.#ticks.length * TICK_MS;
  }

  get #tickEndMs(): number {
    return this.#ticks.length + 1 < this.#count ? this.#fromMs + TICK_MS : Number.POSITIVE_INFINITY;
  }

  #close(endMs: number): void {
    const fromMs = this.#fromMs;
    this.#ticks.push({
      fromMs: fromMs - this.#startMs,
      ms: endMs - fromMs,
      successes: this.#successes,
      responses: this.#responses,
      ...this.#own.take(),
      ...(this.#carried.requests > 0 && { carried: this.#carried.take() }),
    });
    this.#successes = 0;
    this.#responses = 0;
  }
}

class Outcomes {
  requests = 0;
  #errors = 0;
  readonly #latency = new Recorder();

  see({ kind, latencyMs }: RequestEnd): void {
    this.requests++;
    if (kind !== 'success') this.#errors++;
    if (kind === 'success' || kind === 'timeout') this.#latency.record(latencyMs);
  }

  take(): Pick<Tick, 'requests' | 'errors' | 'latency'> {
    const taken = { requests: this.requests, errors: this.#errors, latency: this.#latency.take() };
    this.requests = 0;
    this.#errors = 0;
    return taken;
  }
}
