import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { decodeText } from '../decode-text.ts';
import { settleBy } from './with-deadline.ts';

interface Question {
  readonly url: string;
  /** Checked addresses of the URL's host, the only ones that are connected to. */
  readonly addresses: readonly string[];
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

export interface ProbeResponse {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Decompressed text of at most 1 MiB. */
  readonly body: string;
  /** Address that answered: the load goes to the same one. */
  readonly address: string;
}

const BODY_LIMIT_BYTES = 1024 * 1024;

/** One request beside the load: never redirected, capped in time and size, on a connection of its own. */
export function sendProbe(question: Question): Promise<ProbeResponse> {
  const { url, addresses, method, headers, body, deadlineMs } = question;
  const ending = new AbortController();
  const { signal } = ending;
  const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const asked = new Promise<ProbeResponse>((resolve, reject) => {
    let isAnswered = false;
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const outgoing = send(
      url,
      {
        method,
        headers: { ...headers, ...length },
        agent: false,
        signal,
        lookup: pin(addresses),
        // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
        rejectUnauthorized: true,
      },
      (incoming) => {
        isAnswered = true;
        if (incoming.statusCode === 101) {
          outgoing.destroy();
          reject(switched());
          return;
        }
        const address = incoming.socket.remoteAddress ?? addresses[0] ?? '';
        collect(incoming)
          .then((bytes) =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: readBody(
                decompress(bytes, incoming.headers['content-encoding']),
                incoming.headers['content-type'],
              ),
              address,
            }),
          )
          .catch(reject);
      },
    );
    outgoing.on('error', reject);
    // Without a listener, Node closes the connection and says nothing.
    outgoing.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(switched());
    });
    outgoing.on('close', () => {
      if (!isAnswered) reject(Object.assign(new Error(), { code: 'CLOSED_WITHOUT_ANSWER' }));
    });
    outgoing.end(body ?? undefined);
  });
  // The deadline does not lean on the request: whatever that makes of its end, the question has one.
  return settleBy(asked, deadlineMs, question.signal).finally(() => ending.abort());
}

function switched(): Error {
  return new Error('it was answered 101, a switch to another protocol, which nobody asked for');
}

/** A resolver that knows these addresses only: what a name leads to can't change after it was checked. */
export function pin(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_hostname, { all }, callback) => {
    const [first] = found;
    if (first === undefined) callback(new Error('there is no address to connect to'), []);
    else if (all) callback(null, found);
    else callback(null, first.address, first.family);
  };
}

async function collect(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT_BYTES) throw new Error('the response is larger than 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decompress(bytes: Buffer, encoding: string | undefined): Buffer {
  const limit = { maxOutputLength: BODY_LIMIT_BYTES };
  if (encoding === 'gzip') return gunzipSync(bytes, limit);
  if (encoding === 'deflate') return inflateSync(bytes, limit);
  if (encoding === 'br') return brotliDecompressSync(bytes, limit);
  return bytes;
}

function readBody(bytes: Buffer, type = ''): string {
  return decodeText(bytes, type) ?? `(${bytes.length} bytes in a charset that can't be read: ${type})`;
}
