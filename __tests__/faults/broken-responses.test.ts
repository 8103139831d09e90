/** Answers that break: counted as what they are, told by name, and the end of nobody but themselves. */
import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { OK, status } from '../engine/servers.ts';
import { drawn } from '../part.ts';
import { everyFourth, type Fault, IMPATIENT, service, type Told, testFaults } from './gate.ts';

type Kind = 'timeout' | 'socket' | 'unanswered' | 'body';

/** A quarter of the requests, one more or less for each connection, and of this kind alone. */
const aQuarterIs =
  (kind: Kind) =>
  ({ result }: Told) => {
    const { requests = 0, errors } = result.metrics ?? {};
    const { status: statuses, ...counts } = errors ?? { status: {} };
    expect(statuses).toEqual({});
    expect(counts).toMatchObject({
      timeout: 0,
      socket: 0,
      unanswered: 0,
      body: 0,
      [kind]: expect.any(Number),
    });
    const counted = errors?.[kind] ?? 0;
    expect(Math.abs(counted - requests / 4)).toBeLessThanOrEqual(4);
    expect(requests).toBeGreaterThan(8);
  };

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n';
const reset = (socket: Socket) => socket.resetAndDestroy();
/** Byte by byte, slower than anybody waits. */
const drip = (text: string) => (socket: Socket) => {
  let at = 0;
  const dripping = setInterval(() => socket.write(text[at++ % text.length] as string), 25);
  socket.on('close', () => clearInterval(dripping));
};
const pour = (head: string) => (socket: Socket) => {
  const piece = Buffer.alloc(64 * 1024, 'x');
  socket.write(head);
  const on = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', on);
  on();
};

const WORDS: Readonly<Record<Kind, string>> = {
  timeout: 'timeouts',
  socket: 'broken connections',
  unanswered: 'unanswered requests',
  body: 'unreadable responses',
};

/** @param sample what is shown of such a response, to who has to find out why */
const failing = (name: string, reply: (socket: Socket) => void, kind: Kind, sample?: string): Fault => ({
  name,
  meets: () => everyFourth(reply),
  verdict: 'fail',
  cause: 'over-limit',
  reason: new RegExp(
    `^Error rate is \\S+ its limit \\(\\S+ %, limit 4 %\\), all of them ${WORDS[kind]} of list`,
  ),
  look: (told) => {
    aQuarterIs(kind)(told);
    if (sample !== undefined) expect(told.out.replaceAll(/\s+/g, ' ')).toContain(sample);
  },
});

const timingOut = (name: string, reply: (socket: Socket) => void): Fault => ({
  ...failing(name, reply, 'timeout'),
  setting: { load: IMPATIENT },
});

