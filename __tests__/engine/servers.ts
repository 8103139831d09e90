/** Servers of raw sockets, so that a test decides about every byte, and about when the connection ends. */
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

export interface Listening {
  readonly origin: string;
  readonly port: number;
  /** Connections that were accepted so far. */
  readonly accepted: number;
  /** Connections that are open now. */
  readonly open: number;
  /** Reads what was left unread, so that the end of a connection is seen, and ends its own half of it; from now on. */
  drain(): void;
  /** Ends the server and every connection of it, at once. */
  close(): Promise<void>;
}

export type OnConnection = (socket: Socket, number: number) => void;

/** A port nobody listens on, for a connection that is refused. */
export async function freePort(): Promise<number> {
  const server = await serve(() => {});
  await server.close();
  return server.port;
}

export async function serve(
  onConnection: OnConnection,
  options: { host?: string; port?: number; tls?: TlsOptions } = {},
): Promise<Listening> {
  const { host = '127.0.0.1', port = 0, tls } = options;
  const sockets = new Set<Socket>();
  let accepted = 0;
  let draining = false;
  const drain = (socket: Socket) => {
    // A connection on which nothing came has ended even where it was paused.
    if (socket.readableEnded) socket.end();
    else socket.on('end', () => socket.end());
    socket.resume();
  };
  const accept = (socket: Socket) => {
    socket.on('error', () => {});
    onConnection(socket, accepted++);
    if (draining) drain(socket);
  };
  const server: NetServer =
    tls === undefined
      ? createServer({ noDelay: true, allowHalfOpen: true })
      : createTlsServer({ noDelay: true, ...tls });
  // Raw connections are kept too: a TLS handshake that fails never becomes a secure one.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.on(tls === undefined ? 'connection' : 'secureConnection', accept);
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as { port: number }).port;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    origin: `http${tls === undefined ? '' : 's'}://${shown}:${bound}`,
    port: bound,
    get accepted() {
      return accepted;
    },
    get open() {
      return sockets.size;
    },
    drain() {
      draining = true;
      for (const socket of sockets) drain(socket);
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A request as it came over the wire. */
export interface Heard {
  /** From 0, over all connections of the server. */
  readonly number: number;
  /** From 0, on its connection. */
  readonly onConnection: number;
  readonly method: string;
  readonly path: string;
  readonly head: string;
  readonly body: string;
}

export type Reply = (socket: Socket, heard: Heard) => void;

/** Cuts a connection's bytes into requests. One counter serves all connections of a server. */
export function answerEach(reply: Reply): OnConnection {
  let number = 0;
  return (socket) => {
    let onConnection = 0;
    let rest = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      rest += text;
      for (;;) {
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = rest.slice(0, end);
        const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
        if (rest.length < end + 4 + length) return;
        const body = rest.slice(end + 4, end + 4 + length);
        rest = rest.slice(end + 4 + length);
        const [method = '', path = ''] = head.split(' ', 2);
        reply(socket, { number: number++, onConnection: onConnection++, method, path, head, body });
      }
    });
    // The client ended its half: so do we, unless the test did already.
    socket.on('end', () => socket.end());
  };
}

export const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

export const status = (code: number, ...headers: string[]): string =>
  [`HTTP/1.1 ${code} Said`, 'content-length: 4', ...headers, '', 'said'].join('\r\n');

/**
 * At least so long by `performance.now()`, which a test may have leave out what the machine stood still
 * (steady-time.ts).
 */
export async function wait(ms: number): Promise<void> {
  const endMs = performance.now() + ms;
  for (let restMs = ms; restMs > 0; restMs = endMs - performance.now()) {
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
}
