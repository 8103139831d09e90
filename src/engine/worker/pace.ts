/** When requests are sent: as soon as a connection is free (closed model), or when they are due (open model). */
import type { Random } from '../random.ts';
import type { Dealt } from './dispatch.ts';
import type { Lane } from './lane.ts';
import type { Outcome } from './outcome.ts';
import { Queue } from './queue.ts';

/** What a pace needs of the share of load whose requests it sends. */
export interface Sender {
  /** Whether requests may be sent: not after the end, and not while a new login is awaited. */
  readonly sending: boolean;
  /** Requests become due until then. */
  readonly endMs: number;
  /** Whether there is a connection at all. */
  readonly connected: boolean;
  deal(dueMs: number): Dealt;
  /** A request that was never sent because its time ran out while it waited. */
  expire(dealt: Dealt, waitedMs: number): void;
  /** A request was sent this much after it was due though a connection was free: the generator's own fault. */
  late(lagMs: number): void;
}

export interface Pace {
  start(): void;
  /** These lanes are free; each is connected and idle, or was a moment ago. */
  offer(lanes: readonly Lane[]): void;
  dealFailed(kind: Outcome['kind'], nowMs: number): Dealt | null;
  /** Called every few milliseconds. */
  sweep(nowMs: number): void;
  /** Requests of the measured time that still wait to be sent. */
  waiting(): readonly Dealt[];
  stop(): void;
}

/** Each connection sends its next request when the last one is answered. */
export class ClosedPace implements Pace {
  readonly #sender: Sender;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  start(): void {}

  offer(lanes: readonly Lane[]): void {
    for (const lane of lanes) {
      // Read before the end is looked at: what is sent was due before the end, and is counted.
      const dueMs = performance.now();
      if (this.#sender.sending && lane.idle) lane.send(this.#sender.deal(dueMs));
    }
  }

  /** Somebody wanted to send something and could not even connect. */
  dealFailed(_: Outcome['kind'], nowMs: number): Dealt | null {
    return this.#sender.sending ? this.#sender.deal(nowMs) : null;
  }

  sweep(): void {}

  waiting(): readonly Dealt[] {
    return [];
  }

  stop(): void {}
}

export interface Arrivals {
  readonly perSecond: number;
  readonly kind: 'constant' | 'poisson';
  readonly random: Random;
  /** Where in an interval the first one falls, 0…1: several workers don't send at the same instants. */
  readonly phase: number;
}

/** A timer is late by up to a millisecond: it is set early by this much, and the rest is waited for more exactly. */
const EARLY_MS = 1.2;
const NAP_MS = 0.3;
/** The end of a connection that nobody announced arrives well within that after the answer. */
const REST_MS = 5;

/**
 * Requests become due by a schedule that knows nothing of answers (Schroeder et al., "Open Versus Closed", 2006), and
 * wait when every connection is busy: their wait counts, or a stall would be seen by a handful of requests only (Tene,
 * "How NOT to Measure Latency"; wrk2).
 */
export class OpenPace implements Pace {
  readonly #sender: Sender;
  readonly #arrivals: Arrivals;
  readonly #timeoutMs: number;
  /** Free when they came, in the order in which they became so; one that isn't any more is passed over. */
  readonly #free: Lane[] = [];
  /** Due and not sent yet, in the order of their instants. */
  readonly #queue = new Queue<Dealt>();
  #nextMs = 0;
  #stopped = false;
  readonly #nap = new Int32Array(new SharedArrayBuffer(4));

  constructor(sender: Sender, arrivals: Arrivals, timeoutMs: number) {
    this.#sender = sender;
    this.#arrivals = arrivals;
    this.#timeoutMs = timeoutMs;
  }

  start(): void {
    this.#nextMs = performance.now() + this.#arrivals.phase * (1000 / this.#arrivals.perSecond);
    this.#await();
  }

  offer(lanes: readonly Lane[]): void {
    for (const lane of lanes) {
      if (!lane.idle || lane.queued) continue;
      lane.queued = true;
      this.#free.push(lane);
    }
    this.#pump();
  }

  /**
   * What waits may go out on another connection: only where there is none is the first in the queue lost. A connection
   * that takes too long to be made costs nobody anything, since what waited as long is expired by `sweep`.
   */
  dealFailed(kind: Outcome['kind']): Dealt | null {
    return kind === 'timeout' || this.#sender.connected ? null : (this.#queue.take() ?? null);
  }

  sweep(nowMs: number): void {
    if (nowMs >= this.#sender.endMs && !this.#stopped) this.#dealDue();
    let { first } = this.#queue;
    while (first !== undefined && nowMs - first.dueMs >= this.#timeoutMs) {
      this.#queue.take();
      this.#sender.expire(first, nowMs - first.dueMs);
      first = this.#queue.first;
    }
    this.#pump();
  }

  waiting(): readonly Dealt[] {
    return this.#queue.list().filter((dealt) => dealt.measured);
  }

  stop(): void {
    this.#stopped = true;
    for (const lane of this.#free) lane.queued = false;
  }

  #await(): void {
    if (this.#stopped) return;
    const restMs = this.#nextMs - performance.now();
    if (restMs > EARLY_MS) setTimeout(() => this.#await(), restMs - EARLY_MS);
    else if (restMs > 0) {
      Atomics.wait(this.#nap, 0, 0, Math.min(restMs, NAP_MS));
      setImmediate(() => this.#await());
    } else this.#arrive();
  }

  #arrive(): void {
    this.#dealDue();
    this.#pump();
    if (performance.now() < this.#sender.endMs) this.#await();
  }

  /** Also what became due while the thread slept, up to the end. */
  #dealDue(): void {
    const nowMs = performance.now();
    while (this.#nextMs <= nowMs && this.#nextMs < this.#sender.endMs) {
      this.#queue.push(this.#sender.deal(this.#nextMs));
      this.#nextMs += this.#interval();
    }
  }

  #pump(): void {
    if (!this.#sender.sending) return;
    while (this.#queue.length > 0) {
      const lane = this.#nextFree();
      if (lane === null) return;
      const dealt = this.#queue.take() as Dealt;
      const wasFree = (one: Lane) => one.idle && one.freeMs <= dealt.dueMs;
      if (wasFree(lane) || this.#free.some(wasFree)) this.#sender.late(performance.now() - dealt.dueMs);
      lane.send(dealt);
    }
  }

  /**
   * The one that became free last, as HTTP agents do: in turn, each would idle as long as it can, and where that is as long
   * as the service keeps an idle connection, requests would meet one that is being closed. Some services also close right
   * after an answer and don't say so: one that has rested a little is taken rather than one that was just answered.
   */
  #nextFree(): Lane | null {
    const restedMs = performance.now() - REST_MS;
    while (this.#free.length > 0) {
      const rested = this.#free.findLastIndex(({ freeMs }) => freeMs <= restedMs);
      const [lane] = this.#free.splice(Math.max(0, rested), 1) as [Lane];
      lane.queued = false;
      if (lane.idle) return lane;
    }
    return null;
  }

  #interval(): number {
    const meanMs = 1000 / this.#arrivals.perSecond;
    if (this.#arrivals.kind === 'constant') return meanMs;
    return -Math.log(1 - this.#arrivals.random.unit()) * meanMs;
  }
}