describe('a quarter of the answers', () => {
  testFaults([
    failing('is a reset', reset, 'socket', 'the connection was reset (ECONNRESET)'),
    failing(
      'is reset midway',
      (socket) => {
        socket.write(`${HEAD}half`);
        // Half and reset that are found together are an end to libuv: the client, another process, needs time to read.
        setTimeout(() => reset(socket), 250);
      },
      'socket',
      'the connection was reset (ECONNRESET)',
    ),
    failing(
      'is cut off',
      (socket) => socket.end(`${HEAD}half`),
      'body',
      'the response was cut off (TRUNCATED)',
    ),
    failing(
      'is a close without a word',
      (socket) => socket.end(),
      'unanswered',
      'the connection was closed without a response',
    ),
    failing(
      'is no HTTP',
      (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
      'body',
      'what came is no HTTP (HPE_INVALID_CONSTANT)',
    ),
    failing(
      'is followed by bytes that nobody asked for',
      (socket) => socket.write(`${OK}more`),
      'body',
      'it sent more bytes than it announced (SURPLUS_BYTES)',
    ),
    failing(
      'has a head without an end',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\n${`x-a: ${'a'.repeat(1000)}\r\n`.repeat(200)}`),
      'body',
      "the response's head is larger than 64 KiB",
    ),
    timingOut('comes byte by byte', drip('HTTP/1.1 200 OK\r\nx-a: a')),
    timingOut('never comes', () => {}),
  ]);
});

describe('answers that want too much', () => {
  testFaults([
    {
      name: 'a body without an end is given up, and counted',
      meets: () => everyFourth(pour('HTTP/1.1 200 OK\r\n\r\n')),
      setting: { load: IMPATIENT },
      verdict: 'fail',
      cause: 'over-limit',
      reason: /^Error rate is .*, (all of them|mostly) (unreadable responses|timeouts) of list/,
      look: ({ result }) => {
        const { timeout = 0, body = 0 } = result.metrics?.errors ?? {};
        expect(timeout + body).toBeGreaterThan(2);
      },
    },
    {
      name: 'connections that are accepted and never read: nothing comes back',
      meets: () => {
        const well = service((socket) => socket.write(OK));
        let readied = 0;
        // The three polls have connections of their own.
        return (socket, number) => (readied++ < 3 ? well(socket, number) : socket.pause());
      },
      setting: { load: IMPATIENT },
      verdict: 'fail',
      cause: 'target-lost',
      reason:
        /^The target became unreachable after .*: no response came for 5\.\d s, and all requests waited/,
    },
    {
      name: 'a bomb for an unexpected response is shown from its start',
      meets: () => {
        const bomb = gzipSync(Buffer.alloc(drawn(100, 4) * 1024 * 1024, 'b'));
        return everyFourth((socket) => {
          socket.write(
            `HTTP/1.1 500 Bomb\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`,
          );
          socket.write(bomb);
        });
      },
      verdict: 'fail',
      cause: 'over-limit',
      reason: /^Error rate is .*, all of them 500 responses to list/,
      look: ({ out }) => expect(out).toContain('bbbbbbbb'),
    },
  ]);
});

const LOGIN = 'login: { post: /login, json: { name: me }, capture: { session: /token } }';
const CARRYING = '{ name: list, get: /items, headers: { authorization: "Bearer {{session}}" } }';

const loggingIn = (answer: (socket: Socket) => void) => () =>
  service((socket, heard) => {
    if (heard.path === '/login') answer(socket);
    else if (/^authorization: Bearer abc$/im.test(heard.head)) socket.write(OK);
    else socket.write(status(401));
  });

const encoded = (encoding: string, body: Buffer) => (socket: Socket) => {
  socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`);
  socket.write(body);
};

describe('the answer to the login', () => {
  const token = Buffer.from('{"token":"abc"}');
  const huge = Buffer.from(`{"token":"${'a'.repeat(8 * 1024 * 1024)}"}`);
  const setting = { scenario: LOGIN, request: CARRYING };
  testFaults([
    {
      name: 'may be packed',
      meets: loggingIn(encoded('gzip', gzipSync(token))),
      setting,
      verdict: 'pass',
      cause: null,
      reason: /within their limits/,
    },
    ...(['gzip', 'br'] as const).map(
      (encoding): Fault => ({
        name: `is a bomb, by ${encoding}`,
        meets: () => {
          const bomb = encoding === 'gzip' ? gzipSync(huge) : brotliCompressSync(huge);
          return loggingIn(encoded(encoding, bomb))();
        },
        setting,
        verdict: 'invalid',
        cause: 'login-failed',
        reason:
          /^the response to the login \(POST .*\/login\) is not as expected: .*found a body that can't be read: it is larger than 8 MiB$/i,
      }),
    ),
    {
      name: 'is no packing at all, though it says so',
      meets: loggingIn(encoded('gzip', token)),
      setting,
      verdict: 'invalid',
      cause: 'login-failed',
      reason:
        /^the response to the login \(POST .*\/login\) is not as expected: .*can't be read: its Content-Encoding says gzip/i,
    },
    {
      name: 'is incomplete',
      meets: loggingIn(pour('HTTP/1.1 200 OK\r\n\r\n')),
      setting,
      verdict: 'invalid',
      cause: 'login-failed',
      reason:
        /^the response to the login \(POST .*\/login\) is not as expected: .*found a body of \d+ bytes, but at most 1048576 are read$/i,
    },
    {
      name: 'never comes',
      meets: loggingIn(() => {}),
      setting: { ...setting, load: IMPATIENT },
      verdict: 'invalid',
      cause: 'service-broken',
      reason: /^the login \(POST .*\/login\) failed: no response within 1\.5 s/i,
    },
  ]);
});
