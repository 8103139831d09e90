/** One round in this thread: a warm-up, the measured time, and the responses still on their way. */
import type { RequestSpec } from '../../config/plan.ts';
import type { Mix } from '../mix.ts';
import type { Writer } from '../render.ts';
import type { Values } from '../values.ts';
import type { Connection } from './connection.ts';
import type { PickedRequest } from './dispatch.ts';
import { HealthMonitor } from './health.ts';
import { Lookout, type Watches } from './lookout.ts';
import type { LoopTurns } from './loop-turns.ts';
import type { RoundPart, WorkerOrder } from './messages.ts';
import { countOpen, failed, type RequestEnd } from './outcome.ts';
import type { Pacer, Sender } from './pacer.ts';
import { isQuiet, isUnderWay } from './pending.ts';
import { Sendings } from './sendings.ts';
import type { SessionWatch } from './session-watch.ts';
import { Stats } from './stats.ts';
import { createValuesOf, shuffleMix, startPacer } from './supplies.ts';
import { Timers } from './timers.ts';

/** How often time-outs and a lost target are looked for. */
const SWEEP_MS = 20;
/** How often it is known to have looked at the connections, at least. */
const TURN_MS = 10;
/** How often the thread is heard of, whatever else it has to tell. */
const ALIVE_MS = 1000;

/** What outlives a round. */
export interface RoundHost extends Watches {
  readonly order: WorkerOrder;
  readonly connections: readonly Connection[];
  readonly session: SessionWatch;
  readonly turns: LoopTurns;
  /** Ends all connections for good. */
  close(): void;
}

/** Begins when it is made, and tells its host when it is done. What it counts is its own. */
export class RoundInThread implements Sender {
  readonly #host: RoundHost;
  readonly #part: RoundPart;
  readonly #isOpen: boolean;
  readonly #timers = new Timers();
  readonly #health = new HealthMonitor();
  readonly #lookout: Lookout;
  readonly #values: Values;
  readonly #pacer: Pacer;
  #mix: Mix;
  /** Null in the warm-up. */
  #stats: Stats | null = null;
  #endMs = Number.POSITIVE_INFINITY;
  readonly #sendings: Sendings;
  /** Requests that may still become the first of a connection; 0 where connections have to be opened. */
  #firstsLeft = 0;
  readonly #firsts = new Set<PickedRequest>();
  readonly #firstMs: number[] = [];
  #over = false;

