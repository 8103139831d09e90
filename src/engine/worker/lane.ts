/** A connection of the load and the request that is under way on it: sent, awaited, ended in exactly one way. */
import type { Client } from 'autocannon';
import { isExpected } from '../is-expected.ts';
import { explainCode } from '../target/failure.ts';
import { AnswerParser, type Parsed } from './answer-parser.ts';
import { BackOff } from './back-off.ts';
import { Connection } from './connection.ts';
import type { Dealt, Dispatcher } from './dispatch.ts';
import { type Outcome, success, type Times, unexpected } from './outcome.ts';
import { takeOver } from './take-over.ts';

/** How much of an unexpected answer is kept for a sample: enough to decompress the start of it. */
const SAMPLE_BYTES = 4096;
/** Where the network is quicker than that, the event loop isn't. */
const SHORTEST_TRIP_MS = 1;

interface Failure {
  readonly kind: Outcome['kind'];
  readonly code: string | null;
  readonly text?: string;
}

export class Lane {
  /** It stands in the open model's queue of free connections. */
  queued = false;
  readonly #client: Client;
  readonly #dispatcher: Dispatcher;
  readonly #connection: Connection;
  /** The server will close this connection, or has: nothing may be written into it any more. */
  #spent = false;
  #dealt: Dealt | null = null;
  /** Sent into a connection that was already being closed; goes out on the next one. */
  #again: Dealt | null = null;
  /** Answers that came on this connection. */
  #answers = 0;
  #sentMs = 0;
  #freeMs = 0;
  #deadlineMs = Number.POSITIVE_INFINITY;
  readonly #backOff = new BackOff();
  #closed = false;

