import type { OutcomeKind } from '../round.ts';
import type { Tick } from '../tick.ts';
import { isResponse, type RequestEnd } from './outcome.ts';
import { Recorder } from './recorder.ts';
import type { Silences } from './silences.ts';

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
  #failures: Partial<Record<OutcomeKind, number>> | null = null;
  readonly #pauses: Pick<Silences, 'pausedMs'>;

  constructor(startMs: number, lengthMs: number, pauses: Pick<Silences, 'pausedMs'>) {
    this.#startMs = startMs;
    this.#pauses = pauses;
    this.#endMs = startMs + lengthMs;
    this.#count = Math.max(1, Math.round(lengthMs / TICK_MS));
  }

  see(end: RequestEnd, sentIn: SentIn, nowMs: number): void {
    if (nowMs >= this.#endMs) return;
    while (nowMs >= this.#tickEndMs) this.#close(this.#tickEndMs);
    if (end.kind === 'success') this.#successes++;
    if (isResponse(end.kind)) this.#responses++;
    if (sentIn === null) return;
    (sentIn === 'this' ? this.#own : this.#carried).see(end);
    if (end.kind === 'success') return;
    this.#failures ??= {};
    this.#failures[end.kind] = (this.#failures[end.kind] ?? 0) + 1;
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
    const pausedMs = this.#pauses.pausedMs(fromMs, endMs);
    this.#ticks.push({
      fromMs: fromMs - this.#startMs,
      ms: endMs - fromMs,
      successes: this.#successes,
      responses: this.#responses,
      ...this.#own.take(),
      ...(this.#carried.requests > 0 && { carried: this.#carried.take() }),
      ...(this.#failures && { failures: this.#failures }),
      ...(pausedMs > 0 && { pausedMs }),
    });
    this.#failures = null;
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
