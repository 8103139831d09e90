/**
 * What a target may do to its answers and connections: each counted as what it is, none of it bringing the load down.
 */
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { drawn } from '../part.ts';
import { repeatWhile } from '../saturation.ts';
import { add, latencyOf, type Ordered, orderFor, type Ran, request, runLoad } from './run-load.ts';
import {
  answerEach,
  type Heard,
  type Listening,
  OK,
  type OnConnection,
  serve,
  status,
  wait,
} from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

let server: Listening;

async function load(onConnection: OnConnection, over: Ordered = {}, host?: string): Promise<Ran> {
  server = await serve(onConnection, host === undefined ? {} : { host });
  // Hundreds of requests all the same, since nearly all of these services respond at once.
  return runLoad(orderFor(server.origin, { measureMs: drawn(150, 80), ...over }));
}

afterEach(() => server.close());

const CLOSE = 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok';

const NONE = { success: 0, status: 0, check: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 };

/** Good answers, and the one given instead of every fifth. */
const everyFifth = (reply: (socket: Socket, heard: Heard) => void): OnConnection & { faults: number } => {
  const act = (socket: Socket, heard: Heard) => {
    if (heard.number % 5 !== 4) return socket.write(OK);
    onConnection.faults++;
    return reply(socket, heard);
  };
  const onConnection = Object.assign(answerEach(act), { faults: 0 });
  return onConnection;
};

describe('answers that are good', () => {
  test.each([
    ['chunked', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'],
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['empty', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
    ['preceded by 103', `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${OK}`],
    ['preceded by 100', `HTTP/1.1 100 Continue\r\n\r\n${OK}`],
    ['HTTP/1.0 kept alive', 'HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok'],
  ])('%s: successes over connections that are kept', async (_, answer) => {
    const { first } = await load(answerEach((socket) => socket.write(answer)));
    expect(first.outcomes.success).toBeGreaterThan(0);
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent });
    expect(server.accepted).toBe(2);
  });

  test('gzip, and 1 MiB in pieces: successes', async () => {
    const body = gzipSync(Buffer.alloc(100_000, 'a'));
    const large = Buffer.alloc(1 << 20, 'b');
    const { first } = await load(
      answerEach((socket, { number }) => {
        const [bytes, header] = number % 2 === 0 ? [body, 'content-encoding: gzip\r\n'] : [large, ''];
        socket.write(`HTTP/1.1 200 OK\r\n${header}content-length: ${bytes.length}\r\n\r\n`);
        socket.write(bytes);
      }),
    );
    expect(first.outcomes.success).toBeGreaterThan(2);
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent });
  });

  test.each([
    ['with a length', 'HTTP/1.1 200 OK\r\ncontent-length: 1234\r\n\r\n'],
    ['as Node answers', 'HTTP/1.1 200 OK\r\nconnection: keep-alive\r\n\r\n'],
  ])('HEAD %s: successes over connections that are kept', async (_, answer) => {
    const requests = [request({ method: 'HEAD' })];
    const { first } = await load(
      answerEach((socket) => socket.write(answer)),
      { requests },
    );
    expect(first.outcomes.success).toBeGreaterThan(0);
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent });
    expect(server.accepted).toBe(2);
  });

  test('304 that announces the body it does not have: a success where it is expected', async () => {
    const { first } = await load(
      answerEach((socket) => socket.write('HTTP/1.1 304 Not Modified\r\ncontent-length: 100\r\n\r\n')),
      { requests: [request({ expect: [304] })] },
    );
    expect(first.outcomes.success).toBeGreaterThan(0);
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent });
  });

  test('over IPv6: successes', async () => {
    const { first } = await load(
      answerEach((socket) => socket.write(OK)),
      {},
      '::1',
    );
    expect(first.outcomes.success).toBeGreaterThan(0);
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent });
  });

  test('to a body beyond ASCII: what arrives is what was meant', async () => {
    const bodies = new Set<string>();
    const { first } = await load(
      answerEach((socket, { body }) => {
        bodies.add(Buffer.from(body, 'latin1').toString());
        socket.write(OK);
      }),
      { requests: [request({ method: 'POST', body: ['{"name":"Élise 🏠 ', { value: 'unique' }, '"}'] })] },
    );
    expect(bodies.size).toBe(first.sent);
    for (const body of bodies) expect(body).toMatch(/^\{"name":"Élise 🏠 u[0-9a-z]{4}"\}$/u);
  });
});

