/** One go through stages in this thread: a warm-up, the measured time, and the responses still on their way. */
import type { RequestSpec } from '../../config/plan.ts';
import { commonMs } from '../common-clock.ts';
import type { Mix } from '../mix.ts';
import type { Writer } from '../render.ts';
import type { Values } from '../values.ts';
import type { Connection } from './connection.ts';
import { ConnectionSteps } from './connection-steps.ts';
import type { PickedRequest } from './dispatch.ts';
import { Firsts } from './firsts.ts';
import { Lookout } from './lookout.ts';
import { MeasuredLoad } from './measured-load.ts';
import type { RoundPart } from './messages.ts';
import { failed, type RequestEnd } from './outcome.ts';
import type { Pacer, Sender } from './pacer.ts';
import { isQuiet, isUnderWay } from './pending.ts';
import { resultOf } from './result-of.ts';
import type { RoundHost } from './round-host.ts';
import { Sendings } from './sendings.ts';
import { createValuesOf, shuffleMix, startPacer } from './supplies.ts';
import { Timers } from './timers.ts';

/** How often time-outs and a lost target are looked for. */
const SWEEP_MS = 20;
/** How often it is known to have looked at the connections, at least. */
const TURN_MS = 10;
/** How often the thread is heard of, whatever else it has to tell. */
const ALIVE_MS = 1000;

/** Begins when it is made, and tells its host when it is done. What it counts is its own. */
export class RoundInThread implements Sender {
  readonly #host: RoundHost;
  readonly #part: RoundPart;
  readonly #isOpen: boolean;
  readonly #timers = new Timers();
  readonly #lookout: Lookout;
  readonly #values: Values;
  readonly #pacer: Pacer;
  readonly #steps: ConnectionSteps;
  readonly #sendings: Sendings;
  readonly #firsts: Firsts;
  #mix: Mix;
  /** When the measured time begins; +∞ while that isn't known. */
  #startMs = Number.POSITIVE_INFINITY;
  /** Null in the warm-up. */
  #measured: MeasuredLoad | null = null;
  #over = false;

  constructor(host: RoundHost, part: RoundPart) {
    const { order } = host;
    this.#host = host;
    this.#part = part;
    this.#isOpen = part.stages[0].arrivals !== null;
    this.#sendings = new Sendings(part.mostRequests);
    this.#steps = new ConnectionSteps(part);
    this.#lookout = new Lookout(host, () => this.#steps.connections, performance.now());
    this.#values = createValuesOf(part);
    this.#mix = shuffleMix(order, part, 'warm-up');
    this.#firsts = new Firsts(this.#isOpen ? [] : host.connections, this.#steps.connections);
    this.#timers.every(SWEEP_MS, () => this.#sweep());
    this.#timers.every(TURN_MS, () => host.turns.note());
    this.#timers.every(ALIVE_MS, () => host.post({ say: 'alive' }));
    this.#pacer = startPacer(this, order, part);
    if (part.together) host.post({ say: 'waiting' });
    else this.#beginAt(performance.now() + part.warmupMs);
  }

  get endMs(): number {
    return this.#measured?.endMs ?? Number.POSITIVE_INFINITY;
  }

