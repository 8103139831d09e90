/** A connection of the load and the request that is under way on it: sent, awaited, ended in exactly one way. */
import type { Client } from 'autocannon';
import { adaptClient } from './autocannon-adapter.ts';
import { BackOff } from './back-off.ts';
import type { Dispatcher, PickedRequest } from './dispatch.ts';
import { Exchange } from './exchange.ts';
import type { Fault } from './outcome.ts';
import { type Parsed, ResponseParser } from './response-parser.ts';
import { TargetSocket } from './socket.ts';
import { wasTooLate } from './too-late.ts';
import type { UserState } from './user.ts';

const UNANSWERED: Fault = { kind: 'unanswered', code: 'CLOSED_WITHOUT_ANSWER' };

export class Connection {
  /** It stands in the open model's queue of free connections. */
  queued = false;
  /** Since when it is idle, and its user too. */
  freeMs = 0;
  readonly user: UserState;
  readonly #client: Client;
  readonly #dispatcher: Dispatcher;
  readonly #socket: TargetSocket;
  /** The server will close this socket, or has: nothing may be written into it any more. */
  #spent = false;
  readonly #exchange: Exchange;
  /** Sent into a socket that was already being closed; goes out on the next one. */
  #retrying: PickedRequest | null = null;
  /** Responses that came on this socket. */
  #responses = 0;
  #deadlineMs = Number.POSITIVE_INFINITY;
  readonly #backOff = new BackOff();
  #closed = false;
  /** Closes once what is in flight is answered. */
  #leaving = false;