describe('connections that the server closes', () => {
  test.each([
    ['each, announced', (socket: Socket) => socket.end(CLOSE), 1],
    [
      'each, by HTTP/1.0',
      (socket: Socket) => socket.end('HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok'),
      1,
    ],
    ['each, as the end of the body', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nok'), 1],
    ['each, announced and left to the client to close', (socket: Socket) => socket.write(CLOSE), 1],
    [
      'after 100, announced',
      (socket: Socket, { onConnection }: Heard) =>
        onConnection === 99 ? socket.end(CLOSE) : socket.write(OK),
      100,
    ],
  ])('%s: no error, and a request for each', async (_, reply, perConnection) => {
    const { first } = await load(answerEach(reply));
    expect(first.outcomes.success).toBeGreaterThan(2);
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent });
    expect(server.accepted).toBeGreaterThanOrEqual(Math.floor(first.sent / perConnection / 2));
    expect(server.accepted).toBeLessThanOrEqual(first.sent / perConnection + 4);
  });

  test.each([
    1, 100,
  ])('after %i without a word: no bogus answer, at most the one in its way unanswered', async (n) => {
    const { first } = await load(
      answerEach((socket, { onConnection }) => {
        if (onConnection === n - 1) socket.end(OK);
        else if (onConnection < n) socket.write(OK);
      }),
      { measureMs: 250 + drawn(6, 3) * n },
    );
    const { success, unanswered, socket } = first.outcomes;
    expect(success).toBeGreaterThan(2 * n);
    expect(success + unanswered + socket).toBe(first.sent);
    // The close is seen before the next request is written, unless the two cross.
    expect(unanswered + socket).toBeLessThanOrEqual(Math.max(2, 0.02 * first.sent));
    // Each closed connection was replaced, up to the end.
    expect(server.accepted).toBeGreaterThanOrEqual(Math.floor(success / n));
    expect(first.batches.at(-1)?.completedSuccesses).toBeGreaterThan(0);
  });

  test('with 408 while idle: nobody asked for that, and no error', async () => {
    const said = 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';
    const { first } = await load((socket, number) => {
      if (number < 2) socket.end(said);
      else answerEach((each) => each.write(OK))(socket, number);
    });
    expect(first.outcomes.success).toBeGreaterThan(2);
    // The two first connections: their 408 came before or after the request was written.
    expect(first.outcomes.status + first.outcomes.unanswered + first.outcomes.socket).toBeLessThanOrEqual(2);
  });
});