  constructor(host: RoundHost, part: RoundPart) {
    const { order } = host;
    this.#host = host;
    this.#part = part;
    this.#isOpen = part.arrivals !== null;
    this.#sendings = new Sendings(part.mostRequests);
    this.#lookout = new Lookout(host, part.connections, performance.now());
    this.#values = createValuesOf(part);
    this.#mix = shuffleMix(order, part, 'warm-up');
    const idle = host.connections.filter((connection) => connection.idle).length;
    if (!this.#isOpen && idle >= part.connections) this.#firstsLeft = part.connections;
    this.#timers.every(SWEEP_MS, () => this.#sweep());
    this.#timers.every(TURN_MS, () => host.turns.note());
    this.#timers.every(ALIVE_MS, () => host.post({ say: 'alive' }));
    if (part.warmupMs > 0) this.#timers.after(part.warmupMs, () => this.#beginMeasuring());
    else this.#beginMeasuring();
    // Last, so that without a warm-up the first request is due in the measured time.
    this.#pacer = startPacer(this, order, part);
  }

  get endMs(): number {
    return this.#endMs;
  }

  /** In an open model what waits at the end is still sent: it was due in the measured time. */
  get sending(): boolean {
    if (this.#over || this.#host.session.awaited || this.#sendings.over) return false;
    return this.#isOpen || performance.now() < this.#endMs;
  }

  offer(connections: readonly Connection[]): void {
    this.#pacer.offer(connections);
  }

  pick(dueMs: number): PickedRequest {
    const request = this.#mix.pick();
    const spec = this.#host.order.requests[request] as RequestSpec;
    const measured = this.#stats !== null && dueMs >= this.#stats.startMs && dueMs < this.#endMs;
    if (measured) this.#stats?.countSent(request);
    const { method, expect } = spec;
    const idempotent = method !== 'POST' && method !== 'PATCH';
    const picked = { request, head: method === 'HEAD', idempotent, expect, dueMs, measured, generation: -1 };
    if (this.#firstsLeft > 0) {
      this.#firstsLeft--;
      this.#firsts.add(picked);
    }
    return picked;
  }

  /** @param writers with the token of the latest login */
  write(picked: PickedRequest, writers: readonly Writer[]): Buffer | string {
    picked.generation = this.#host.session.generation;
    const { method } = this.#host.order.requests[picked.request] as RequestSpec;
    // Only after the connection has noted what it sends.
    if (this.#sendings.add(method)) setImmediate(() => this.end());
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
    if (this.#stats !== null) this.#health.sent(lagMs);
  }

  wantsSample(picked: PickedRequest, kind: RequestEnd['kind'], status: number | null): boolean {
    return picked.measured && this.#stats?.wantsSample(picked.request, kind, status) === true;
  }

  resent(picked: PickedRequest): void {
    if (picked.measured) this.#stats?.countResent(picked.request);
  }

  connectionFailed(code: string): void {
    this.#lookout.connectionFailed(code);
  }

  settle(picked: PickedRequest, outcome: RequestEnd): void {
    const nowMs = performance.now();
    this.#lookout.see(picked.request, outcome, nowMs);
    if (this.#firsts.size > 0 && this.#firsts.delete(picked) && outcome.kind === 'success')
      this.#firstMs.push(outcome.latencyMs);
    this.#stats?.record(picked.request, outcome, picked.measured, nowMs);
    const session = this.#host.session.see(picked, outcome, nowMs);
    if (session === 'expired') {
      this.#pause(nowMs);
      this.#host.post({ say: 'unauthorised', generation: picked.generation });
    } else if (session === 'refused') {
      this.#lose('login', this.#host.session.refusal);
    }
    // The other side's slice waits for this one's last response. Only after the connection has noted its own.
    if (nowMs >= this.#endMs && !this.#over) setImmediate(() => this.#sweep());
  }

  /** There was the new login that it waited for: requests may be sent again. */
  goOn(): void {
    const nowMs = performance.now();
    this.#stats?.silences.goOn(nowMs);
    this.#pacer.goOn(nowMs);
  }

  /** Ends it early, with what there is. */
  stop(): void {
    this.#finish();
  }

  /** Ends it early, once what was sent is answered. */
  end(): void {
    if (this.#over || !this.#sendings.end()) return;
    this.#host.post({ say: 'capped' });
    this.#endMs = Math.min(performance.now(), this.#endMs);
    this.#stats?.endAt(this.#endMs);
    this.#sweep();
  }

  #pause(nowMs: number): void {
    this.#stats?.silences.pause(nowMs);
    this.#pacer.pause(nowMs);
  }

  #beginMeasuring(): void {
    if (this.#sendings.over) return;
    const nowMs = performance.now();
    const { measureMs, batches } = this.#part;
    this.#mix = shuffleMix(this.#host.order, this.#part, 'measure');
    this.#stats = new Stats(this.#host.order.requests.length, nowMs, measureMs, batches, this.#isOpen);
    this.#endMs = nowMs + measureMs;
    if (this.#host.session.awaited) this.#stats.silences.pause(nowMs);
    this.#health.start();
    this.#host.post({ say: 'measuring', startedAt: new Date().toISOString() });
    this.#timers.every(1000, () => this.#postSecond());
  }

  #sweep(): void {
    const nowMs = performance.now();
    for (const connection of this.#host.connections) connection.expireAt(nowMs);
    this.#pacer.sweep(nowMs);
    if (this.#over) return;
    this.#stats?.silences.look(nowMs);
    const wanted = this.sending && (!this.#isOpen || this.#pacer.waiting.length > 0);
    const lost = this.#lookout.look(nowMs, this.sending, wanted || isUnderWay(this.#host.connections));
    if (lost !== null) return this.#lose(lost.what, lost.why);
    if (nowMs < this.#endMs) return;
    this.#health.endLoad();
    if (isQuiet(this.#host.connections, this.#pacer)) this.#finish(this.#host.order.keepConnections);
  }

  #lose(what: 'target' | 'login' | 'generator', why: string): void {
    if (this.#over) return;
    const afterMs = this.#stats === null ? 0 : performance.now() - this.#stats.startMs;
    this.#host.post({ say: 'lost', what, afterMs, why });
    this.#finish();
  }

  /** @param keep the connections are quiet and serve the next round */
  #finish(keep = false): void {
    if (this.#over) return;
    this.#over = true;
    const nowMs = performance.now();
    const endMs = Math.min(nowMs, this.#endMs);
    this.#timers.end();
    this.#pacer.stop();
    const open = [...this.#host.connections.map(({ inFlight }) => inFlight), ...this.#pacer.waiting.list()];
    if (!keep) this.#host.close();
    const generator = this.#health.finish();
    if (this.#stats !== null) this.#postSecond();
    const requests = this.#stats?.finish(endMs, countOpen(open)) ?? [];
    const startMs = this.#stats?.startMs ?? endMs;
    const silences = this.#stats?.silences.finish(nowMs) ?? [];
    const pausedMs = this.#stats?.silences.pausedMs(startMs, endMs) ?? 0;
    const { sent, writes } = this.#sendings;
    const seen = { sent, writes, firstMs: this.#firstMs, silences, requests, generator };
    this.#host.post({ say: 'done', result: { measuredMs: endMs - startMs, pausedMs, ...seen } });
  }

  #postSecond(): void {
    const stats = this.#stats as Stats;
    this.#host.post({ say: 'second', second: stats.takeSecond(), sent: stats.sent });
  }
}
