/** The first shard's HTTP server: nobody without the token is listened to, and nobody can hold it up or fill it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { MOST_SHARD_BYTES } from '../../config/shard.ts';
import {
  ARRIVAL_PATH,
  arrivalSchema,
  FILE_PATH,
  LEAVE_PATH,
  leaveSchema,
  MOST_ARRIVAL_BYTES,
} from './protocol.ts';
import type { Roll } from './roll.ts';
import type { Time } from './time.ts';
import { bearsToken } from './token.ts';

/** Of a request and its body, and of its head alone. */
const SLOWEST_MS = 20_000;
const SLOWEST_HEAD_MS = 5000;
/** For each shard some that it lost without noticing, and for strangers. */
const CONNECTIONS_EACH = 4;
const CONNECTIONS_BESIDE = 32;

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Throws ConfigurationError where the port is taken. */
export async function listen(
  port: number,
  roll: Roll,
  of: number,
  token: string,
  time: Time,
): Promise<Listening> {
  const server = createServer(
    { requestTimeout: SLOWEST_MS, headersTimeout: SLOWEST_HEAD_MS, connectionsCheckingInterval: 1000 },
    (request, response) => {
      answer(request, response, { roll, token, time }).catch(() => response.destroy());
    },
  );
  server.maxConnections = CONNECTIONS_EACH * of + CONNECTIONS_BESIDE;
  await open(server, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function open(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const why = `can't be listened on here (${code ?? message}): the first shard listens at the port of its URL`;
      reject(new ConfigurationError(`port ${port} ${why}`, { key: '--meet' }));
    });
    server.listen(port, () => {
      // A connection that fails is its client's to notice.
      server.removeAllListeners('error').on('error', () => {});
      resolve();
    });
  });
}

interface Around {
  readonly roll: Roll;
  readonly token: string;
  readonly time: Time;
}

async function answer(request: IncomingMessage, response: ServerResponse, { roll, token, time }: Around) {
  const heardMs = time.now();
  const send = (status: number, body: object) => {
    const text = JSON.stringify(body);
    // What of a body was not read is not waited for.
    const ends = request.complete ? {} : { connection: 'close' };
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...ends,
    });
    response.end(text);
  };
  if (!bearsToken(request.headers.authorization, token)) return send(401, { why: 'another token than here' });
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://first');
  if (request.method !== 'POST' || ![ARRIVAL_PATH, FILE_PATH, LEAVE_PATH].includes(pathname))
    return send(404, { why: 'there is nothing here' });
  const isFile = pathname === FILE_PATH;
  const body = await readBody(request, isFile ? MOST_SHARD_BYTES : MOST_ARRIVAL_BYTES);
  if (body === null) return send(413, { why: 'too long' });
  if (isFile) {
    const refused = roll.take(Number(searchParams.get('index')), searchParams.get('instance') ?? '', body);
    return refused === null ? send(200, {}) : send(refused.status, refused);
  }
  if (pathname === LEAVE_PATH) {
    const left = leaveSchema.safeParse(parseJson(body));
    if (left.success) roll.leave(left.data);
    return send(left.success ? 200 : 400, {});
  }
  const arrival = arrivalSchema.safeParse(parseJson(body));
  if (!arrival.success) return send(400, { why: 'no arrival of a shard of this version of Tailgate' });
  const heard = roll.hear(arrival.data, heardMs);
  if ('status' in heard) return send(heard.status, heard);
  send(200, { ...heard, saidMs: time.now() });
}

/** Null where it is longer than that. */
async function readBody(request: IncomingMessage, mostBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return null;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length;
    if (bytes > mostBytes) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