describe('faults', () => {
  const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n';
  const reset = (socket: Socket) => socket.resetAndDestroy();
  /** Later than any close that crossed the request on its way: the server had it, and did not answer. */
  const late = (act: (socket: Socket) => void) => (socket: Socket) => {
    void wait(60).then(() => act(socket));
  };

  test.each([
    ['a reset before the response', late(reset), 'socket', 'ECONNRESET'],
    ['a truncated head', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nconte'), 'body', 'TRUNCATED'],
    ['a truncated body', (socket: Socket) => socket.end(`${HEAD}half`), 'body', 'TRUNCATED'],
    [
      'a truncated chunk',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nhalf'),
      'body',
      'TRUNCATED',
    ],
    [
      'another protocol',
      (socket: Socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'),
      'body',
      'HPE_INVALID_CONSTANT',
    ],
    ['surplus bytes', (socket: Socket) => socket.write(`${OK}surplus`), 'body', 'SURPLUS_BYTES'],
    ['two answers to one request', (socket: Socket) => socket.write(OK + OK), 'body', 'SURPLUS_BYTES'],
    ['a close without a response', late((socket) => socket.end()), 'unanswered', 'CLOSED_WITHOUT_ANSWER'],
  ] as const)('%s is counted once, as what it is, and the next response is read well', async (_, reply, kind, code) => {
    const onConnection = everyFifth(reply);
    // Those that are late take most of the longer time.
    const { first } = await load(onConnection, { measureMs: kind === 'body' ? drawn(400, 150) : 400 });
    const { faults } = onConnection;
    expect(faults).toBeGreaterThan(3);
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent - faults, [kind]: faults });
    expect(first.codes).toEqual({ [code]: faults });
  });

  test('a close that crosses the request on its way is no fault: the request goes out once more, and is counted once', async () => {
    const heard: number[] = [];
    const { first } = await load(
      answerEach((socket, { onConnection, number }) => {
        heard.push(number);
        // The sixth request of each connection finds it closed.
        if (onConnection === 5) socket.destroy();
        else if (onConnection < 5) socket.write(OK);
      }),
    );
    expect(first.resent).toBeGreaterThan(3);
    expect(heard.length).toBe(first.sent + first.resent);
    // On a busy machine some may look late.
    expect(first.sent - first.outcomes.success).toBeLessThanOrEqual(Math.max(2, 0.25 * first.resent));
  });

  test('a close that comes a little after the response is none either: the server may have waited for a processor', async () => {
    const run = () =>
      load(
        answerEach((socket, { onConnection }) => {
          if (onConnection > 0) return;
          socket.write(OK);
          void wait(6).then(() => socket.end());
        }),
        { measureMs: 400 },
      );
    // On a machine that is busy with something else one may come later than a little, though not each time.
    const { first } = await repeatWhile(run, (ran) => ran.first.outcomes.unanswered > 0, 8);
    expect(first.resent).toBeGreaterThan(5);
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent });
  });

  test('a generator that was not looking when the connection was closed blames nobody', async () => {
    let served = 0;
    const { first } = await load(
      answerEach((socket, { onConnection }) => {
        served++;
        if (onConnection > 0) return;
        socket.write(OK);
        // The request is on its way before this; then nobody looks for as long as it takes to close the connection.
        void wait(5).then(() => {
          socket.end();
          const endMs = Date.now() + 60;
          while (Date.now() < endMs);
        });
      }),
      { measureMs: drawn(500, 200), connections: 1 },
    );
    expect(served).toBeGreaterThan(4);
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent });
  });

  test.each([
    'PUT',
    'POST',
  ] as const)('a %s whose upload a closing connection cut off goes out once more, whole', async (method) => {
    // A socket that has taken nothing large yet holds far less than this on its way.
    const upload = 'x'.repeat(8 << 20);
    const whole: number[] = [];
    const { result } = await load(
      (socket) => {
        let [length, size, served] = [0, 0, 0];
        socket.on('data', (bytes: Buffer) => {
          if (length === 0 && bytes.toString('latin1', 0, 3) === 'GET') {
            served++;
            socket.write(OK);
            return;
          }
          // A connection that has served before is being closed: what it is sent is never read to its end.
          if (served > 0) {
            socket.pause();
            void wait(40).then(() => socket.destroy());
            return;
          }
          if (length === 0) size = bytes.indexOf('\r\n\r\n') + 4 + upload.length;
          length += bytes.length;
          if (length < size) return;
          whole.push(length);
          socket.end(CLOSE);
        });
      },
      {
        requests: [request({ name: 'ask' }), request({ name: 'upload', method, body: [upload] })],
        measureMs: 600,
        connections: 1,
      },
    );
    const [, uploads] = result.requests;
    expect(uploads?.resent).toBeGreaterThan(0);
    expect(whole.length).toBe(uploads?.outcomes.success);
    expect(uploads?.outcomes).toEqual({ ...NONE, success: uploads?.sent });
  });

  test('an upload that is answered before it was sent whole: the connection is used again only when it was', async () => {
    const upload = 'x'.repeat(8 << 20);
    let [begun, whole] = [0, 0];
    const { first } = await load(
      (socket) => {
        let left = 0;
        socket.on('data', (piece: Buffer) => {
          for (let rest = piece; rest.length > 0; ) {
            if (left === 0) {
              expect(rest.toString('latin1', 0, 6)).toBe('PUT / ');
              left = rest.indexOf('\r\n\r\n') + 4 + upload.length;
              begun++;
              socket.write(OK);
            }
            const own = Math.min(left, rest.length);
            left -= own;
            if (left === 0) whole++;
            rest = rest.subarray(own);
          }
        });
      },
      { requests: [request({ method: 'PUT', body: [upload] })], measureMs: drawn(600, 250), connections: 1 },
    );
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent });
    expect(first.sent).toBeGreaterThan(1);
    expect(begun).toBe(first.sent);
    // The last one is cut off by the end of the run.
    expect(begun - whole).toBeLessThanOrEqual(1);
    expect(server.accepted).toBe(1);
  });

  test('an upload that is cut off on a new connection is the service’s error', async () => {
    const { first } = await load(
      (socket) => {
        socket.once('data', () => {
          socket.pause();
          void wait(20).then(() => socket.destroy());
        });
      },
      {
        requests: [request({ method: 'PUT', body: ['x'.repeat(8 << 20)] })],
        measureMs: drawn(300, 150),
        connections: 1,
      },
    );
    expect(first.resent).toBe(0);
    expect(first.outcomes.socket + first.outcomes.unanswered).toBe(first.sent);
  });

  test('a reset amid a response is a socket error each, and nothing of it is taken for a response', async () => {
    const onConnection = everyFifth((socket) => {
      socket.write(`${HEAD}half`);
      // The client shares the thread, and reads at the latest between the wait and the immediate. If it found half and
      // reset together, libuv would tell it of the half and an end: a response that is cut off.
      void wait(5).then(() => setImmediate(() => reset(socket)));
    });
    const { first } = await load(onConnection, { measureMs: 400 });
    const { faults } = onConnection;
    expect(faults).toBeGreaterThan(3);
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent - faults, socket: faults });
    expect(first.codes).toEqual({ ECONNRESET: faults });
    expect(first.samples[0]).toMatchObject({
      kind: 'socket',
      status: null,
      text: expect.stringContaining('ECONNRESET'),
    });
  });

  test('a response that never comes is a timeout, and a latency of at least the limit', async () => {
    const onConnection = everyFifth(() => {});
    const ran = await load(onConnection, { timeoutMs: 100, measureMs: 500 });
    const { first } = ran;
    const { faults } = onConnection;
    expect(faults).toBeGreaterThan(3);
    expect(first.outcomes).toEqual({ ...NONE, success: first.sent - faults, timeout: faults });
    expect(latencyOf(first).shareAboveMs(99.9).above).toBeGreaterThanOrEqual(faults);
    expect(latencyOf(first).maxMs).toBeGreaterThanOrEqual(100);
    expect(ran.tookMs).toBeLessThan(500 + 100 + 600);
  });

  test.each([
    ['a response that comes byte by byte', OK],
    ['a head that comes byte by byte and has no end', `HTTP/1.1 200 OK\r\nx-a: ${'a'.repeat(5000)}`],
    [
      'a body that comes byte by byte and is too long',
      `HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n${'a'.repeat(5000)}`,
    ],
  ])('%s, beyond the deadline, is a timeout: bytes do not put it off', async (_, text) => {
    const onConnection = answerEach((socket) => {
      let at = 0;
      const drip = setInterval(() => socket.write(text[at++ % text.length] as string), 15);
      socket.on('close', () => clearInterval(drip));
    });
    const ran = await load(onConnection, { timeoutMs: 200, measureMs: 500 });
    expect(ran.first.sent).toBeGreaterThan(2);
    expect(ran.first.outcomes).toEqual({ ...NONE, timeout: ran.first.sent });
    expect(ran.tookMs).toBeLessThan(500 + 200 + 600);
  });

  test('a connection that is accepted and never read is a timeout', async () => {
    const ran = await load((socket) => socket.pause(), { timeoutMs: 150, measureMs: 300 });
    expect(ran.first.sent).toBeGreaterThan(1);
    expect(ran.first.outcomes).toEqual({ ...NONE, timeout: ran.first.sent });
    expect(ran.tookMs).toBeLessThan(300 + 150 + 600);
  });

  test('a body without an end is a timeout or too large, and does not fill the memory', async () => {
    const piece = Buffer.alloc(64 * 1024, 'x');
    const beforeBytes = process.memoryUsage().rss;
    const ran = await load(
      answerEach((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const pour = () => {
          while (!socket.destroyed && socket.write(piece));
        };
        socket.on('drain', pour);
        pour();
      }),
      { timeoutMs: 600, measureMs: 700, connections: 1 },
    );
    const { body, timeout } = ran.first.outcomes;
    expect(body + timeout).toBeGreaterThan(0);
    expect(body + timeout).toBe(ran.first.sent);
    if (body > 0) expect(ran.first.codes).toEqual({ BODY_TOO_LARGE: body });
    expect(process.memoryUsage().rss - beforeBytes).toBeLessThan(200 * 1024 * 1024);
  });

  test('a head without an end is too large', async () => {
    const { first } = await load(
      everyFifth((socket) =>
        socket.write(`HTTP/1.1 200 OK\r\n${`x-a: ${'a'.repeat(1000)}\r\n`.repeat(200)}`),
      ),
    );
    expect(first.outcomes.body).toBeGreaterThan(3);
    expect(first.codes).toEqual({ HEAD_TOO_LARGE: first.outcomes.body });
  });
});

