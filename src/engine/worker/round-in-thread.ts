/** One go through stages in this thread: a warm-up, the measured time, and the responses still on their way. */
import { commonMs } from '../common-clock.ts';
import type { Writer } from '../render.ts';
import type { Connection } from './connection.ts';
import { ConnectionSteps } from './connection-steps.ts';
import type { PickedRequest } from './dispatch.ts';
import { Firsts } from './firsts.ts';
import { Lookout } from './lookout.ts';
import { MeasuredLoad } from './measured-load.ts';
import type { RoundPart } from './messages.ts';
import { failed, type RequestEnd } from './outcome.ts';
import type { Pacer, Sender } from './pacer.ts';
import { isQuiet, isUnderWay, partByAttempts } from './pending.ts';
import { resultOf } from './result-of.ts';
import { isRepetition, lastEndOf } from './retries.ts';
import type { RoundHost } from './round-host.ts';
import { Sendings } from './sendings.ts';
import { startPacer } from './supplies.ts';
import { Supply } from './supply.ts';
import { ALIVE_MS, SWEEP_MS, Timers, TURN_MS } from './timers.ts';
import type { UserState } from './user.ts';

/** Begins when it is made, and tells its host when it is done. What it counts is its own. */
export class RoundInThread implements Sender {
  readonly #host: RoundHost;
  readonly #part: RoundPart;
  readonly #isOpen: boolean;
  readonly #timers = new Timers();
  readonly lookout: Lookout;
  readonly #supply: Supply;
  readonly #pacer: Pacer;
  readonly #steps: ConnectionSteps;
  readonly #sendings: Sendings;
  readonly #firsts: Firsts;
  /** When the measured time begins; +∞ while that isn't known. */
  #startMs = Number.POSITIVE_INFINITY;
  /** Null in the warm-up. */
  measured: MeasuredLoad | null = null;
  #over = false;
  /** Due, and given up before a connection was free. */
  #untried: readonly PickedRequest[] = [];

