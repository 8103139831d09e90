/** The parser beside the one that autocannon brings: on valid answers they have to agree, however the bytes arrive. */
import { createRequire } from 'node:module';
import { type Parsed, ResponseParser } from '../../src/engine/worker/response-parser.ts';
import fc from '../fast-check.ts';
import { drawn } from '../part.ts';

interface HeadersInfo {
  readonly statusCode: number;
  readonly shouldKeepAlive: boolean;
}

interface JsParser {
  [event: number]: unknown;
  execute(chunk: Buffer): number | Error;
  finish(): unknown;
}

const { HTTPParser } = createRequire(import.meta.url)('http-parser-js') as {
  HTTPParser: {
    new (type: string): JsParser;
    readonly RESPONSE: string;
    readonly kOnHeadersComplete: number;
    readonly kOnBody: number;
    readonly kOnMessageComplete: number;
  };
};

interface Read {
  readonly status: number;
  readonly keepAlive: boolean;
  readonly body: string;
  readonly complete: boolean;
}

function byTheirs(pieces: readonly Buffer[], head: boolean): Read {
  const parser = new HTTPParser(HTTPParser.RESPONSE);
  let [status, keepAlive, complete] = [0, false, false];
  const body: Buffer[] = [];
  parser[HTTPParser.kOnHeadersComplete] = (info: HeadersInfo) => {
    status = info.statusCode;
    keepAlive = info.shouldKeepAlive;
    return head;
  };
  parser[HTTPParser.kOnBody] = (bytes: Buffer, start: number, length: number) => {
    body.push(Buffer.from(bytes.subarray(start, start + length)));
  };
  parser[HTTPParser.kOnMessageComplete] = () => {
    if (status >= 200) complete = true;
  };
  for (const piece of pieces) {
    const result = parser.execute(piece);
    if (result instanceof Error) throw result;
  }
  if (!complete) parser.finish();
  return { status, keepAlive, body: Buffer.concat(body).toString('latin1'), complete };
}

function byOurs(pieces: readonly Buffer[], head: boolean): Read {
  const parser = new ResponseParser(() => 1 << 20);
  parser.reset();
  parser.expect(head);
  let parsed: Parsed = { done: false };
  for (const piece of pieces) {
    if (parsed.done) throw new Error('a response was over before its last byte');
    parsed = parser.execute(piece);
  }
  if (!parsed.done) parsed = parser.finish();
  const { status, keepAlive } = parser;
  const body = parser.body().toString('latin1');
  expect(parser.bodyBytes).toBe(body.length);
  parser.free();
  return { status, keepAlive, body, complete: parsed.done && parsed.broken === null };
}

interface Described {
  readonly hints: readonly number[];
  readonly version: string;
  readonly status: number;
  readonly framing: 'length' | 'chunked' | 'end';
  readonly connection: 'close' | 'keep-alive' | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly chunks: readonly string[];
  readonly trailers: boolean;
  readonly head: boolean;
}

const described: fc.Arbitrary<Described> = fc.record({
  hints: fc.array(fc.constantFrom(100, 102, 103), { maxLength: 2 }),
  version: fc.constantFrom('1.1', '1.1', '1.1', '1.0'),
  status: fc.constantFrom(200, 201, 204, 301, 302, 304, 400, 401, 404, 429, 500, 503),
  framing: fc.constantFrom('length', 'length', 'chunked', 'end'),
  connection: fc.constantFrom('close', 'keep-alive', null),
  headers: fc.array(
    fc.tuple(fc.stringMatching(/^x-[a-z0-9-]{1,20}$/), fc.stringMatching(/^([!-~]([ -~]{0,40}[!-~])?)?$/)),
    { maxLength: 5 },
  ),
  chunks: fc.array(fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 60 }), { maxLength: 5 }),
  trailers: fc.boolean(),
  head: fc.boolean(),
});

function write(answer: Described): Buffer {
  const { status, version, framing, connection, chunks, head } = answer;
  const body = chunks.join('');
  const lines = [
    ...answer.hints.map((hint) => `HTTP/1.1 ${hint} Hint\r\nx-hint: 1\r\n\r\n`),
    `HTTP/${version} ${status} Some Reason\r\n`,
    ...answer.headers.map(([name, value]) => `${name}: ${value}\r\n`),
  ];
  if (connection !== null) lines.push(`Connection: ${connection}\r\n`);
  const chunked = framing === 'chunked' && version === '1.1';
  const bodiless = head || status === 204 || status === 304;
  // 204 announces nothing (RFC 9110, 8.6); what 304 and HEAD announce, they don't have.
  if (framing === 'length' && status !== 204) lines.push(`Content-Length: ${body.length}\r\n`);
  if (chunked && status !== 204) lines.push('Transfer-Encoding: chunked\r\n');
  lines.push('\r\n');
  if (!bodiless && chunked) {
    for (const chunk of chunks) lines.push(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
    lines.push(answer.trailers ? '0\r\nx-trailer: 1\r\n\r\n' : '0\r\n\r\n');
  } else if (!bodiless) lines.push(body);
  return Buffer.from(lines.join(''), 'latin1');
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % bytes.length))].sort((a, b) => a - b);
  const edges = [0, ...at.filter((place) => place > 0), bytes.length];
  return edges.slice(1).map((end, i) => bytes.subarray(edges[i], end));
}

const places = fc.oneof(
  fc.array(fc.nat(2000), { maxLength: 8 }),
  fc.constant(Array.from({ length: 2000 }, (_, i) => i)),
);

/** http-parser-js waits for the body that a 304 announces, and keeps a connection whose end is the body's end. */
const theirsIsRight = ({ status, framing, version }: Described) =>
  status !== 304 && (framing === 'length' || (framing === 'chunked' && version === '1.1'));

test('reads what was written, however it is cut', () => {
  fc.assert(
    fc.property(described, places, (answer, where) => {
      const { status, version, framing, connection, chunks, head } = answer;
      const bodiless = head || status === 204 || status === 304;
      const chunked = framing === 'chunked' && version === '1.1';
      const delimited = bodiless || framing === 'length' || chunked;
      const wanted = version === '1.1' ? connection !== 'close' : connection === 'keep-alive';
      expect(byOurs(cut(write(answer), where), head)).toEqual({
        status,
        keepAlive: wanted && delimited,
        body: bodiless ? '' : chunks.join(''),
        complete: true,
      });
    }),
    { numRuns: drawn(1500, 500) },
  );
});

test('agrees with http-parser-js wherever that one is right', () => {
  fc.assert(
    fc.property(described.filter(theirsIsRight), places, (answer, where) => {
      const pieces = cut(write(answer), where);
      const theirs = byTheirs(pieces, answer.head);
      expect(byOurs(pieces, answer.head)).toEqual(theirs);
    }),
    { numRuns: drawn(1000, 300) },
  );
});

test('one byte short of a response is never taken for one', () => {
  const delimited = described.filter(({ framing, version, head, status, chunks }) => {
    const bodiless = head || status === 204 || status === 304;
    return (
      !bodiless && chunks.length > 0 && (framing === 'length' || (framing === 'chunked' && version === '1.1'))
    );
  });
  fc.assert(
    fc.property(delimited, places, fc.nat(5000), (answer, where, short) => {
      const bytes = write(answer);
      const part = bytes.subarray(0, 1 + (short % (bytes.length - 1)));
      expect(byOurs(cut(part, where), answer.head).complete).toBe(false);
    }),
    { numRuns: drawn(1000, 300) },
  );
});
