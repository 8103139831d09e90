import type { RequestSpec } from '../../config/plan.ts';
import type { Flow } from '../../config/scenario.ts';
import type { OutcomeKind } from '../round.ts';
import type { RequestPortion } from './messages.ts';
import { isResponse, type RequestEnd } from './outcome.ts';
import { RequestCounts } from './request-counts.ts';
import type { Silences } from './silences.ts';

/** The measured time of a stage. Times are ms of the worker's monotonic clock. */
interface StatsOptions {
  readonly requests: readonly Pick<RequestSpec, 'name' | 'retry'>[];
  readonly flows: readonly Pick<Flow, 'steps'>[];
  readonly startMs: number;
  readonly lengthMs: number;
  /** Stretches of equal length. */
  readonly batches: number;
  /** An open model, in which the service time is told from the latency. */
  readonly open: boolean;
  /** Tells when nothing was sent. */
  readonly pauses: Pick<Silences, 'pausedMs'>;
}

/** Everything a worker counts of one stage. */
export class Stats {
  readonly startMs: number;
  readonly #requests: readonly RequestCounts[];
  readonly #flows: readonly RequestCounts[];
  /** Names of each flow's steps. */
  readonly #steps: readonly (readonly string[])[];
  readonly #batchMs: number;
  readonly #pauses: Pick<Silences, 'pausedMs'>;
  #endMs: number;
  #batchStartMs: number;
  #batchEndMs: number;
  #sent = 0;

  constructor({ requests, flows, startMs, lengthMs, batches, open, pauses }: StatsOptions) {
    this.startMs = startMs;
    this.#requests = requests.map(({ retry }) => new RequestCounts(open, retry !== undefined));
    this.#flows = flows.map(() => new RequestCounts(false, false));
    this.#steps = flows.map(({ steps }) => steps.map(({ request }) => requests[request]?.name ?? ''));
    this.#batchMs = lengthMs / batches;
    this.#pauses = pauses;
    this.#endMs = startMs + lengthMs;
    this.#batchStartMs = startMs;
    this.#batchEndMs = startMs + this.#batchMs;
  }

  /** From when on its requests are only waited for. */
  get endMs(): number {
    return this.#endMs;
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

  countRepeated(request: number): void {
    this.#of(request).retries?.repeat();
  }

  wantsSample(request: number, kind: OutcomeKind, status: number | null): boolean {
    return this.#of(request).wants(kind, status);
  }

  /**
   * How a request of this stage ended, whenever that was.
   * @param trace the sampled one that it was sent with; null where it was none
   */
  record(request: number, outcome: RequestEnd, nowMs: number, trace: string | null = null): void {
    this.#advance(nowMs);
    this.#of(request).record(outcome, trace);
  }

  /** An attempt after which a request of this stage goes on. */
  recordRetried(request: number, attempt: RequestEnd, nowMs: number): void {
    this.#advance(nowMs);
    this.#of(request).recordRetried(attempt);
  }

  /** What came in during this stage, whenever it was sent: its throughput. */
  complete(request: number, { kind }: RequestEnd, nowMs: number): void {
    if (nowMs >= this.#endMs || !isResponse(kind)) return;
    this.#advance(nowMs);
    const { open } = this.#of(request);
    open.completedResponses++;
    if (kind === 'success') open.completedSuccesses++;
  }

  /**
   * A walk through a flow is over.
   * @param outcome with the time of all its requests
   * @param stepsMs what of it each step took
   */
  recordFlow(flow: number, outcome: RequestEnd, stepsMs: readonly number[], nowMs: number): void {
    this.#advance(nowMs);
    const { kind, latencyMs } = outcome;
    const counts = this.#flows[flow] as RequestCounts;
    counts.sent++;
    counts.record(outcome, null);
    if (kind === 'success' || kind === 'timeout')
      counts.recordSteps(latencyMs, this.#steps[flow] as readonly string[], stepsMs);
    if (nowMs >= this.#endMs) return;
    counts.open.completedResponses++;
    if (outcome.kind === 'success') counts.open.completedSuccesses++;
  }

  /** A user has thought before such a request: its connection was taken for it. */
  addThinking(request: number, ms: number, nowMs: number): void {
    this.#advance(nowMs);
    this.#of(request).open.busyMs += ms;
  }

  /**
   * Closes what is open.
   * @param nowMs when sending ended: earlier than planned where the round was stopped
   * @param inFlight requests sent in this stage and still unanswered, by request
   */
  finish(
    nowMs: number,
    inFlight: ReadonlyMap<number, number>,
  ): { readonly requests: readonly RequestPortion[]; readonly flows: readonly RequestPortion[] } {
    this.#advance(Math.min(nowMs, this.#endMs));
    this.#closeBatch(Math.min(nowMs, this.#endMs));
    return {
      requests: this.#requests.map((stats, index) => stats.portion(inFlight.get(index) ?? 0)),
      flows: this.#flows.map((stats) => stats.portion(0)),
    };
  }

  /** It ends earlier than planned: now, or a moment ago. */
  endAt(endMs: number): void {
    this.#advance(endMs);
    this.#endMs = Math.min(endMs, this.#endMs);
  }

  #of(request: number): RequestCounts {
    return this.#requests[request] as RequestCounts;
  }

  /** The last batch stays open for the responses that come after the stage. */
  #advance(nowMs: number): void {
    while (nowMs >= this.#batchEndMs && this.#batchEndMs < this.#endMs - this.#batchMs / 2) {
      this.#closeBatch(this.#batchEndMs);
      this.#batchStartMs = this.#batchEndMs;
      this.#batchEndMs += this.#batchMs;
    }
  }

  /** Its time is that in which requests could be sent. */
  #closeBatch(endMs: number): void {
    const ms = endMs - this.#batchStartMs - this.#pauses.pausedMs(this.#batchStartMs, endMs);
    for (const stats of this.#requests) stats.closeBatch(ms / 1000);
    for (const stats of this.#flows) stats.closeBatch(ms / 1000);
  }
}