describe('answers that are not what was expected', () => {
  test('are counted by their status, with up to three samples each', async () => {
    const { first } = await load(
      answerEach((socket, { number }) => socket.write([OK, status(400), status(503)][number % 3] as string)),
    );
    const { statuses, outcomes } = first;
    expect(Object.keys(statuses)).toEqual(['400', '503']);
    expect(outcomes).toEqual({ ...NONE, success: outcomes.success, status: first.sent - outcomes.success });
    expect(Math.abs((statuses['400'] ?? 0) - outcomes.success)).toBeLessThanOrEqual(2);
    for (const code of [400, 503]) {
      const samples = first.samples.filter((sample) => sample.status === code);
      expect(samples).toHaveLength(3);
      for (const sample of samples)
        expect(sample).toEqual({ kind: 'status', status: code, text: 'said', isCut: false });
    }
  });

  test('are told apart by request name, where one scenario mixes them', async () => {
    const requests = [
      request({ name: 'good', path: ['/good'], weight: 3 }),
      request({ name: 'bad', path: ['/bad'], weight: 1, method: 'POST', body: ['{}'], expect: [201] }),
    ];
    const { result } = await load(
      answerEach((socket) => socket.write(OK)),
      { requests },
    );
    const [good, bad] = result.requests;
    expect(good?.outcomes).toEqual({ ...NONE, success: good?.sent });
    expect(bad?.outcomes).toEqual({ ...NONE, status: bad?.sent });
    expect(Math.abs((good?.sent ?? 0) - 3 * (bad?.sent ?? 0))).toBeLessThanOrEqual(3);
  });

  test('a redirect to a login is named and not followed', async () => {
    const paths = new Set<string>();
    const { first } = await load(
      answerEach((socket, { path }) => {
        paths.add(path);
        socket.write(status(302, 'location: /users/sign_in'));
      }),
    );
    expect(first.statuses).toEqual({ 302: first.sent });
    expect(first.intercepted).toMatchObject({ loginRedirects: first.sent, rateLimited: 0, challenges: 0 });
    expect([...paths]).toEqual(['/']);
  });

  test('429 is named, with the longest Retry-After', async () => {
    const { first } = await load(
      answerEach((socket, { number }) =>
        socket.write(status(429, `retry-after: ${number % 2 === 0 ? 7 : 3}`)),
      ),
    );
    expect(first.statuses).toEqual({ 429: first.sent });
    expect(first.intercepted).toEqual({
      rateLimited: first.sent,
      loginRedirects: 0,
      challenges: 0,
      retryAfterSeconds: 7,
    });
  });

  test('a bot challenge is named', async () => {
    const { first } = await load(
      answerEach((socket) => socket.write(status(403, 'cf-mitigated: challenge'))),
    );
    expect(first.intercepted).toMatchObject({ challenges: first.sent });
  });

  test('gzip samples are unpacked, of bombs the start alone', async () => {
    const bodies = [
      gzipSync('{"error":"no such unit"}'),
      gzipSync(Buffer.alloc(drawn(64, 4) * 1024 * 1024, 'b')),
    ];
    const { first } = await load(
      answerEach((socket, { number }) => {
        const body = bodies[number % 2] as Buffer;
        socket.write(
          `HTTP/1.1 ${500 + (number % 2)} No\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`,
        );
        socket.write(body);
      }),
    );
    const texts = (code: number) =>
      new Set(first.samples.filter((s) => s.status === code).map((s) => s.text));
    expect([...texts(500)]).toEqual(['{"error":"no such unit"}']);
    // 4,096 characters leave the worker.
    expect([...texts(501)]).toEqual(['b'.repeat(4096)]);
  });
});

