import type { OutcomeKind } from '../round.ts';
import type { RequestPortion, SecondStats } from './messages.ts';
import type { RequestEnd } from './outcome.ts';
import { COARSE, Recorder } from './recorder.ts';
import { RequestCounts } from './request-counts.ts';
import { Silences } from './silences.ts';

/** Everything a worker counts in the measured time. Times are ms of the worker's monotonic clock. */
export class Stats {
  readonly #requests: readonly RequestCounts[];
  readonly #batchMs: number;
  readonly #startMs: number;
  #endMs: number;
  readonly silences: Silences;
  readonly #secondLatency = new Recorder(COARSE);
  #second = { completedSuccesses: 0, completedResponses: 0, errors: 0 };
  #batchStartMs: number;
  #batchEndMs: number;
  #sent = 0;

  /**
   * @param batches stretches of equal length
   * @param open an open model, in which the service time is told from the latency
   */
  constructor(requests: number, startMs: number, lengthMs: number, batches: number, open: boolean) {
    this.#requests = Array.from({ length: requests }, () => new RequestCounts(open));
    this.#batchMs = lengthMs / batches;
    this.#startMs = startMs;
    this.#endMs = startMs + lengthMs;
    this.silences = new Silences(startMs, this.#endMs);
    this.#batchStartMs = startMs;
    this.#batchEndMs = startMs + this.#batchMs;
  }

  get sent(): number {
    return this.#sent;
  }

  countSent(request: number): void {
    this.#sent++;
    this.#of(request).sent++;
  }

  countResent(request: number): void {
    this.#of(request).resent++;
  }

  wantsSample(request: number, kind: OutcomeKind, status: number | null): boolean {
    return this.#of(request).wants(kind, status);
  }

  /**
   * @param measured whether the request was sent in the measured time: one of the warm-up counts for throughput only
   */
  record(request: number, outcome: RequestEnd, measured: boolean, nowMs: number): void {
    this.#advance(nowMs);
    this.silences.see(outcome.kind === 'success' || outcome.intercepted !== null, nowMs);
    const stats = this.#of(request);
    if (nowMs < this.#endMs) this.#count(stats, outcome);
    if (!measured) return;
    stats.record(outcome);
    if (outcome.kind === 'success' || outcome.kind === 'timeout')
      this.#secondLatency.record(outcome.latencyMs);
    if (outcome.kind !== 'success') this.#second.errors++;
  }

  takeSecond(): SecondStats {
    const second = { ...this.#second, latency: this.#secondLatency.take() };
    this.#second = { completedSuccesses: 0, completedResponses: 0, errors: 0 };
    return second;
  }

  /**
   * Closes what is open.
   * @param nowMs when sending ended: earlier than planned where the round was stopped
   * @param inFlight requests sent in the measured time and still unanswered, by request
   */
  finish(nowMs: number, inFlight: ReadonlyMap<number, number>): readonly RequestPortion[] {
    this.#advance(Math.min(nowMs, this.#endMs));
    this.#closeBatch(Math.min(nowMs, this.#endMs));
    return this.#requests.map((stats, index) => stats.portion(inFlight.get(index) ?? 0));
  }

  /** The measured time ends earlier than planned: now, or a moment ago. */
  endAt(endMs: number): void {
    this.#advance(endMs);
    this.#endMs = Math.min(endMs, this.#endMs);
    this.silences.endAt(this.#endMs);
  }

  get startMs(): number {
    return this.#startMs;
  }

  #of(request: number): RequestCounts {
    return this.#requests[request] as RequestCounts;
  }

  #count(stats: RequestCounts, outcome: RequestEnd): void {
    const answered = outcome.kind === 'success' || outcome.kind === 'status';
    if (answered) {
      stats.open.completedResponses++;
      this.#second.completedResponses++;
    }
    if (outcome.kind === 'success') {
      stats.open.completedSuccesses++;
      this.#second.completedSuccesses++;
    }
  }

  /** The last batch stays open for the responses that are drained after the measured time. */
  #advance(nowMs: number): void {
    while (nowMs >= this.#batchEndMs && this.#batchEndMs < this.#endMs - this.#batchMs / 2) {
      this.#closeBatch(this.#batchEndMs);
      this.#batchStartMs = this.#batchEndMs;
      this.#batchEndMs += this.#batchMs;
    }
  }

  /** Its time is that in which requests could be sent. */
  #closeBatch(endMs: number): void {
    const ms = endMs - this.#batchStartMs - this.silences.pausedMs(this.#batchStartMs, endMs);
    for (const stats of this.#requests) stats.closeBatch(ms / 1000);
  }
}