  constructor(client: Client, dispatcher: Dispatcher) {
    this.#client = client;
    this.#dispatcher = dispatcher;
    const parser = new AnswerParser((status) => this.#wants(status));
    this.#connection = new Connection(dispatcher.endpoint, parser, {
      onTrip: (tripMs) => dispatcher.tripped(tripMs),
      onOpen: () => this.#onOpen(),
      onParsed: (parsed) => this.#onParsed(parsed),
      onEnd: () => this.#onEnd(),
      onError: (code, message) => this.#onError(code, message),
    });
    takeOver(client, {
      connect: () => this.connect(),
      ask: () => dispatcher.ready(this),
      reconnect: () => this.#reconnect(),
      close: () => this.close(),
    });
  }

  /** Connected and waiting for a request. */
  get idle(): boolean {
    return this.#connection.open && this.#dealt === null && !this.#spent;
  }

  /** Its connection has to be replaced before anything can be sent. */
  get spent(): boolean {
    return this.#spent && this.#dealt === null;
  }

  /** Since when it is idle. */
  get freeMs(): number {
    return this.#freeMs;
  }

  get connected(): boolean {
    return this.#connection.open;
  }

  /** The request that is under way, if any. */
  get inFlight(): Dealt | null {
    return this.#dealt ?? this.#again;
  }

  connect(): void {
    if (this.#closed || this.#connection.exists || this.#backOff.waiting) return;
    this.#deadlineMs = performance.now() + this.#dispatcher.timeoutMs;
    this.#connection.connect();
  }

  send(dealt: Dealt): void {
    const bytes = this.#dispatcher.write(dealt);
    this.#dealt = dealt;
    this.#connection.parser.expect(dealt.head);
    this.#sentMs = performance.now();
    this.#deadlineMs = dealt.dueMs + this.#dispatcher.timeoutMs;
    this.#connection.write(bytes);
  }

  /** Replaces a connection that the server announced to close, or has closed. */
  renew(): void {
    if (!this.#spent || this.#dealt !== null) return;
    this.#reconnect();
  }

  /** Called every few milliseconds: ends what has waited longer than the time-out. */
  expireAt(nowMs: number): void {
    if (nowMs < this.#deadlineMs) return;
    if (this.#dealt !== null || !this.#connection.open) this.#fail({ kind: 'timeout', code: null });
  }

  /** Takes part again, after `close`. */
  open(): void {
    this.#closed = false;
    this.connect();
  }

  /** Ends the connection until it is opened again; what is in flight stays so. */
  close(): void {
    this.#closed = true;
    this.#drop();
    this.#backOff.end();
  }

  free(): void {
    this.#client.destroy();
    this.#connection.parser.free();
  }

  #onOpen(): void {
    this.#deadlineMs = Number.POSITIVE_INFINITY;
    this.#answers = 0;
    const again = this.#again;
    this.#again = null;
    if (again === null) this.#becomeFree();
    else this.send(again);
  }

  #onParsed(parsed: Parsed): void {
    if (this.#dealt === null) return this.#spend(); // nobody asked: a 408 to an idle connection, or surplus bytes
    if (!parsed.done) return;
    if (parsed.broken !== null) return this.#fail({ kind: 'body', code: parsed.broken });
    this.#answered();
  }

  #onEnd(): void {
    if (this.#dealt === null && this.#connection.open) return this.#spend();
    if (this.#wasTooLate()) return this.#sendAgain();
    const { parser } = this.#connection;
    if (this.#dealt === null || !parser.begun) {
      return this.#fail({ kind: 'unanswered', code: 'CLOSED_WITHOUT_ANSWER' });
    }
    const parsed = parser.finish();
    if (parsed.done && parsed.broken === null) return this.#answered();
    this.#fail({ kind: 'body', code: 'TRUNCATED' });
  }

  #onError(code: string, message: string): void {
    if (this.#dealt === null && this.#connection.open) return this.#spend();
    if (this.#wasTooLate()) return this.#sendAgain();
    this.#fail({ kind: 'socket', code, text: message });
  }

  /**
   * Whether the server closed a connection that had served before while the request was on its way to it: the end came
   * sooner than the server could have answered the request with it. Clients send such a request once more if it may be
   * repeated (RFC 9112, 9.3.1), so it is no error of the service's.
   */
  #wasTooLate(): boolean {
    if (!this.#dealt?.idempotent || this.#answers === 0 || this.#connection.parser.begun) return false;
    return performance.now() - this.#sentMs <= Math.max(SHORTEST_TRIP_MS, this.#dispatcher.tripMs);
  }

  #sendAgain(): void {
    const dealt = this.#dealt as Dealt;
    this.#dealt = null;
    this.#again = dealt;
    this.#dispatcher.sentAgain(dealt);
    this.#reconnect();
  }

  #answered(): void {
    const dealt = this.#dealt as Dealt;
    const nowMs = performance.now();
    const { parser } = this.#connection;
    const { status } = parser;
    this.#backOff.answered();
    this.#answers++;
    this.#dealt = null;
    this.#deadlineMs = Number.POSITIVE_INFINITY;
    // Opening a connection takes longer than reading an answer: answers that lie ready on other connections come
    // first, or they would be timed late. So the dispatcher says when.
    this.#spent = !parser.keepAlive;
    const times = { latencyMs: nowMs - dealt.dueMs, serviceMs: nowMs - this.#sentMs };
    const expected = isExpected(status, dealt.expect);
    this.#dispatcher.settle(
      dealt,
      expected ? success(status, times) : this.#unexpected(dealt, status, times),
    );
    if (!this.#closed) this.#becomeFree();
  }

  #unexpected(dealt: Dealt, status: number, times: Times): Outcome {
    const wanted = this.#dispatcher.wantsSample(dealt, 'status', status);
    return unexpected(this.#connection.parser, status, times, wanted);
  }

  /** Ends the request under way (or the attempt to connect for one) with an error, and the connection with it. */
  #fail({ kind, code, text = '' }: Failure): void {
    const nowMs = performance.now();
    const sent = this.#dealt !== null;
    const dealt = this.#dealt ?? this.#again ?? this.#dispatcher.dealFailed(kind, nowMs);
    this.#dealt = null;
    this.#again = null;
    if (this.#connection.parser.begun) this.#backOff.answered();
    else this.#backOff.failed();
    this.#drop();
    if (kind === 'socket' || kind === 'unanswered') this.#dispatcher.connectionFailed(code ?? kind);
    if (dealt !== null) {
      const { timeoutMs } = this.#dispatcher;
      // A time-out has waited for its limit at least, also where it was given up before it could be sent.
      const latencyMs = kind === 'timeout' ? Math.max(timeoutMs, nowMs - dealt.dueMs) : nowMs - dealt.dueMs;
      const serviceMs = sent ? nowMs - this.#sentMs : null;
      const wanted = code !== null && this.#dispatcher.wantsSample(dealt, kind, null);
      const sample = wanted ? { kind, status: null, text: explainCode(code, text || code) } : null;
      const nothing = { status: null, path: null, retryAfterSeconds: null };
      this.#dispatcher.settle(dealt, { kind, code, latencyMs, serviceMs, ...nothing, sample });
    }
    this.#reconnect();
  }

  #spend(): void {
    if (this.#spent) return;
    this.#spent = true;
    this.#becomeFree();
  }

  #becomeFree(): void {
    this.#freeMs = performance.now();
    this.#dispatcher.ready(this);
  }

  #reconnect(): void {
    this.#drop();
    if (!this.#closed) this.#backOff.before(() => this.connect());
  }

  #drop(): void {
    this.#spent = false;
    this.#deadlineMs = Number.POSITIVE_INFINITY;
    this.#connection.drop();
  }

  #wants(status: number): number {
    const dealt = this.#dealt;
    if (dealt === null || isExpected(status, dealt.expect)) return -1;
    return this.#dispatcher.wantsSample(dealt, 'status', status) ? SAMPLE_BYTES : 0;
  }
}