  constructor(client: Client, dispatcher: Dispatcher, user: UserState) {
    this.#client = client;
    this.user = user;
    user.connection = this;
    this.#dispatcher = dispatcher;
    this.#exchange = new Exchange(dispatcher);
    const parser = new ResponseParser((status) => this.#exchange.bytesKept(status));
    this.#socket = new TargetSocket(dispatcher.endpoint, parser, {
      onTurn: () => dispatcher.turns.note(),
      onTrip: (tripMs) => dispatcher.tripped(tripMs),
      onOpen: () => this.#onOpen(),
      onWritten: () => this.#socket.open && this.#exchange.picked === null && this.#becomeFree(),
      onParsed: (parsed) => this.#onParsed(parsed),
      onEnd: () => this.#onEnd(),
      onError: (code, message) => this.#onError(code, message),
    });
    adaptClient(client, {
      connect: () => this.connect(),
      ask: () => dispatcher.ready(this),
      reconnect: () => this.#reconnect(),
      close: () => this.close(),
    });
  }

  /** Connected and waiting for a request. One that was answered before it was sent whole is not over yet. */
  get idle(): boolean {
    return this.#socket.open && this.#exchange.picked === null && !this.#spent && this.#socket.written;
  }

  /** Its socket has to be replaced before anything can be sent. */
  get spent(): boolean {
    return this.#spent && this.#exchange.picked === null;
  }

  get connected(): boolean {
    return this.#socket.open;
  }

  /** Not to be used, until it is opened again. */
  get closed(): boolean {
    return this.#closed || this.#isDone;
  }

  /** The request that is under way. */
  get inFlight(): PickedRequest | null {
    return this.#exchange.picked ?? this.#retrying;
  }

  connect(): void {
    if (this.#closed || this.#socket.exists || this.#backOff.waiting) return;
    this.#deadlineMs = performance.now() + this.#dispatcher.timeoutMs;
    this.#socket.connect();
  }

  send(picked: PickedRequest): void {
    const bytes = this.#dispatcher.write(picked, this.user);
    this.#socket.parser.expect(picked.head);
    this.#exchange.start(picked);
    this.#deadlineMs = picked.dueMs + picked.timeoutMs;
    this.#socket.write(bytes);
  }

  /** Replaces a socket that the server announced to close, or has closed. */
  renew(): void {
    if (!this.#spent || this.#exchange.picked !== null) return;
    this.#reconnect();
  }

  /** Called every few milliseconds: ends what has waited longer than the timeout. */
  expireAt(nowMs: number): void {
    if (nowMs < this.#deadlineMs || this.#exchange.read) return;
    if (this.#exchange.picked !== null || !this.#socket.open) this.#fail({ kind: 'timeout', code: null });
    else this.#spend();
  }

  open(): void {
    this.#closed = false;
    this.#leaving = false;
    this.connect();
  }

  /** Until it is opened again; what is in flight is answered before, and a walk is walked to its end. */
  leave(): void {
    this.#leaving = true;
    if (this.inFlight === null && this.#isDone) this.close();
  }

  /** Until it is opened again; what is in flight stays so. */
  close(): void {
    this.#closed = true;
    this.#drop();
    this.#backOff.end();
  }

  free(): void {
    this.#client.destroy();
    this.#socket.parser.free();
  }

  #onOpen(): void {
    this.#deadlineMs = Number.POSITIVE_INFINITY;
    this.#responses = 0;
    const retrying = this.#retrying;
    this.#retrying = null;
    if (retrying === null) this.#becomeFree();
    else this.send(retrying);
  }

  /** The response that came in is looked into, and the request is over. */
  inspect(): void {
    if (this.#exchange.read && !this.#closed) this.#end();
  }

  #onParsed(parsed: Parsed): void {
    if (this.#exchange.read) return this.#spend();
    if (this.#exchange.picked === null) return this.#spend(); // nobody asked: a 408 to an idle connection, or surplus bytes
    if (!parsed.done) return;
    if (parsed.broken !== null) return this.#fail({ kind: 'body', code: parsed.broken });
    this.#answered();
  }

  #onEnd(): void {
    if (this.#exchange.read) return this.#spend();
    if (this.#exchange.picked === null && this.#socket.open) return this.#spend();
    if (this.#wasTooLate()) return this.#retry();
    const { parser } = this.#socket;
    if (this.#exchange.picked === null || !parser.begun) return this.#fail(UNANSWERED);
    const parsed = parser.finish();
    if (parsed.done && parsed.broken === null) return this.#answered();
    this.#fail({ kind: 'body', code: 'TRUNCATED' });
  }

  #onError(code: string, message: string): void {
    if (this.#exchange.read) return this.#spend();
    if (this.#exchange.picked === null && this.#socket.open) return this.#spend();
    if (this.#wasTooLate()) return this.#retry();
    this.#fail({ kind: 'socket', code, text: message });
  }

  #wasTooLate(): boolean {
    return wasTooLate(this.#exchange.picked, this.#socket, this.#responses, this.#dispatcher);
  }

  #retry(): void {
    const picked = this.#exchange.drop() as PickedRequest;
    this.#retrying = picked;
    this.#dispatcher.resent(picked);
    this.#reconnect();
  }

  #answered(): void {
    const { parser } = this.#socket;
    const isLookedInto = this.#exchange.answered(parser.status);
    this.#backOff.answered();
    this.#responses++;
    this.#deadlineMs = Number.POSITIVE_INFINITY;
    if (!this.#socket.written) this.#deadlineMs = performance.now() + this.#dispatcher.timeoutMs;
    // The dispatcher says when it is replaced: opening takes longer than reading what lies ready on other connections.
    this.#spent = !parser.keepAlive;
    if (isLookedInto) this.#dispatcher.inspectLater(this);
    else this.#end();
  }

  #end(): void {
    const picked = this.#exchange.picked as PickedRequest;
    this.#dispatcher.settle(picked, this.#exchange.end(this.#socket.parser));
    if (this.#isDone) this.close();
    else if (!this.#closed) this.#becomeFree();
  }

  /** Ends the request under way (or the attempt to connect for one) with an error, and the connection with it. */
  #fail(failure: Fault): void {
    const { kind, code } = failure;
    const nowMs = performance.now();
    const sent = this.#exchange.drop();
    const picked = sent ?? this.#retrying ?? this.#dispatcher.pickFailed(this, kind, nowMs);
    this.#retrying = null;
    if (this.#socket.parser.begun) this.#backOff.answered();
    else this.#backOff.failed();
    this.#drop();
    if (kind === 'socket' || kind === 'unanswered') this.#dispatcher.connectionFailed(code ?? kind);
    if (picked !== null)
      this.#dispatcher.settle(picked, this.#exchange.fail(picked, failure, nowMs, sent !== null));
    this.#reconnect();
  }

  /** It is to be left, and its user is on no walk. */
  get #isDone(): boolean {
    return this.#leaving && this.user.walk === null;
  }

  #spend(): void {
    if (this.#spent) return;
    this.#spent = true;
    if (!this.#exchange.read) this.#becomeFree();
  }

  #becomeFree(): void {
    this.freeMs = performance.now();
    this.#dispatcher.ready(this);
  }

  #reconnect(): void {
    if (this.#isDone && this.#retrying === null) return this.close();
    this.#drop();
    if (!this.#closed) this.#backOff.before(() => this.connect());
  }

  #drop(): void {
    this.#spent = false;
    this.#deadlineMs = Number.POSITIVE_INFINITY;
    this.#socket.drop();
  }
}
