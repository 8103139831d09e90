/** One connection's socket: opened, read, replaced. It knows nothing of requests but that one is awaited. */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Parsed, ResponseParser } from './response-parser.ts';

/** Where connections go. */
export interface Endpoint {
  readonly secure: boolean;
  readonly hostname: string;
  /** Address to connect to, where it is known already. */
  readonly address: string | null;
  readonly port: number;
}

/** @param address that answered when the environment was ready, where it is known */
export function endpointOf(origin: string, address: string | null): Endpoint {
  const url = new URL(origin);
  const secure = url.protocol === 'https:';
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  return { secure, hostname, address, port: Number(url.port) || (secure ? 443 : 80) };
}

/** So much is handed to the system at once on a connection that was idle; what is larger may wait for the server. */
const AT_ONCE_BYTES = 8192;

/** What one turn of the event loop reads from a connection; larger responses come in several pieces. */
const READ_BYTES = 65_536;
/** Views of this length at most are kept: responses of one service mostly have the same few lengths. */
const LONGEST_KEPT_VIEW = 2048;

/**
 * Every plain connection reads into the same memory, which the parser has done with before the next one reads. A new
 * buffer for each response, and the stream machinery around it, are what it spares.
 */
class ReadBuffer {
  readonly bytes = Buffer.allocUnsafeSlow(READ_BYTES);
  readonly #views: Buffer[] = [];

  first(length: number): Buffer {
    if (length > LONGEST_KEPT_VIEW) return this.bytes.subarray(0, length);
    this.#views[length] ??= this.bytes.subarray(0, length);
    return this.#views[length];
  }
}

let readBuffer: ReadBuffer | null = null;

interface SocketEvents {
  /** Something was seen, and is told right after this. */
  onTurn(): void;
  /** How long a round trip took, about: longer where many connections open at once. */
  onTrip(tripMs: number): void;
  onOpen(): void;
  /** The latest request, one that is large, was handed to the system whole. */
  onWritten(): void;
  onParsed(parsed: Parsed): void;
  /** The server closed the connection. */
  onEnd(): void;
  onError(code: string, message: string): void;
}

export class TargetSocket {
  readonly parser: ResponseParser;
  readonly #endpoint: Endpoint;
  readonly #events: SocketEvents;
  #socket: Socket | null = null;
  #open = false;
  #writes = 0;
  #writtenMs = 0;

  constructor(endpoint: Endpoint, parser: ResponseParser, events: SocketEvents) {
    this.#endpoint = endpoint;
    this.parser = parser;
    this.#events = events;
  }

  get open(): boolean {
    return this.#open;
  }

  get exists(): boolean {
    return this.#socket !== null;
  }

  /** When the last byte of the latest request was handed to the system; +∞ while it was not. */
  get writtenMs(): number {
    return this.#writtenMs;
  }

  get written(): boolean {
    return this.#writtenMs < Number.POSITIVE_INFINITY;
  }

  connect(): void {
    this.#writtenMs = 0;
    this.parser.reset();
    const startMs = performance.now();
    const socket = this.#start();
    // Of TCP alone, also under TLS: one round trip.
    socket.on('connect', () => this.#events.onTrip(performance.now() - startMs));
    const { secure } = this.#endpoint;
    this.#socket = socket;
    socket.setNoDelay(true);
    // A socket that was replaced may still have something to tell; nobody listens to it any more.
    socket.on(secure ? 'secureConnect' : 'connect', () => {
      if (socket !== this.#socket) return;
      this.#events.onTurn();
      this.#open = true;
      this.#events.onOpen();
    });
    if (secure) socket.on('data', (chunk: Buffer) => this.#read(socket, chunk));
    const end = () => {
      if (socket !== this.#socket) return;
      this.#events.onTurn();
      this.#events.onEnd();
    };
    socket.on('end', end);
    socket.on('close', end);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (socket !== this.#socket) return;
      this.#events.onTurn();
      this.#events.onError(error.code ?? 'SOCKET_ERROR', error.message);
    });
  }

  write(bytes: Buffer | string): void {
    const write = ++this.#writes;
    if (bytes.length <= AT_ONCE_BYTES) {
      this.#writtenMs = performance.now();
      this.#socket?.write(bytes);
      return;
    }
    this.#writtenMs = Number.POSITIVE_INFINITY;
    this.#socket?.write(bytes, (error) => {
      if (error || write !== this.#writes) return;
      this.#writtenMs = performance.now();
      this.#events.onWritten();
    });
  }

  drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#open = false;
    socket?.destroy();
  }

  #read(socket: Socket, chunk: Buffer): void {
    if (socket !== this.#socket) return;
    this.#events.onTurn();
    this.#events.onParsed(this.parser.execute(chunk));
  }

  #start(): Socket {
    const { secure, hostname, address, port } = this.#endpoint;
    const host = address ?? hostname;
    if (!secure) {
      readBuffer ??= new ReadBuffer();
      const shared = readBuffer;
      const callback = (length: number) => {
        this.#read(socket, shared.first(length));
        return true;
      };
      const socket: Socket = connectTcp({ host, port, onread: { buffer: shared.bytes, callback } });
      return socket;
    }
    // Certificates are verified by the handshake, before a byte of a request is sent. It is said here, since
    // NODE_TLS_REJECT_UNAUTHORIZED changes what goes without saying.
    const name = isIP(hostname) ? {} : { servername: hostname };
    return connectTls({ host, port, ALPNProtocols: ['http/1.1'], rejectUnauthorized: true, ...name });
  }
}
