/** One worker's share of the load: round by round a warm-up, the measured time, and the answers still on their way. */
import autocannon, { type Instance } from 'autocannon';
import type { RequestSpec } from '../../config/plan.ts';
import type { Deck } from '../deck.ts';
import type { Writer } from '../render.ts';
import type { Values } from '../values.ts';
import { type Endpoint, endpointOf } from './connection.ts';
import type { Dealt, Dispatcher } from './dispatch.ts';
import { GeneratorWatch } from './generator-watch.ts';
import { Lane } from './lane.ts';
import { countOpen, type Outcome } from './outcome.ts';
import type { Pace, Sender } from './pace.ts';
import { SessionWatch } from './session-watch.ts';
import type { FromWorker, ShareOrder, ShareRound, ToWorker } from './share-messages.ts';
import { StormWatch } from './storm-watch.ts';
import { choosePace, compileWriters, drawValues, shuffleDeck } from './supplies.ts';
import { Tally } from './tally.ts';
import { Timers } from './timers.ts';
import { Turns, type TurnTaking } from './turns.ts';

/** How often time-outs and a lost target are looked for. */
const SWEEP_MS = 20;
/** Autocannon ends by itself after this; the share always ends it long before. */
const FAR_SECONDS = 86_400;

export class Share implements Dispatcher, Sender, TurnTaking {
  readonly endpoint: Endpoint;
  readonly timeoutMs: number;
  tripMs = Number.POSITIVE_INFINITY;
  readonly #order: ShareOrder;
  readonly #post: (message: FromWorker) => void;
  readonly #lanes: Lane[] = [];
  readonly #turns = new Turns(this);
  readonly #timers = new Timers();
  #writers: readonly Writer[];
  // Anew for each round:
  #round: ShareRound;
  #values: Values;
  #deck: Deck;
  #pace: Pace;
  #session: SessionWatch;
  #storm: StormWatch;
  #generator = new GeneratorWatch();
  #tally: Tally | null = null;
  #endMs = Number.POSITIVE_INFINITY;
  #awaitingLogin = false;
  #over = false;
  #autocannon: Instance | null = null;

  constructor(order: ShareOrder, post: (message: FromWorker) => void) {
    this.endpoint = endpointOf(order.origin, order.address);
    this.timeoutMs = order.timeoutMs;
    this.#order = order;
    this.#post = post;
    this.#writers = compileWriters(order, order.captures);
    this.#round = order;
    this.#values = drawValues(order);
    this.#deck = shuffleDeck(order, order, 'warm-up');
    this.#pace = choosePace(this, order, order);
    this.#session = new SessionWatch(order.loggedIn);
    this.#storm = new StormWatch(order.connections);
  }

  get endMs(): number {
    return this.#endMs;
  }

  /** In an open model what waits at the end is still sent: it was due in the measured time. */
  get sending(): boolean {
    return (
      !this.#over &&
      !this.#awaitingLogin &&
      (this.#round.arrivals !== null || performance.now() < this.#endMs)
    );
  }

  start(): void {
    const { origin, mostConnections } = this.#order;
    this.#autocannon = autocannon(
      {
        url: origin,
        connections: mostConnections,
        duration: FAR_SECONDS,
        timeout: FAR_SECONDS,
        sampleInt: 250,
        excludeErrorStats: true,
        setupClient: (client) => this.#add(new Lane(client, this)),
      },
      () => {},
    );
    this.#begin();
  }

