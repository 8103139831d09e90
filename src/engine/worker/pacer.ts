/** When requests are sent: when they are due in an open model, and in a closed one (closed-pacer.ts) at once. */
import type { ArrivalTimes } from './arrival-times.ts';
import type { Connection } from './connection.ts';
import type { PickedRequest } from './dispatch.ts';
import type { RequestEnd } from './outcome.ts';
import { Queue } from './queue.ts';

/** What a pacer needs of the round whose requests it sends. */
export interface Sender {
  /**
   * Whether requests may be sent that are due then: not before the beginning, not while a new login is awaited, and
   * after the end only what waits, which was due before. Whoever asks and sends goes by one reading of the clock: what
   * is sent between two belongs to no time that is counted.
   */
  sendingAt(nowMs: number): boolean;
  /** Requests become due until then. */
  readonly endMs: number;
  pick(dueMs: number): PickedRequest;
  /** A request that was never sent because its time ran out while it waited. */
  expire(picked: PickedRequest, waitedMs: number): void;
  /** A request was sent this much after it was due though a connection was free: the generator's own fault. */
  late(lagMs: number): void;
}

/** Begins when it is made. */
export interface Pacer {
  /** Due and not sent yet, in the order of their instants; in a closed model only what is sent again. */
  readonly waiting: Queue<PickedRequest>;
  /** The measured time begins then: now, or soon. */
  begin(startMs: number): void;
  /** These connections are free; each is connected and idle, or was a moment ago. */
  offer(connections: readonly Connection[]): void;
  /** What a connection that is free now would send; null where nothing is due. */
  next(nowMs: number): PickedRequest | null;
  /** What was to be sent on a connection that can't be had; null where that was nothing in particular. */
  pickFailed(kind: RequestEnd['kind'], nowMs: number, all: readonly Connection[]): PickedRequest | null;
  /** It is to be sent again, as soon as a connection is free. */
  again(picked: PickedRequest): void;
  /** Called every few milliseconds. */
  sweep(nowMs: number): void;
  /** Nothing becomes due and nothing is sent until it goes on. */
  pause(nowMs: number): void;
  goOn(nowMs: number): void;
  /** Nothing becomes due any more, and no connection is held. */
  stop(): void;
}

/** When requests are due: since the pacer was made, and since the measured time began. */
interface Schedule {
  readonly warmUp: ArrivalTimes;
  readonly load: ArrivalTimes;
}

/**
 * A timer is late by up to a millisecond: it is set early by this much, and the rest is slept away in naps, between
 * which responses are read. A nap ends about a tenth of a millisecond late: the last of it is waited for awake, where
 * arrivals are further apart than a millisecond. Where they come one upon the other, that would take a whole core, and
 * look as if the load did.
 */
const EARLY_MS = 1.4;
const NAP_MS = 0.2;
const AWAKE_MS = 0.12;
const RARE_MS = 0.9;
/** The end of a connection that nobody announced arrives well within that after the response. */
const REST_MS = 5;

/**
 * Requests become due by a schedule that knows nothing of responses (Schroeder et al., "Open Versus Closed", 2006), and
 * wait when every connection is busy: their wait counts, or a stall would be seen by a handful of requests only (Tene,
 * "How NOT to Measure Latency"; wrk2).
 */
export class OpenPacer implements Pacer {
  readonly waiting = new Queue<PickedRequest>();
  readonly #sender: Sender;
  readonly #schedule: Schedule;
  /** Free when they came, in the order in which they became so; one that isn't any more is passed over. */
  readonly #free: Connection[] = [];
  readonly #madeMs = performance.now();
  /** When the measured time begins, as far as that is known. */
  #startMs = Number.POSITIVE_INFINITY;
  #nextMs: number;
  /** From the arrival before the next one until that. */
  #gapMs = Number.POSITIVE_INFINITY;
  #stopped = false;
  #pausedMs: number | null = null;
  #wentOnMs = Number.NEGATIVE_INFINITY;
  /** Which of the waits for the next arrival is the one that counts: each pause begins another. */
  #waits = 0;
  readonly #nap = new Int32Array(new SharedArrayBuffer(4));

  constructor(sender: Sender, schedule: Schedule) {
    this.#sender = sender;
    this.#schedule = schedule;
    this.#nextMs = this.#madeMs + schedule.warmUp.next();
    this.#await();
  }

