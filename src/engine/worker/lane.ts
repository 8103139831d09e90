/**
 * One connection of the load. It takes over a client of autocannon 9.0.0 from the documented `setupClient` hook and
 * replaces its wire handling, which reports wrong figures once a server closes connections: requests are timed from
 * an earlier one's start, `Connection: close` is written into, the parser keeps its state, time-outs never count.
 */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Client } from 'autocannon';
import { AnswerParser, type Parsed } from './answer-parser.ts';
import { classifyAnswer, retryAfterSeconds } from './path.ts';
import type { Outcome } from './tally.ts';

const FIRST_BACK_OFF_MS = 50;
const LONGEST_BACK_OFF_MS = 1000;
/** How much of an unexpected answer is kept for a sample: enough to decompress the start of it. */
const SAMPLE_BYTES = 4096;

/** Where connections go. */
export interface Endpoint {
  readonly secure: boolean;
  readonly hostname: string;
  readonly address: string | null;
  readonly port: number;
}

/** A request on its way. */
export interface Dealt {
  readonly request: number;
  readonly bytes: Buffer | string;
  readonly head: boolean;
  readonly expect: readonly number[] | null;
  /** Sent in the measured time, not in the warm-up. */
  readonly measured: boolean;
  /** Which login's token it carries. */
  readonly generation: number;
}

/** What a lane needs of the share of load that it belongs to. */
export interface Dispatcher {
  readonly endpoint: Endpoint;
  readonly timeoutMs: number;
  /** Whether requests are being sent at all: not after the end, and not while a new login is awaited. */
  readonly sending: boolean;
  /** The lane is connected and idle; the dispatcher will have it send. */
  ready(lane: Lane): void;
  deal(nowMs: number): Dealt;
  wantsSample(dealt: Dealt, kind: Outcome['kind'], status: number | null): boolean;
  settle(dealt: Dealt, outcome: Outcome): void;
}

/** Internals of autocannon's client that are replaced or called; a contract test names the one that is gone. */
export const CLIENT_INTERNALS = [
  '_connect',
  '_doRequest',
  '_resetConnection',
  '_destroyConnection',
  'destroy',
] as const;