describe('a target that is gone', () => {
  test('from the start: told within a second or so, every attempt counted', async () => {
    server = await serve(() => {});
    await server.close();
    const ran = await runLoad(orderFor(server.origin, { measureMs: 5000, connections: 5 }));
    expect(ran.lost).toMatchObject({ what: 'target', why: 'ECONNREFUSED' });
    expect(ran.tookMs).toBeLessThan(1500);
    expect(ran.first.outcomes).toEqual({ ...NONE, socket: ran.first.sent });
    // Backed off: five connections in less than a second do not try again hundreds of times.
    expect(ran.first.sent).toBeGreaterThanOrEqual(15);
    expect(ran.first.sent).toBeLessThan(60);
  });

  test('midway: told within about a second, with the figures so far', async () => {
    server = await serve(answerEach((socket) => void wait(2).then(() => socket.write(OK))));
    const ran = await runLoad(orderFor(server.origin, { measureMs: 10_000, connections: 5 }), {
      started: () => void wait(500).then(() => server.close()),
    });
    expect(ran.lost?.what).toBe('target');
    expect(ran.tookMs).toBeGreaterThan(1000);
    expect(ran.tookMs).toBeLessThan(500 + 1500);
    expect(ran.result.measuredMs).toBeLessThan(500 + 1500);
    expect(ran.first.outcomes.success).toBeGreaterThan(0);
    expect(ran.first.outcomes.unanswered + ran.first.outcomes.socket).toBeGreaterThanOrEqual(15);
    expect(add(ran.first.batches.map((batch) => batch.completedSuccesses))).toBe(ran.first.outcomes.success);
  });

  test('for half a second only is a restart: errors, and the run goes on', async () => {
    // Not at once, which would send thousands of requests to show the same.
    const slowly = () => answerEach((socket) => void wait(5).then(() => socket.write(OK)));
    server = await serve(slowly());
    const { port } = server;
    const restart = async () => {
      await wait(300);
      await server.close();
      await wait(300);
      server = await serve(slowly(), { port });
    };
    const restarted = restart();
    const ran = await runLoad(orderFor(server.origin, { measureMs: 1500 }));
    await restarted;
    expect(ran.lost).toBeNull();
    expect(ran.first.outcomes.socket + ran.first.outcomes.unanswered).toBeGreaterThan(0);
    const late = ran.first.batches.slice(-2).map((batch) => batch.completedSuccesses);
    for (const successes of late) expect(successes).toBeGreaterThan(0);
  });

  test('by name: the look-up that fails is what is told', async () => {
    server = await serve(() => {});
    const ran = await runLoad(orderFor('http://name.invalid', { measureMs: 5000, connections: 1 }));
    expect(ran.lost).toMatchObject({ what: 'target', why: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) });
    expect(ran.first.outcomes).toEqual({ ...NONE, socket: ran.first.sent });
  });
});