  begin(startMs: number): void {
    this.#startMs = startMs;
    if (this.#nextMs >= startMs) this.#nextMs = startMs + this.#schedule.load.next();
    this.#awaitAnew();
  }

  offer(connections: readonly Connection[]): void {
    // Between two rounds a connection may come back: the next round's pacer is to find it.
    if (this.#stopped) return;
    for (const connection of connections) {
      if (!connection.idle || connection.queued) continue;
      connection.queued = true;
      this.#free.push(connection);
    }
    this.#pump();
  }

  next(): PickedRequest | null {
    return this.waiting.take() ?? null;
  }

  /** It may go out elsewhere: only where there is no connection is the first one lost, and what waits long expires. */
  pickFailed(kind: RequestEnd['kind'], _: number, all: readonly Connection[]): PickedRequest | null {
    return kind === 'timeout' || all.some(({ connected }) => connected) ? null : this.next();
  }

  again(picked: PickedRequest): void {
    this.waiting.push(picked);
    this.#pump();
  }

  sweep(nowMs: number): void {
    if (this.#pausedMs !== null) return;
    if (nowMs >= this.#sender.endMs && !this.#stopped) this.#pickDue();
    // Those behind the first one may have less time than it.
    const isOver = ({ dueMs, timeoutMs }: PickedRequest) => nowMs - dueMs >= timeoutMs;
    if (this.waiting.list().some(isOver))
      for (const picked of this.waiting.takeAll()) {
        if (isOver(picked)) this.#sender.expire(picked, nowMs - picked.dueMs);
        else this.waiting.push(picked);
      }
    this.#pump();
  }

  pause(nowMs: number): void {
    this.#pausedMs ??= nowMs;
  }

  /**
   * Nobody came meanwhile, and who was waiting has not waited: the pause is the generator's own. The schedule goes by
   * the clock, as stages do.
   */
  goOn(nowMs: number): void {
    if (this.#pausedMs === null) return;
    const pauseMs = nowMs - this.#pausedMs;
    this.#pausedMs = null;
    this.#wentOnMs = nowMs;
    while (this.#nextMs < nowMs) this.#nextMs = this.#following();
    for (const picked of this.waiting.list()) picked.dueMs += pauseMs;
    this.#awaitAnew();
    this.#pump();
  }

  stop(): void {
    this.#stopped = true;
    for (const connection of this.#free) connection.queued = false;
  }

  #awaitAnew(): void {
    this.#waits++;
    this.#await();
  }

  #await(wait = this.#waits): void {
    if (this.#nextMs === Number.POSITIVE_INFINITY) return;
    if (this.#stopped || this.#pausedMs !== null || wait !== this.#waits) return;
    const restMs = this.#nextMs - performance.now();
    if (restMs > EARLY_MS) setTimeout(() => this.#await(wait), restMs - EARLY_MS);
    else if (restMs > 0) {
      const awakeMs = this.#gapMs > RARE_MS ? AWAKE_MS : 0;
      if (restMs > awakeMs) Atomics.wait(this.#nap, 0, 0, Math.min(restMs - awakeMs, NAP_MS));
      setImmediate(() => this.#await(wait));
    } else this.#arrive();
  }

  #arrive(): void {
    this.#pickDue();
    this.#pump();
    if (performance.now() < this.#sender.endMs) this.#await();
  }

  /** Also what became due while the thread slept, up to the end. */
  #pickDue(): void {
    const nowMs = performance.now();
    while (this.#nextMs <= nowMs && this.#nextMs < this.#sender.endMs) {
      const dueMs = this.#nextMs;
      this.waiting.push(this.#sender.pick(dueMs));
      this.#nextMs = this.#following();
      this.#gapMs = this.#nextMs - dueMs;
    }
  }

  #pump(): void {
    if (!this.#sender.sendingAt(performance.now())) return;
    while (this.waiting.length > 0) {
      const connection = this.#nextFree();
      if (connection === null) return;
      const picked = this.waiting.take() as PickedRequest;
      const wasFree = (one: Connection) => one.idle && one.freeMs <= picked.dueMs;
      const waitedOnPurpose = picked.dueMs < this.#wentOnMs;
      if (!waitedOnPurpose && (wasFree(connection) || this.#free.some(wasFree)))
        this.#sender.late(performance.now() - picked.dueMs);
      connection.send(picked);
    }
  }

  /**
   * The one that became free last, as HTTP agents do: in turn, each would idle as long as it can, and where that is as
   * long as the service keeps an idle connection, requests would meet one that is being closed. Some services also
   * close right after a response and don't say so: one that has rested a little is taken rather than one that was just
   * answered.
   */
  #nextFree(): Connection | null {
    const restedMs = performance.now() - REST_MS;
    while (this.#free.length > 0) {
      const rested = this.#free.findLastIndex(({ freeMs }) => freeMs <= restedMs);
      const [connection] = this.#free.splice(Math.max(0, rested), 1) as [Connection];
      connection.queued = false;
      if (connection.idle) return connection;
    }
    return null;
  }

  /** When the one after the next is due; the warm-up's end where the measured time begins. */
  #following(): number {
    if (this.#nextMs < this.#startMs) {
      const nextMs = this.#madeMs + this.#schedule.warmUp.next();
      if (nextMs < this.#startMs) return nextMs;
    }
    return this.#startMs + this.#schedule.load.next();
  }
}