export class Lane {
  readonly #client: Client;
  readonly #dispatcher: Dispatcher;
  readonly #parser: AnswerParser;
  #socket: Socket | null = null;
  #connected = false;
  /** The server will close this connection, or has: nothing may be written into it any more. */
  #spent = false;
  #dealt: Dealt | null = null;
  #sentMs = 0;
  #deadlineMs = Number.POSITIVE_INFINITY;
  /** Connections in a row that ended before a single answer. */
  #failures = 0;
  #backOff: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(client: Client, dispatcher: Dispatcher) {
    for (const name of CLIENT_INTERNALS) {
      if (typeof client[name] !== 'function') {
        throw new Error(`autocannon's client has no ${name}: Tailgate needs autocannon 9.0.0 exactly`);
      }
    }
    this.#client = client;
    this.#dispatcher = dispatcher;
    this.#parser = new AnswerParser((status) => this.#wants(status));
    client._connect = () => {
      // Autocannon's own timer runs for idle connections too, and restarts them behind our back.
      client.timeoutTicker.clear();
      this.connect();
    };
    client._doRequest = () => dispatcher.ready(this);
    client._resetConnection = () => this.#reconnect();
    client._destroyConnection = () => this.close();
  }

  get idle(): boolean {
    return this.#connected && this.#dealt === null && !this.#spent;
  }

  /** The request that is under way, if any. */
  get inFlight(): Dealt | null {
    return this.#dealt;
  }

  connect(): void {
    if (this.#closed || this.#socket !== null || this.#backOff !== null) return;
    const { secure, hostname, address, port } = this.#dispatcher.endpoint;
    this.#parser.reset();
    this.#deadlineMs = performance.now() + this.#dispatcher.timeoutMs;
    const host = address ?? hostname;
    // Certificates are verified by the handshake, before a byte of a request is sent.
    const socket = secure
      ? connectTls({
          host,
          port,
          ALPNProtocols: ['http/1.1'],
          ...(isIP(hostname) ? {} : { servername: hostname }),
        })
      : connectTcp({ host, port });
    socket.setNoDelay(true);
    this.#socket = socket;
    const current =
      (handle: (...args: never[]) => void) =>
      (...args: unknown[]) => {
        if (socket === this.#socket) handle(...(args as never[]));
      };
    socket.on(
      secure ? 'secureConnect' : 'connect',
      current(() => this.#onConnect()),
    );
    socket.on(
      'data',
      current((chunk: Buffer) => this.#onParsed(this.#parser.execute(chunk))),
    );
    socket.on(
      'end',
      current(() => this.#onEnd()),
    );
    socket.on(
      'close',
      current(() => this.#onEnd()),
    );
    // Stays for the socket's whole life: a destroyed socket may still have an error to tell.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (socket === this.#socket) this.#onError(error.code ?? 'SOCKET_ERROR', error.message);
    });
  }

  send(): void {
    const socket = this.#socket;
    if (socket === null || !this.idle) return;
    const nowMs = performance.now();
    const dealt = this.#dispatcher.deal(nowMs);
    this.#dealt = dealt;
    this.#parser.expect(dealt.head);
    this.#sentMs = performance.now();
    this.#deadlineMs = this.#sentMs + this.#dispatcher.timeoutMs;
    socket.write(dealt.bytes);
  }

  /** Called every few milliseconds: ends what has waited longer than the time-out. */
  expireAt(nowMs: number): void {
    if (nowMs < this.#deadlineMs) return;
    if (this.#dealt === null && this.#connected) return;
    const waitedMs = Math.max(this.#dispatcher.timeoutMs, nowMs - (this.#dealt ? this.#sentMs : nowMs));
    this.#fail({ kind: 'timeout', code: null, latencyMs: waitedMs });
  }

  /** Ends the connection for good; what is in flight stays so. */
  close(): void {
    this.#closed = true;
    this.#drop();
    if (this.#backOff !== null) clearTimeout(this.#backOff);
    this.#backOff = null;
  }

  free(): void {
    this.#client.destroy();
    this.#parser.free();
  }

  #onConnect(): void {
    this.#connected = true;
    this.#deadlineMs = Number.POSITIVE_INFINITY;
    this.#dispatcher.ready(this);
  }

  #onParsed(parsed: Parsed): void {
    if (this.#dealt === null) return this.#spend(); // nobody asked: a 408 to an idle connection, or surplus bytes
    if (!parsed.done) return;
    if (parsed.broken !== null) return this.#fail({ kind: 'body', code: parsed.broken });
    this.#answered();
  }

  #onEnd(): void {
    if (this.#dealt === null && this.#connected) return this.#spend();
    if (this.#dealt === null || !this.#parser.begun) {
      return this.#fail({ kind: 'unanswered', code: 'CLOSED_WITHOUT_ANSWER' });
    }
    const parsed = this.#parser.finish();
    if (parsed.done && parsed.broken === null) return this.#answered();
    this.#fail({ kind: 'body', code: 'TRUNCATED' });
  }

  #onError(code: string, message: string): void {
    if (this.#dealt === null && this.#connected) return this.#spend();
    this.#fail({ kind: 'socket', code, text: message });
  }

  #answered(): void {
    const dealt = this.#dealt as Dealt;
    const latencyMs = performance.now() - this.#sentMs;
    const parser = this.#parser;
    const { status } = parser;
    this.#failures = 0;
    this.#dealt = null;
    this.#deadlineMs = Number.POSITIVE_INFINITY;
    const outcome = isExpected(status, dealt.expect)
      ? {
          kind: 'success' as const,
          status,
          latencyMs,
          code: null,
          path: null,
          retryAfterSeconds: null,
          sample: null,
        }
      : this.#unexpected(dealt, status, latencyMs);
    // Opening a connection takes longer than reading an answer: answers that lie ready on other connections come
    // first, or they would be timed late. So both wait for their turn.
    this.#spent = !parser.keepAlive;
    this.#dispatcher.settle(dealt, outcome);
    if (!this.#closed) this.#dispatcher.ready(this);
  }

  #spend(): void {
    if (this.#spent) return;
    this.#spent = true;
    this.#dispatcher.ready(this);
  }

  /** Replaces a connection that the server announced to close. */
  renew(): void {
    if (!this.#spent || this.#dealt !== null) return;
    this.#spent = false;
    this.#reconnect();
  }

  #unexpected(dealt: Dealt, status: number, latencyMs: number): Outcome {
    const headers = this.#parser.headers();
    const wanted = this.#dispatcher.wantsSample(dealt, 'status', status);
    return {
      kind: 'status',
      status,
      latencyMs,
      code: null,
      path: classifyAnswer(status, headers),
      retryAfterSeconds: retryAfterSeconds(headers.get('retry-after'), Date.now()),
      sample: wanted
        ? {
            kind: 'status',
            status,
            text: '',
            body: this.#parser.body(),
            encoding: headers.get('content-encoding') ?? '',
          }
        : null,
    };
  }

  /** Ends the request under way (or the attempt to connect for one) with an error, and the connection with it. */
  #fail(error: { kind: Outcome['kind']; code: string | null; latencyMs?: number; text?: string }): void {
    const attempted = this.#dealt !== null || this.#dispatcher.sending;
    const dealt = this.#dealt ?? (attempted ? this.#dispatcher.deal(performance.now()) : null);
    const answered = this.#parser.begun;
    this.#dealt = null;
    this.#failures = answered ? 0 : this.#failures + 1;
    this.#drop();
    if (dealt !== null) {
      const { kind, code, latencyMs = 0 } = error;
      const text = error.text ?? code ?? '';
      const sample =
        text !== '' && this.#dispatcher.wantsSample(dealt, kind, null) ? { kind, status: null, text } : null;
      const outcome: Outcome = {
        kind,
        code,
        latencyMs,
        status: null,
        path: null,
        retryAfterSeconds: null,
        sample,
      };
      this.#dispatcher.settle(dealt, outcome);
    }
    this.#reconnect();
  }

  #reconnect(): void {
    this.#drop();
    if (this.#closed || this.#backOff !== null) return;
    if (this.#failures === 0) {
      this.connect();
      return;
    }
    const waitMs = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (this.#failures - 1));
    this.#backOff = setTimeout(() => {
      this.#backOff = null;
      this.connect();
    }, waitMs);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#connected = false;
    this.#spent = false;
    this.#deadlineMs = Number.POSITIVE_INFINITY;
    socket?.destroy();
  }

  #wants(status: number): number {
    const dealt = this.#dealt;
    if (dealt === null || isExpected(status, dealt.expect)) return -1;
    return this.#dispatcher.wantsSample(dealt, 'status', status) ? SAMPLE_BYTES : 0;
  }
}

function isExpected(status: number, expect: readonly number[] | null): boolean {
  return expect === null ? status >= 200 && status < 300 : expect.includes(status);
}