  constructor(host: RoundHost, part: RoundPart) {
    this.#host = host;
    this.#part = part;
    this.#isOpen = part.stages[0].arrivals !== null;
    this.#sendings = new Sendings(part.mostRequests);
    this.#steps = new ConnectionSteps(part);
    this.lookout = new Lookout(host, () => this.#steps.connections, performance.now());
    this.#supply = new Supply(host, part, this);
    this.#firsts = new Firsts(this.#isOpen ? [] : host.connections, this.#steps.connections);
    this.#timers.every(SWEEP_MS, () => this.#sweep());
    this.#timers.every(TURN_MS, () => host.turns.note());
    this.#timers.every(ALIVE_MS, () => host.post({ say: 'alive' }));
    this.#pacer = startPacer(this, part);
    if (part.together) host.post({ say: 'waiting' });
    else this.#beginAt(performance.now() + part.warmupMs);
  }

  get endMs(): number {
    return this.measured?.endMs ?? Number.POSITIVE_INFINITY;
  }

  mayStillSendAt(nowMs: number): boolean {
    if (this.#over || this.#sendings.spent) return false;
    return this.#part.warmupMs > 0 || nowMs >= this.#startMs;
  }

  sendingAt(nowMs: number): boolean {
    if (this.#host.session.awaited || !this.mayStillSendAt(nowMs)) return false;
    if (this.#sendings.over || this.#supply.spent) return false;
    return this.#isOpen || nowMs < this.endMs || this.#pacer.waiting.length > 0;
  }

  /** Whether anything is sent that needs connections. */
  get active(): boolean {
    return this.sendingAt(performance.now()) || this.#supply.walking;
  }

  offer(connections: readonly Connection[]): void {
    if (!this.#over) this.#pacer.offer(this.#supply.offer(connections));
  }

  pick(dueMs: number): PickedRequest {
    this.#beginMeasuring(dueMs);
    const stage = this.measured?.stageAt(dueMs) ?? null;
    const picked = this.#supply.pick(dueMs, stage);
    this.#firsts.note(picked);
    return picked;
  }

  /** @param writers with the token of the latest login; the user's connection is the one that it goes out on */
  write(picked: PickedRequest, writers: readonly Writer[], user: UserState): Buffer | string {
    picked.generation = this.#host.session.generation;
    // Only after the connection has noted what it sends.
    if (this.#sendings.add(this.#supply.isWrite(picked), picked.stage)) setImmediate(() => this.end());
    if (isRepetition(picked)) this.measured?.countRepeated(picked);
    return this.#supply.write(picked, writers, user);
  }

  /** What the connection was for that can't be had; null where that was nothing in particular. */
  pickFailed(connection: Connection, kind: RequestEnd['kind'], nowMs: number): PickedRequest | null {
    const step = this.#supply.pickFailed(connection, nowMs);
    return step === undefined ? this.#pacer.pickFailed(kind, nowMs, this.#host.connections) : step;
  }

  expire(picked: PickedRequest, waitedMs: number): void {
    this.settle(picked, failed({ kind: 'timeout', code: null }, waitedMs, null, false));
  }

  late(lagMs: number): void {
    this.measured?.late(lagMs);
  }

  settle(picked: PickedRequest, outcome: RequestEnd): void {
    const nowMs = performance.now();
    const { repetitions } = this.#supply;
    const untilMs = this.#sendings.over ? Number.NEGATIVE_INFINITY : this.endMs + this.#host.order.timeoutMs;
    const whole = repetitions.settle(picked, outcome, nowMs, untilMs);
    this.lookout.see(picked.request, outcome, whole === null, nowMs);
    this.#firsts.settle(picked, outcome);
    this.#beginMeasuring(nowMs);
    this.measured?.record(picked, outcome, whole, nowMs);
    this.#supply.settle(picked, whole, nowMs);
    const session = this.#host.session.see(picked, outcome, nowMs);
    if (session === 'expired') {
      this.measured?.silences.pause(nowMs);
      this.#pacer.pause(nowMs);
      repetitions.pause(nowMs);
      this.#host.post({ say: 'unauthorised', generation: picked.generation });
    } else if (session === 'refused') this.#lose('login', this.#host.session.refusal);
    // The other side's slice waits for this one's last response. Only after the connection has noted its own.
    if (nowMs >= this.endMs && !this.#over) setImmediate(() => this.#sweep());
  }

  /** It is to be sent again, on any connection. */
  again(picked: PickedRequest): void {
    this.#pacer.again(picked);
    // Once nothing new is sent, connections idle.
    if (!this.#isOpen && performance.now() >= this.endMs) this.#host.goOn();
  }

  /** There was the new login that it waited for: requests may be sent again. */
  goOn(): void {
    const nowMs = performance.now();
    this.measured?.silences.goOn(nowMs);
    this.#pacer.goOn(nowMs);
    this.#supply.repetitions.goOn(nowMs);
  }

  /** @param atMs when the measured time begins, by the clock that threads share */
  beginTogether(atMs: number): void {
    if (!this.#over) this.#beginAt(atMs - (commonMs() - performance.now()));
  }

  /** Ends it early, once what was sent is answered. @param enough was seen: no cap was met */
  end(enough = false): void {
    if (this.#over || !this.#sendings.end()) return;
    if (enough) this.#pacer.stop();
    else this.#host.post({ say: 'capped', by: 'max-requests' });
    const { tried, untried } = partByAttempts(this.#pacer.waiting.takeAll());
    this.#untried = untried;
    const [nowMs, repeated] = [performance.now(), [...this.#supply.takeRepeated(), ...tried]];
    this.measured?.endAt(nowMs, repeated);
    for (const picked of repeated) this.#supply.settle(picked, lastEndOf(picked), nowMs);
    this.#sweep();
  }

  /** Ends it, with what there is. @param keep the connections are quiet and serve the next round */
  finish(keep = false): void {
    if (this.#over) return;
    this.#over = true;
    const nowMs = performance.now();
    this.#timers.end();
    this.#pacer.stop();
    const waiting = [...this.#pacer.waiting.list(), ...this.#supply.takeRepeated()];
    const open = [...this.#host.connections.map(({ inFlight }) => inFlight), ...waiting, ...this.#untried];
    this.#supply.stop(nowMs, open);
    if (!keep) this.#host.close();
    this.#postSecond();
    const stages = this.measured?.finish({ endMs: Math.min(nowMs, this.endMs), nowMs, open }) ?? [];
    this.#host.post({ say: 'done', result: resultOf(stages, this.#sendings, this.#firsts) });
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
    const measured = this.measured;
    if (measured === null) return this.#timers.next(this.#startMs - nowMs, this.#turn);
    measured.advance(nowMs);
    if (this.#steps.goTo(nowMs - this.#startMs)) this.#host.keepOpen(this.#steps.connections);
    const nextMs = Math.min(measured.nextMs, this.#startMs + this.#steps.nextMs);
    this.#timers.next(nextMs - performance.now(), this.#turn);
  };

  #beginMeasuring(nowMs: number): void {
    if (this.measured !== null || nowMs < this.#startMs || this.#over || this.#sendings.over) return;
    const { order, session } = this.#host;
    this.#supply.beginMeasuring();
    const { requests, flows = [] } = order;
    this.measured = new MeasuredLoad(
      this.#part,
      { requests, flows, walks: this.#host.walks },
      this.#startMs,
      (stage) => this.#host.post({ say: 'measuring', stage, startedAt: new Date().toISOString() }),
    );
    if (session.awaited) this.measured.silences.pause(this.#startMs);
    this.#timers.every(1000, () => this.#postSecond());
    // Without a warm-up nothing was sent until now.
    if (this.#part.together && this.#part.warmupMs === 0) this.#host.goOn();
  }

  #sweep(): void {
    const nowMs = performance.now();
    for (const connection of this.#host.connections) connection.expireAt(nowMs);
    this.#pacer.sweep(nowMs);
    if (this.#over) return;
    const { pensive } = this.#supply;
    this.measured?.silences.look(nowMs, pensive);
    const sending = this.sendingAt(nowMs);
    const wanted = sending && (this.#isOpen ? this.#pacer.waiting.length > 0 : !pensive);
    const lost = this.lookout.look(nowMs, sending, wanted || isUnderWay(this.#host.connections));
    if (lost !== null) return this.#lose(lost.what, lost.why);
    if (nowMs < this.endMs && !this.#sendings.over) return;
    this.measured?.endLoad();
    this.#supply.sweepEnd(nowMs);
    if (!this.#supply.walking && isQuiet(this.#host.connections, this.#pacer, this.#supply))
      this.finish(this.#host.order.keepConnections);
  }

  #lose(what: 'target' | 'login' | 'generator', why: string): void {
    if (this.#over || (what !== 'generator' && this.#host.expectsFault)) return;
    const afterMs = this.measured === null ? 0 : performance.now() - this.#startMs;
    this.#host.post({ say: 'lost', what, afterMs, why });
    this.finish();
  }

  #postSecond(): void {
    const { measured } = this;
    if (measured) this.#host.post({ say: 'second', second: measured.takeSecond(), sent: measured.sent });
  }
}
