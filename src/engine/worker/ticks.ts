import type { Tick } from '../round.ts';
import type { RequestEnd } from './outcome.ts';
import { Recorder } from './recorder.ts';

const TICK_MS = 500;

const emptyTick = () => ({ requests: 0, errors: 0, successes: 0, responses: 0 });

/** What came in during each half second of a stage. Times in ms by the worker's clock. */
export class Ticks {
  readonly #startMs: number;
  #endMs: number;
  readonly #ticks: Tick[] = [];
  readonly #latency = new Recorder();
  /** Ticks are as many as half seconds, rounded: the last one takes the rest. */
  readonly #count: number;
  #tick = emptyTick();

  constructor(startMs: number, lengthMs: number) {
    this.#startMs = startMs;
    this.#endMs = startMs + lengthMs;
    this.#count = Math.max(1, Math.round(lengthMs / TICK_MS));
  }

  /** @param measured whether the request was sent in measured time */
  see({ kind, latencyMs }: RequestEnd, measured: boolean, nowMs: number): void {
    if (nowMs >= this.#endMs) return;
    while (nowMs >= this.#tickEndMs) this.#close(this.#tickEndMs);
    if (kind === 'success') this.#tick.successes++;
    if (kind === 'success' || kind === 'status') this.#tick.responses++;
    if (!measured) return;
    this.#tick.requests++;
    if (kind !== 'success') this.#tick.errors++;
    if (kind === 'success' || kind === 'timeout') this.#latency.record(latencyMs);
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
      ...this.#tick,
      latency: this.#latency.take(),
    });
    this.#tick = emptyTick();
  }
}
