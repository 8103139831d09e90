import { SAMPLES, SAMPLES_PER_KIND } from '../../config/samples.ts';
import type { Batch, Interceptions, OutcomeKind } from '../round.ts';
import type { RequestPortion, SecondStats } from './messages.ts';
import type { RequestEnd } from './outcome.ts';
import { COARSE, Recorder } from './recorder.ts';
import { type KeptSample, unpackSample } from './sample.ts';
import { Silences } from './silences.ts';

const NONE = new Uint32Array();

interface OpenBatch {
  requests: number;
  errors: number;
  busyMs: number;
  completedSuccesses: number;
  completedResponses: number;
}

const emptyBatch = (): OpenBatch => ({
  requests: 0,
  errors: 0,
  busyMs: 0,
  completedSuccesses: 0,
  completedResponses: 0,
});

/** One request name's counts and histograms. */
class RequestCounts {
  sent = 0;
  retried = 0;
  readonly outcomes: Record<OutcomeKind, number> = {
    success: 0,
    status: 0,
    body: 0,
    timeout: 0,
    socket: 0,
    unanswered: 0,
  };
  readonly statuses: Record<string, number> = {};
  readonly codes: Record<string, number> = {};
  readonly intercepted = {
    rateLimited: 0,
    loginRedirects: 0,
    challenges: 0,
    retryAfterSeconds: null as number | null,
  };
  readonly samples: KeptSample[] = [];
  readonly batches: Batch[] = [];
  readonly latency = new Recorder();
  latencyOfErrors: Recorder | null = null;
  /** Only in an open model, where it differs from the latency. */
  readonly service: Recorder | null;
  open = emptyBatch();

  constructor(open: boolean) {
    this.service = open ? new Recorder() : null;
  }

  /** Whether another sample of this kind of error is wanted. */
  wants(kind: OutcomeKind, status: number | null): boolean {
    let have = 0;
    for (const sample of this.samples) if (sample.kind === kind && sample.status === status) have++;
    return have < SAMPLES_PER_KIND && this.samples.length < SAMPLES;
  }

  record(outcome: RequestEnd): void {
    const { kind, status } = outcome;
    this.outcomes[kind]++;
    this.open.requests++;
    this.open.busyMs += outcome.latencyMs;
    if (kind === 'success' || kind === 'timeout') this.latency.record(outcome.latencyMs);
    if (kind === 'success' && outcome.serviceMs !== null) this.service?.record(outcome.serviceMs);
    if (kind === 'success') return;
    this.open.errors++;
    if (kind === 'status' && status !== null) {
      this.statuses[status] = (this.statuses[status] ?? 0) + 1;
      this.latencyOfErrors ??= new Recorder();
      this.latencyOfErrors.record(outcome.latencyMs);
    }
    if (outcome.code !== null) this.codes[outcome.code] = (this.codes[outcome.code] ?? 0) + 1;
    this.#recordInterception(outcome);
    if (outcome.sample !== null && this.wants(kind, outcome.sample.status)) this.samples.push(outcome.sample);
  }

  #recordInterception(outcome: RequestEnd): void {
    if (outcome.intercepted === 'rate-limited') this.intercepted.rateLimited++;
    if (outcome.intercepted === 'login-redirect') this.intercepted.loginRedirects++;
    if (outcome.intercepted === 'challenge') this.intercepted.challenges++;
    if (outcome.retryAfterSeconds !== null) {
      this.intercepted.retryAfterSeconds = Math.max(
        this.intercepted.retryAfterSeconds ?? 0,
        outcome.retryAfterSeconds,
      );
    }
  }

  closeBatch(seconds: number): void {
    this.batches.push({
      seconds,
      ...this.open,
      latency: this.latency.take(),
      latencyOfErrors: this.latencyOfErrors?.take() ?? NONE,
      service: this.service?.take() ?? NONE,
    });
    this.open = emptyBatch();
  }

  portion(inFlight: number): RequestPortion {
    const { sent, retried, outcomes, statuses, codes, samples, batches } = this;
    const intercepted: Interceptions = this.intercepted;
    return {
      sent,
      retried,
      inFlight,
      outcomes,
      statuses,
      codes,
      intercepted,
      samples: samples.map(unpackSample),
      batches,
    };
  }
}

/** Everything a worker counts in the measured time. Times are ms of the worker's monotonic clock. */
export class Stats {
  readonly #requests: readonly RequestCounts[];
  readonly #batchMs: number;
  readonly #startMs: number;
  readonly #endMs: number;
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

  countRetried(request: number): void {
    this.#of(request).retried++;
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