  receive(message: ToWorker): void {
    if (message.say === 'stop') return this.#finish();
    if (message.say === 'rest') return this.#openConnections(0);
    if (message.say === 'round') return this.#beginNext(message.round);
    this.#writers = compileWriters(this.#order, message.captures);
    this.#session.renew();
    this.#awaitingLogin = false;
    // Connections that closed while nothing was sent were not replaced.
    for (const lane of this.#lanes) this.ready(lane);
  }

  ready(lane: Lane): void {
    this.#turns.take(lane);
  }

  offer(lanes: readonly Lane[]): void {
    this.#pace.offer(lanes);
  }

  deal(dueMs: number): Dealt {
    const request = this.#deck.deal();
    const spec = this.#order.requests[request] as RequestSpec;
    const measured = this.#tally !== null && dueMs >= this.#tally.startMs && dueMs < this.#endMs;
    if (measured) this.#tally?.countSent(request);
    const { method, expect } = spec;
    const idempotent = method !== 'POST' && method !== 'PATCH';
    return { request, head: method === 'HEAD', idempotent, expect, dueMs, measured, generation: -1 };
  }

  write(dealt: Dealt): Buffer | string {
    dealt.generation = this.#session.generation;
    return (this.#writers[dealt.request] as Writer)(this.#values);
  }

  dealFailed(kind: Outcome['kind'], nowMs: number): Dealt | null {
    return this.#pace.dealFailed(kind, nowMs);
  }

  get connected(): boolean {
    return this.#lanes.some((lane) => lane.connected);
  }

  tripped(tripMs: number): void {
    this.tripMs = Math.min(this.tripMs, tripMs);
  }

  expire(dealt: Dealt, waitedMs: number): void {
    const nothing = { status: null, code: null, path: null, retryAfterSeconds: null, sample: null };
    this.settle(dealt, { kind: 'timeout', latencyMs: waitedMs, serviceMs: null, ...nothing });
  }

  late(lagMs: number): void {
    if (this.#tally !== null) this.#generator.sent(lagMs);
  }

  wantsSample(dealt: Dealt, kind: Outcome['kind'], status: number | null): boolean {
    return dealt.measured && this.#tally?.wantsSample(dealt.request, kind, status) === true;
  }

  sentAgain(dealt: Dealt): void {
    if (dealt.measured) this.#tally?.countSentAgain(dealt.request);
  }

  connectionFailed(code: string): void {
    this.#storm.failed(code);
  }

  settle(dealt: Dealt, outcome: Outcome): void {
    const nowMs = performance.now();
    if (outcome.status !== null) this.#storm.answered(nowMs);
    this.#tally?.record(dealt.request, outcome, dealt.measured, nowMs);
    const session = this.#session.see(dealt, outcome);
    if (session === 'expired') {
      this.#awaitingLogin = true;
      this.#post({ say: 'unauthorised' });
    } else if (session === 'refused') {
      this.#lose('login', 'the service keeps answering 401 after a second login');
    }
  }

  #beginNext(round: ShareRound): void {
    this.#round = round;
    this.#values = drawValues(round);
    this.#deck = shuffleDeck(this.#order, round, 'warm-up');
    this.#pace = choosePace(this, this.#order, round);
    this.#session = new SessionWatch(this.#order.loggedIn);
    this.#storm = new StormWatch(round.connections);
    this.#generator = new GeneratorWatch();
    this.#tally = null;
    this.#endMs = Number.POSITIVE_INFINITY;
    this.#over = false;
    this.#awaitingLogin = false;
    this.#openConnections(round.connections);
    this.#begin();
    // Connections that the server closed meanwhile are replaced, the others send at once.
    for (const lane of this.#lanes) this.ready(lane);
  }

  /** Before it connects for the first time: what the round doesn't need stays closed. */
  #add(lane: Lane): void {
    if (this.#lanes.length >= this.#round.connections) lane.close();
    this.#lanes.push(lane);
  }

  #openConnections(count: number): void {
    this.#lanes.forEach((lane, index) => {
      if (index < count) lane.open();
      else lane.close();
    });
  }

  #begin(): void {
    const { warmupMs } = this.#round;
    this.#storm.start(performance.now());
    this.#timers.every(SWEEP_MS, () => this.#sweep());
    if (warmupMs > 0) this.#timers.after(warmupMs, () => this.#beginMeasuring());
    else this.#beginMeasuring();
    // Last, so that without a warm-up the first request is due in the measured time.
    this.#pace.start();
  }

  #beginMeasuring(): void {
    const nowMs = performance.now();
    this.#deck = shuffleDeck(this.#order, this.#round, 'measure');
    const { requests } = this.#order;
    const { measureMs, arrivals } = this.#round;
    this.#tally = new Tally(requests.length, nowMs, measureMs, arrivals !== null);
    this.#endMs = nowMs + measureMs;
    this.#generator.start();
    this.#post({ say: 'measuring', startedAt: new Date().toISOString() });
    this.#timers.every(1000, () => this.#postSecond());
  }

  #sweep(): void {
    const nowMs = performance.now();
    for (const lane of this.#lanes) lane.expireAt(nowMs);
    this.#pace.sweep(nowMs);
    if (this.#over) return;
    const lost = this.sending ? this.#storm.lost(nowMs) : null;
    if (lost !== null) return this.#lose('target', lost);
    if (nowMs < this.#endMs) return;
    this.#generator.endLoad();
    if (this.#quiet()) this.#finish(this.#order.keepConnections);
  }

  #quiet(): boolean {
    return this.#lanes.every((lane) => lane.inFlight === null) && this.#pace.waiting().length === 0;
  }

  #lose(what: 'target' | 'login', why: string): void {
    if (this.#over) return;
    const afterMs = this.#tally === null ? 0 : performance.now() - this.#tally.startMs;
    this.#post({ say: 'lost', what, afterMs, why });
    this.#finish();
  }

  /** @param keep the connections are quiet and serve the next round */
  #finish(keep = false): void {
    if (this.#over) return;
    this.#over = true;
    const nowMs = Math.min(performance.now(), this.#endMs);
    this.#timers.end();
    this.#pace.stop();
    const open = [...this.#lanes.map((lane) => lane.inFlight), ...this.#pace.waiting()];
    if (!keep) this.#close();
    const generator = this.#generator.finish();
    if (this.#tally !== null) this.#postSecond();
    const requests = this.#tally?.finish(nowMs, countOpen(open)) ?? [];
    const measuredMs = nowMs - (this.#tally?.startMs ?? nowMs);
    this.#post({ say: 'done', share: { measuredMs, requests, generator } });
  }

  #close(): void {
    for (const lane of this.#lanes) lane.close();
    for (const lane of this.#lanes) lane.free();
    this.#autocannon?.stop();
  }

  #postSecond(): void {
    const tally = this.#tally as Tally;
    this.#post({ say: 'second', second: tally.takeSecond(), sent: tally.sent });
  }
}
