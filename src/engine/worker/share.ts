/** One worker's share of a round: warm-up, measured time, and waiting for the answers that are still on their way. */
import autocannon, { type Instance } from 'autocannon';
import type { RequestSpec } from '../../config/plan.ts';
import { Deck } from '../deck.ts';
import { seededRandom } from '../random.ts';
import { type Captures, compileRequest, type Writer } from '../render.ts';
import { createValues, type Values } from '../values.ts';
import { type Dealt, type Dispatcher, type Endpoint, Lane } from './lane.ts';
import { SessionWatch } from './session-watch.ts';
import type { FromWorker, ShareOrder, ToWorker } from './share-messages.ts';
import { StormWatch } from './storm-watch.ts';
import { type Outcome, Tally } from './tally.ts';

/** How often time-outs and a lost target are looked for. */
const SWEEP_MS = 20;
/** Autocannon ends by itself after this; the share always ends it long before. */
const FAR_SECONDS = 86_400;

export class Share implements Dispatcher {
  readonly endpoint: Endpoint;
  readonly timeoutMs: number;
  sending = true;
  readonly #order: ShareOrder;
  readonly #post: (message: FromWorker) => void;
  readonly #values: Values;
  readonly #lanes: Lane[] = [];
  readonly #waiting = new Set<Lane>();
  readonly #session: SessionWatch;
  readonly #storm: StormWatch;
  #writers: readonly Writer[];
  #deck: Deck;
  #tally: Tally | null = null;
  #endMs = Number.POSITIVE_INFINITY;
  #flushing = false;
  #over = false;
  #autocannon: Instance | null = null;
  #timers: NodeJS.Timeout[] = [];

  constructor(order: ShareOrder, post: (message: FromWorker) => void) {
    const url = new URL(order.origin);
    const secure = url.protocol === 'https:';
    this.endpoint = {
      secure,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      address: order.address,
      port: Number(url.port) || (secure ? 443 : 80),
    };
    this.timeoutMs = order.timeoutMs;
    this.#order = order;
    this.#post = post;
    this.#values = createValues(order.uniquePrefix, seededRandom(`${order.seed}/values`));
    this.#writers = this.#compile(order.captures);
    this.#deck = this.#newDeck('warm-up');
    this.#session = new SessionWatch(order.loggedIn);
    this.#storm = new StormWatch(order.connections);
  }