describe('the end', () => {
  test('waits for the answers that are on their way, and counts them', async () => {
    const ran = await load(
      answerEach((socket) => void wait(250).then(() => socket.write(OK))),
      { measureMs: 400 },
    );
    expect(ran.first.outcomes).toEqual({ ...NONE, success: 4 });
    expect(ran.first.inFlight).toBe(0);
    expect(ran.result.measuredMs).toBeCloseTo(400, 0);
  });

  test('by order does not wait: what is in flight is told as such', async () => {
    let stop = () => {};
    server = await serve(
      answerEach((socket, { number }) => {
        if (number < 10) socket.write(OK);
        else if (number === 12) stop();
      }),
    );
    const ran = await runLoad(orderFor(server.origin, { measureMs: 10_000, connections: 3 }), {
      started: (running) => {
        stop = () => running.receive({ say: 'stop' });
      },
    });
    expect(ran.first).toMatchObject({ sent: 13, inFlight: 3, outcomes: { ...NONE, success: 10 } });
    expect(ran.tookMs).toBeLessThan(800);
  });

  test('by order before the first connection is no error', async () => {
    server = await serve(answerEach((socket) => socket.write(OK)));
    const ran = await runLoad(orderFor(server.origin, { warmupMs: 1000 }), {
      started: (running) => setImmediate(() => running.receive({ say: 'stop' })),
    });
    expect(ran.result).toMatchObject({ measuredMs: 0, requests: [] });
  });

  test('the warm-up is not counted', async () => {
    const heard: number[] = [];
    const ran = await load(
      answerEach((socket, { number }) => {
        heard.push(number);
        setTimeout(() => socket.write(OK), 10);
      }),
      // Its end is set by the machine's clock, of which much may not be seen.
      { warmupMs: 1200, measureMs: 300 },
    );
    expect(ran.first.sent).toBeGreaterThan(2);
    expect(heard.length - ran.first.sent).toBeGreaterThan(2);
    expect(ran.messages.filter((message) => message.say === 'measuring')).toHaveLength(1);
  });
});