  /** In an open model what waits at the end is still sent: it was due in the measured time. */
  get sending(): boolean {
    if (this.#over || this.#host.session.awaited || this.#sendings.over) return false;
    if (this.#measured === null && this.#part.warmupMs === 0 && performance.now() < this.#startMs)
      return false;
    return this.#isOpen || performance.now() < this.endMs;
  }

  offer(connections: readonly Connection[]): void {
    this.#pacer.offer(connections);
  }

  pick(dueMs: number): PickedRequest {
    this.#beginMeasuring(dueMs);
    const request = this.#mix.pick();
    const { method, expect } = this.#host.order.requests[request] as RequestSpec;
    const stage = this.#measured?.stageAt(dueMs) ?? null;
    if (stage !== null) this.#measured?.countSent(stage, request);
    const idempotent = method !== 'POST' && method !== 'PATCH';
    const picked = { request, head: method === 'HEAD', idempotent, expect, dueMs, stage, generation: -1 };
    this.#firsts.note(picked);
    return picked;
  }

  /** @param writers with the token of the latest login */
  write(picked: PickedRequest, writers: readonly Writer[]): Buffer | string {
    picked.generation = this.#host.session.generation;
    const { method } = this.#host.order.requests[picked.request] as RequestSpec;
    // Only after the connection has noted what it sends.
    if (this.#sendings.add(method, picked.stage)) setImmediate(() => this.end());
    return (writers[picked.request] as Writer)(this.#values);
  }

  /**
   * In a closed model somebody wanted to send something and could not even connect. In an open one what waits may go
   * out on another connection: only where there is none is the first in the queue lost. There a connection that takes
   * too long to be made costs nobody anything, since what waited as long is expired by the pacer.
   */
  pickFailed(kind: RequestEnd['kind'], nowMs: number): PickedRequest | null {
    if (!this.#isOpen) return this.sending ? this.pick(nowMs) : null;
    const goesElsewhere = kind === 'timeout' || this.#host.connections.some(({ connected }) => connected);
    return goesElsewhere ? null : (this.#pacer.waiting.take() ?? null);
  }

  expire(picked: PickedRequest, waitedMs: number): void {
    this.settle(picked, failed({ kind: 'timeout', code: null }, waitedMs, null, false));
  }

  late(lagMs: number): void {
    this.#measured?.late(lagMs);
  }

  wantsSample(picked: PickedRequest, kind: RequestEnd['kind'], status: number | null): boolean {
    return this.#measured?.wantsSample(picked, kind, status) === true;
  }

  retried(picked: PickedRequest): void {
    this.#measured?.countRetried(picked);
  }

  connectionFailed(code: string): void {
    this.#lookout.connectionFailed(code);
  }

  settle(picked: PickedRequest, outcome: RequestEnd): void {
    const nowMs = performance.now();
    this.#lookout.see(picked.request, outcome, nowMs);
    this.#firsts.settle(picked, outcome);
    this.#beginMeasuring(nowMs);
    this.#measured?.record(picked, outcome, nowMs);
    const session = this.#host.session.see(picked, outcome, nowMs);
    if (session === 'expired') {
      this.#measured?.silences.pause(nowMs);
      this.#pacer.pause(nowMs);
      this.#host.post({ say: 'unauthorised', generation: picked.generation });
    } else if (session === 'refused') {
      this.#lose('login', this.#host.session.refusal);
    }
    // The other side's slice waits for this one's last response. Only after the connection has noted its own.
    if (nowMs >= this.endMs && !this.#over) setImmediate(() => this.#sweep());
  }

  /** There was the new login that it waited for: requests may be sent again. */
  goOn(): void {
    const nowMs = performance.now();
    this.#measured?.silences.goOn(nowMs);
    this.#pacer.goOn(nowMs);
  }

  /** @param atMs when the measured time begins, by the clock that threads share */
  beginTogether(atMs: number): void {
    if (!this.#over) this.#beginAt(atMs - (commonMs() - performance.now()));
  }

  /** Ends it early, with what there is. */
  stop(): void {
    this.#finish();
  }

  /** Ends it early, once what was sent is answered. @param enough was seen: what still waits is given up */
  end(enough = false): void {
    if (this.#over || !this.#sendings.end()) return;
    if (enough) this.#pacer.stop();
    else this.#host.post({ say: 'capped' });
    this.#measured?.endAt(performance.now());
    this.#sweep();
  }

  #beginAt(startMs: number): void {
    this.#startMs = startMs;
    this.#pacer.begin(startMs);
    this.#turn();
  }

  /** What is due by the clock: the measured time begins, or its next stage, or connections open and close. */
  readonly #turn = (): void => {
    const nowMs = performance.now();
    if (this.#over || this.#sendings.over || nowMs >= this.endMs) return;
    this.#beginMeasuring(nowMs);
    const measured = this.#measured;
    if (measured === null) return this.#timers.next(this.#startMs - nowMs, this.#turn);
    measured.advance(nowMs);
    if (this.#steps.goTo(nowMs - this.#startMs)) this.#host.keepOpen(this.#steps.connections);
    const nextMs = Math.min(measured.nextMs, this.#startMs + this.#steps.nextMs);
    this.#timers.next(nextMs - performance.now(), this.#turn);
  };

  #beginMeasuring(nowMs: number): void {
    if (this.#measured !== null || nowMs < this.#startMs || this.#over || this.#sendings.over) return;
    const { order, session } = this.#host;
    this.#mix = shuffleMix(order, this.#part, 'measure');
    this.#measured = new MeasuredLoad(this.#part, order.requests.length, this.#startMs, (stage) =>
      this.#host.post({ say: 'measuring', stage, startedAt: new Date().toISOString() }),
    );
    if (session.awaited) this.#measured.silences.pause(this.#startMs);
    this.#timers.every(this.#part.tellMs ?? 1000, () => this.#postSecond());
    // Without a warm-up nothing was sent until now.
    if (this.#part.together && this.#part.warmupMs === 0) this.#host.goOn();
  }

  #sweep(): void {
    const nowMs = performance.now();
    for (const connection of this.#host.connections) connection.expireAt(nowMs);
    this.#pacer.sweep(nowMs);
    if (this.#over) return;
    this.#measured?.silences.look(nowMs);
    const wanted = this.sending && (!this.#isOpen || this.#pacer.waiting.length > 0);
    const lost = this.#lookout.look(nowMs, this.sending, wanted || isUnderWay(this.#host.connections));
    if (lost !== null) return this.#lose(lost.what, lost.why);
    if (nowMs < this.endMs && !this.#sendings.over) return;
    this.#measured?.endLoad();
    if (isQuiet(this.#host.connections, this.#pacer)) this.#finish(this.#host.order.keepConnections);
  }

  #lose(what: 'target' | 'login' | 'generator', why: string): void {
    if (this.#over) return;
    const afterMs = this.#measured === null ? 0 : performance.now() - this.#startMs;
    this.#host.post({ say: 'lost', what, afterMs, why });
    this.#finish();
  }

  /** @param keep the connections are quiet and serve the next round */
  #finish(keep = false): void {
    if (this.#over) return;
    this.#over = true;
    const nowMs = performance.now();
    this.#timers.end();
    this.#pacer.stop();
    const open = [...this.#host.connections.map(({ inFlight }) => inFlight), ...this.#pacer.waiting.list()];
    if (!keep) this.#host.close();
    if (this.#measured !== null) this.#postSecond();
    const stages = this.#measured?.finish({ endMs: Math.min(nowMs, this.endMs), nowMs, open }) ?? [];
    this.#host.post({ say: 'done', result: resultOf(stages, this.#sendings, this.#firsts) });
  }

  #postSecond(): void {
    const measured = this.#measured as MeasuredLoad;
    this.#host.post({ say: 'second', second: measured.takeSecond(), sent: measured.sent });
  }
}
