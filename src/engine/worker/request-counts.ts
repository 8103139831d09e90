import { SAMPLES, SAMPLES_PER_KIND } from '../../config/samples.ts';
import type { Batch, Interceptions, OutcomeKind } from '../round.ts';
import { withTrace } from '../slowest-traces.ts';
import type { Trace } from '../timings.ts';
import type { RequestPortion } from './messages.ts';
import type { RequestEnd } from './outcome.ts';
import { Recorder } from './recorder.ts';
import { RetryCounter } from './retry-counter.ts';
import { type KeptSample, unpackSample } from './sample.ts';
import { TimingCounter } from './timing-counter.ts';

const NONE = new Uint32Array();

interface OpenBatch {
  requests: number;
  errors: number;
  busyMs: number;
  completedSuccesses: number;
  completedResponses: number;
  retried: number;
}

const emptyBatch = (): OpenBatch => ({
  requests: 0,
  errors: 0,
  busyMs: 0,
  completedSuccesses: 0,
  completedResponses: 0,
  retried: 0,
});

/** One request name's counts and histograms. */
export class RequestCounts {
  sent = 0;
  resent = 0;
  readonly outcomes: Record<OutcomeKind, number> = {
    success: 0,
    status: 0,
    check: 0,
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
  readonly retries: RetryCounter | null;
  /** Null until a response has a Server-Timing; of a flow, until a walk is over. */
  timings: TimingCounter | null = null;
  traces: readonly Trace[] = [];
  open = emptyBatch();

  /**
   * @param open an open model
   * @param repeatable whether requests of this name may be sent again
   */
  constructor(open: boolean, repeatable: boolean) {
    this.service = open ? new Recorder() : null;
    this.retries = repeatable ? new RetryCounter() : null;
  }

  /** Whether another sample of this kind of error is wanted. */
  wants(kind: OutcomeKind, status: number | null): boolean {
    let have = 0;
    for (const sample of this.samples) if (sample.kind === kind && sample.status === status) have++;
    return have < SAMPLES_PER_KIND && this.samples.length < SAMPLES;
  }

  /** @param trace the sampled one that it was sent with; null where it was none */
  record(outcome: RequestEnd, trace: string | null): void {
    const { kind, status } = outcome;
    if (outcome.serverTiming !== undefined) {
      this.timings ??= new TimingCounter();
      this.timings.record(outcome.latencyMs, outcome.serverTiming);
    }
    if (trace !== null && (kind === 'success' || kind === 'timeout'))
      this.traces = withTrace(this.traces, { id: trace, latencyMs: outcome.latencyMs });
    this.outcomes[kind]++;
    this.open.requests++;
    this.open.busyMs += (outcome.course?.attemptMs ?? outcome.latencyMs) + (outcome.heldMs ?? 0);
    this.retries?.end(outcome);
    if (kind === 'success' || kind === 'timeout') this.latency.record(outcome.latencyMs);
    if (kind === 'success' && outcome.serviceMs !== null) this.service?.record(outcome.serviceMs);
    if (kind === 'success') return;
    this.open.errors++;
    if ((kind === 'status' || kind === 'check') && status !== null) {
      if (kind === 'status') this.statuses[status] = (this.statuses[status] ?? 0) + 1;
      this.latencyOfErrors ??= new Recorder();
      this.latencyOfErrors.record(outcome.latencyMs);
    }
    if (outcome.code !== null) this.codes[outcome.code] = (this.codes[outcome.code] ?? 0) + 1;
    this.#recordInterception(outcome);
    if (outcome.sample !== null && this.wants(kind, outcome.sample.status)) this.samples.push(outcome.sample);
  }

  /** Of a walk through a flow: what of its time each step took. */
  recordSteps(latencyMs: number, names: readonly string[], stepsMs: readonly number[]): void {
    this.timings ??= new TimingCounter(names.length);
    this.timings.recordParts(latencyMs, names, stepsMs);
  }

  /** An attempt after which the request goes on. */
  recordRetried(attempt: RequestEnd): void {
    this.open.retried++;
    this.open.busyMs += attempt.latencyMs;
    this.retries?.goOn(attempt);
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
    const { sent, resent, outcomes, statuses, codes, samples, batches } = this;
    const intercepted: Interceptions = this.intercepted;
    return {
      sent,
      resent,
      inFlight,
      outcomes,
      statuses,
      codes,
      intercepted,
      samples: samples.map(unpackSample),
      batches,
      ...(this.retries && { retries: this.retries.counts }),
      ...(this.timings && { timings: [this.timings.timings] }),
      ...(this.traces.length > 0 && { traces: this.traces }),
    };
  }
}
