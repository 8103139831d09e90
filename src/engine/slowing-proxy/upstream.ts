/** The proxy's way to the target: connections that are kept, and one exchange over one of them. */
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { pin } from '../target/probe.ts';
import { withoutHopHeaders } from './hop-headers.ts';

/** More than any response of a scenario should be; what is larger breaks the connection, as an endless body has to. */
const MOST_BYTES = 64 * 1024 * 1024;
/** May be sent twice without doing anything twice (RFC 9110, 9.2.2). */
const IDEMPOTENT = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'];

/** A request as it came from the client. */
interface UpstreamRequest {
  readonly method: string;
  /** Path and query, as written. */
  readonly path: string;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** A whole response of the target's. */
export interface Answered {
  readonly status: number;
  readonly reason: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

interface UpstreamOptions {
  /** Scheme, host and port of the target. */
  readonly origin: string;
  /** Checked addresses of its host, the only ones that are connected to. */
  readonly addresses: readonly string[];
  readonly mostConnections: number;
}

export class Upstream {
  readonly #url: URL;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #place: Readonly<Record<string, unknown>>;

  constructor({ origin, addresses, mostConnections }: UpstreamOptions) {
    this.#url = new URL(origin);
    const secure = this.#url.protocol === 'https:';
    const kept = { keepAlive: true, maxSockets: mostConnections, maxFreeSockets: mostConnections };
    // Certificates are verified, whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    const verified = { ALPNProtocols: ['http/1.1'], rejectUnauthorized: true };
    this.#agent = secure ? new HttpsAgent({ ...kept, ...verified }) : new HttpAgent(kept);
    const name = this.#url.hostname.replace(/^\[|\]$/g, '');
    this.#place = {
      host: name,
      lookup: pin(addresses),
      port: this.#url.port || (secure ? 443 : 80),
      agent: this.#agent,
      ...(secure && isIP(name) === 0 ? { servername: name } : {}),
    };
  }

  /**
   * Sends the request as it came, to the target's own host, and reads the whole response. A request that found its kept
   * connection closed is sent once more where that does nothing twice. Rejects with the socket's or the parser's error.
   *
   * @param onRequest is given each request that is made, to end it where the client has gone
   */
  async ask(asked: UpstreamRequest, onRequest: (outgoing: ClientRequest) => void): Promise<Answered> {
    try {
      return await this.#askOnce(asked, onRequest);
    } catch (error) {
      if (!(error instanceof StaleConnection) || !IDEMPOTENT.includes(asked.method)) throw error;
      return await this.#askOnce(asked, onRequest);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #askOnce(
    { method, path, rawHeaders, body }: UpstreamRequest,
    onRequest: (outgoing: ClientRequest) => void,
  ) {
    const hasLength = rawHeaders.some(
      (name, i) => i % 2 === 0 && /^(content-length|transfer-encoding)$/i.test(name),
    );
    const headers = [
      'Host',
      this.#url.host,
      ...withoutHopHeaders(rawHeaders, ['host', 'content-length']),
      ...(hasLength ? ['Content-Length', String(body.length)] : []),
    ];
    const send = this.#url.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise<Answered>((resolve, reject) => {
      let answered = false;
      const outgoing = send({ ...this.#place, method, path, headers }, (incoming) => {
        answered = true;
        readResponse(incoming).then(resolve, reject);
      });
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const stale = outgoing.reusedSocket && !answered && /^(ECONNRESET|EPIPE)$/.test(error.code ?? '');
        reject(stale ? new StaleConnection(error) : error);
      });
      onRequest(outgoing);
      outgoing.end(body);
    });
  }
}

/** The target had closed the connection that the request was written to. */
class StaleConnection extends Error {
  readonly code: string | undefined;
  constructor(cause: NodeJS.ErrnoException) {
    super(cause.message, { cause });
    this.code = cause.code;
  }
}

async function readResponse(incoming: IncomingMessage): Promise<Answered> {
  const body = await readBody(incoming);
  return {
    status: incoming.statusCode ?? 0,
    reason: incoming.statusMessage ?? '',
    rawHeaders: incoming.rawHeaders,
    body,
  };
}

/** All of it. Rejects where it is cut off, or larger than the bound. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) {
      message.destroy();
      throw Object.assign(new Error('the body is larger than 64 MiB'), { code: 'BODY_TOO_LARGE' });
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}
