import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { bodyTooLarge, type Decoded, decodeBody } from '../decode-body.ts';
import { settleBy } from './with-deadline.ts';

interface Question {
  readonly url: string;
  /** Checked addresses of the URL's host, the only ones that are connected to. */
  readonly addresses: readonly string[];
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  /** Where the status is all that is asked for, the response's body may be as large or broken as it is. */
  readonly wants?: 'body' | 'status';
  readonly deadlineMs: number;
  /** The most of a body that is read, and unpacked; 1 MiB where it isn't given. */
  readonly mostBytes?: number;
  readonly signal: AbortSignal;
}

export interface ProbeResponse {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Unpacked text; '' where only the status was asked for, and where it can't be read. */
  readonly body: string;
  /** Why the body can't be read, a clause about the response; null where it can, and where it wasn't asked for. */
  readonly unread: string | null;
  /** The body as it came, as far as it was read; empty where only the status was asked for. */
  readonly packed: Buffer;
  /** Of the body as it came, as far as it was read. */
  readonly bytes: number;
  /** Address that answered: the load goes to the same one. */
  readonly address: string;
}

const NOTHING = Buffer.alloc(0);
const BODY_LIMIT_BYTES = 1024 * 1024;
/** How long a body that nobody wants is read: servers log an error where a page is cut off. */
const DISCARD_MS = 300;

/** One request beside the load: never redirected, capped in time and size, on a connection of its own. */
export function sendProbe(question: Question): Promise<ProbeResponse> {
  const { url, addresses, method, headers, body, wants = 'body', deadlineMs } = question;
  const { mostBytes = BODY_LIMIT_BYTES } = question;
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
        headers: { ...writable(headers), ...length },
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
        const { statusCode: status = 0, headers } = incoming;
        const address = incoming.socket.remoteAddress ?? addresses[0] ?? '';
        if (wants === 'status') {
          discard(incoming, (bytes) =>
            resolve({ status, headers, body: '', unread: null, packed: NOTHING, bytes, address }),
          );
          return;
        }
        collect(incoming, mostBytes)
          .then(({ bytes, read, packed }) => {
            const unread = read.text === null ? read.why : null;
            resolve({ status, headers, body: read.text ?? '', unread, packed, bytes, address });
          })
          .catch(reject);
      },
    );
    outgoing.on('error', (error) => {
      // What is wrong with a body that nobody wants is no error.
      if (!isAnswered || wants === 'body') reject(error);
    });
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

/** Node's client writes a letter as a byte: of UTF-8, it is given the bytes. */
function writable(headers: Question['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
  );
}

function switched(): Error {
  return new Error('it returned 101, a switch to another protocol that was not requested');
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

/** Reads on until the end, whichever it is, or until that has cost enough. */
function discard(incoming: IncomingMessage, done: (bytes: number) => void): void {
  let bytes = 0;
  const end = () => {
    clearTimeout(timer);
    done(bytes);
  };
  const timer = setTimeout(end, DISCARD_MS);
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT_BYTES) end();
  });
  for (const event of ['end', 'close', 'error']) incoming.on(event, end);
}

async function collect(
  incoming: IncomingMessage,
  mostBytes: number,
): Promise<{ readonly bytes: number; readonly read: Decoded; readonly packed: Buffer }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes)
      return { bytes, read: { text: null, why: bodyTooLarge(mostBytes) }, packed: Buffer.concat(chunks) };
    chunks.push(chunk);
  }
  const packed = Buffer.concat(chunks);
  const encoding = incoming.headers['content-encoding'] ?? '';
  return {
    bytes,
    packed,
    read: decodeBody(packed, encoding, mostBytes, incoming.headers['content-type']),
  };
}