  start(): void {
    const { origin, connections, warmupMs } = this.#order;
    this.#storm.start(performance.now());
    this.#autocannon = autocannon(
      {
        url: origin,
        connections,
        duration: FAR_SECONDS,
        timeout: FAR_SECONDS,
        sampleInt: 250,
        excludeErrorStats: true,
        setupClient: (client) => this.#lanes.push(new Lane(client, this)),
      },
      () => {},
    );
    this.#every(SWEEP_MS, () => this.#sweep());
    if (warmupMs > 0) this.#after(warmupMs, () => this.#beginMeasuring());
    else this.#beginMeasuring();
  }

  receive(message: ToWorker): void {
    if (message.say === 'stop') return this.#finish();
    this.#writers = this.#compile(message.captures);
    this.#session.renew();
    this.sending = performance.now() < this.#endMs;
    for (const lane of this.#lanes) if (lane.idle) this.ready(lane);
  }

  /**
   * Spent connections are replaced after the answers that are there were read, and requests are sent one turn of the
   * event loop later still: if the server has closed the connection, that is seen before something is written into it.
   */
  ready(lane: Lane): void {
    this.#waiting.add(lane);
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => {
      if (this.sending) for (const waiting of this.#waiting) waiting.renew();
      setImmediate(() => this.#flush());
    });
  }

  deal(nowMs: number): Dealt {
    const request = this.#deck.deal();
    const spec = this.#order.requests[request] as RequestSpec;
    const measured = this.#tally !== null && nowMs < this.#endMs;
    if (measured) this.#tally?.countSent(request);
    const bytes = (this.#writers[request] as Writer)(this.#values);
    const { generation } = this.#session;
    return { request, bytes, head: spec.method === 'HEAD', expect: spec.expect, measured, generation };
  }

  wantsSample(dealt: Dealt, kind: Outcome['kind'], status: number | null): boolean {
    return dealt.measured && this.#tally?.wantsSample(dealt.request, kind, status) === true;
  }

  settle(dealt: Dealt, outcome: Outcome): void {
    const nowMs = performance.now();
    this.#storm.see(outcome, nowMs);
    this.#tally?.record(dealt.request, outcome, dealt.measured, nowMs);
    const session = this.#session.see(dealt, outcome);
    if (session === 'expired') {
      this.sending = false;
      this.#post({ say: 'unauthorised' });
    } else if (session === 'refused') {
      this.#lose('login', 'the service keeps answering 401 after a second login');
    }
  }

  #beginMeasuring(): void {
    const nowMs = performance.now();
    this.#deck = this.#newDeck('measure');
    this.#tally = new Tally(this.#order.requests.length, nowMs, this.#order.measureMs);
    this.#endMs = nowMs + this.#order.measureMs;
    this.#post({ say: 'measuring', startedAt: new Date().toISOString() });
    this.#every(1000, () => this.#postSecond());
    this.#after(this.#order.measureMs, () => {
      this.sending = false;
    });
  }

  #flush(): void {
    this.#flushing = false;
    if (!this.sending || performance.now() >= this.#endMs) return this.#waiting.clear();
    const lanes = [...this.#waiting];
    this.#waiting.clear();
    for (const lane of lanes) lane.send();
  }

  #sweep(): void {
    const nowMs = performance.now();
    for (const lane of this.#lanes) lane.expireAt(nowMs);
    if (this.#over) return;
    const lost = this.sending ? this.#storm.lost(nowMs) : null;
    if (lost !== null) return this.#lose('target', lost);
    if (nowMs >= this.#endMs && this.#lanes.every((lane) => lane.inFlight === null)) this.#finish();
  }

  #lose(what: 'target' | 'login', why: string): void {
    if (this.#over) return;
    const afterMs = this.#tally === null ? 0 : performance.now() - this.#tally.startMs;
    this.#post({ say: 'lost', what, afterMs, why });
    this.#finish();
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.sending = false;
    const nowMs = Math.min(performance.now(), this.#endMs);
    for (const timer of this.#timers) clearTimeout(timer);
    for (const lane of this.#lanes) lane.close();
    const inFlight = new Map<number, number>();
    for (const { inFlight: dealt } of this.#lanes) {
      if (dealt?.measured) inFlight.set(dealt.request, (inFlight.get(dealt.request) ?? 0) + 1);
    }
    for (const lane of this.#lanes) lane.free();
    this.#autocannon?.stop();
    if (this.#tally !== null) this.#postSecond();
    const requests = this.#tally?.finish(nowMs, inFlight) ?? [];
    this.#post({ say: 'done', share: { measuredMs: nowMs - (this.#tally?.startMs ?? nowMs), requests } });
  }

  #postSecond(): void {
    const tally = this.#tally as Tally;
    this.#post({ say: 'second', second: tally.takeSecond(), sent: tally.sent });
  }

  #compile(captures: Captures): readonly Writer[] {
    const { host } = new URL(this.#order.origin);
    return this.#order.requests.map((spec) => compileRequest(spec, host, captures));
  }

  #newDeck(phase: string): Deck {
    const weights = this.#order.requests.map((spec) => spec.weight);
    return new Deck(weights, seededRandom(`${this.#order.seed}/${phase}`));
  }

  #after(ms: number, act: () => void): void {
    this.#timers.push(setTimeout(act, ms));
  }

  #every(ms: number, act: () => void): void {
    this.#timers.push(setInterval(act, ms));
  }
}
