import { gzipSync } from 'node:zlib';
import { awaitReady } from '../../src/engine/target/ready.ts';
import type { Site } from '../../src/engine/target/site.ts';
import { Unmeasurable } from '../../src/engine/unmeasurable.ts';
import {
  answerEach,
  freePort,
  type Listening,
  OK,
  type OnConnection,
  serve,
  status,
  wait,
} from './servers.ts';
import { siteOf } from './site.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

const PATIENCE = { deadlineMs: 400, pollMs: 20 };
/** Where it is to become ready: between good answers there are 100 ms. */
const MORE_PATIENCE = { deadlineMs: 10_000, pollMs: 20 };
const NEVER = new AbortController().signal;

let server: Listening | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function listen(onConnection: OnConnection): Promise<string> {
  server = await serve(onConnection);
  return server.origin;
}

async function poll(
  origin: string,
  over: { ready?: string | null; signal?: AbortSignal; patience?: typeof PATIENCE } = {},
) {
  const notes: string[] = [];
  const startMs = performance.now();
  const site = siteOf(origin, { ready: over.ready === undefined ? '/health' : over.ready });
  const result = await awaitReady(
    site,
    over.signal ?? NEVER,
    (note) => notes.push(note),
    over.patience ?? PATIENCE,
  ).catch((error: unknown) => error);
  return { result, notes, tookMs: performance.now() - startMs };
}

test('three good answers in a row are ready, and tell the address for the load', async () => {
  const paths: string[] = [];
  const origin = await listen(
    answerEach((socket, { path }) => {
      paths.push(path);
      socket.end(OK);
    }),
  );
  expect((await poll(origin, { patience: MORE_PATIENCE })).result).toEqual({
    address: '127.0.0.1',
    commit: null,
  });
  expect(paths).toEqual(['/health', '/health', '/health']);
});

test('a good response amid bad ones proves nothing', async () => {
  const says = [503, 200, 200, 502, 200, 200, 200];
  let asked = 0;
  const origin = await listen(answerEach((socket) => socket.end(status(says[asked++] ?? 500))));
  const { result, notes } = await poll(origin, { patience: MORE_PATIENCE });
  expect(result).toEqual({ address: '127.0.0.1', commit: null });
  expect(asked).toBe(7);
  expect(notes).toEqual(['the last response was 503', 'the last response was 502']);
});

test('without a path any response will do that is not the proxy’s "not yet"', async () => {
  const says = [502, 404, 404, 404];
  let asked = 0;
  const origin = await listen(answerEach((socket) => socket.end(status(says[asked++] ?? 500))));
  expect((await poll(origin, { ready: null, patience: MORE_PATIENCE })).result).toEqual({
    address: '127.0.0.1',
    commit: null,
  });
  expect(asked).toBe(4);
});

describe('never ready: given up at the deadline, the last response named', () => {
  test.each([
    [
      'a redirect to a login, not followed',
      answerEach((socket, { path }) =>
        path === '/health' ? socket.end(status(302, 'location: /login')) : socket.end(OK),
      ),
      /the last response was 302, a redirect to \/login \(is the preview protected by a login\?\)$/,
    ],
    [
      'closed without a response',
      answerEach((socket) => socket.end()),
      /the connection was (closed without a response|reset)/,
    ],
    ['no answer at all', answerEach(() => {}), /no response within [\d.]+ s$/],
    ['no HTTP', answerEach((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')), /HPE_/],
    [
      'two lengths',
      answerEach((socket) =>
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nContent-Length: 2\r\n\r\nok'),
      ),
      /it answers with Content-Length 2 times \(“2”, “2”\): .*\(HPE_\w+\)$/,
    ],
    [
      'two ways of telling the length',
      answerEach((socket) =>
        socket.end(
          'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 7\r\n\r\n2\r\nok\r\n0\r\n\r\n',
        ),
      ),
      /it sends both Content-Length and Transfer-Encoding.*\(HPE_\w+\)$/,
    ],
    [
      'a length that is none',
      answerEach((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: two\r\n\r\nok')),
      /the Content-Length “two”, which is no length \(HPE_\w+\)$/,
    ],
    [
      'a header without a colon',
      answerEach((socket) => socket.end('HTTP/1.1 200 OK\r\nserver\r\ncontent-length: 2\r\n\r\nok')),
      /the header line “server”, which is none.*\(HPE_\w+\)$/,
    ],
    [
      'a head that is too large',
      answerEach((socket) => socket.end(status(200, `x-large: ${'x'.repeat(20_000)}`))),
      /the response's head is larger than 16 KiB \(HPE_HEADER_OVERFLOW\)$/,
    ],
  ] as const)('%s', async (_, onConnection, words) => {
    const origin = await listen(onConnection);
    const { result, notes, tookMs } = await poll(origin);
    expect(result).toBeInstanceOf(Unmeasurable);
    expect(result).toMatchObject({ code: 'not-ready', message: expect.stringMatching(words) });
    expect((result as Error).message).toContain(
      `${origin}/health did not become ready within 0.4 s, which takes 3 good responses in a row: `,
    );
    expect(notes.length).toBeGreaterThan(0);
    expect(tookMs).toBeLessThan(PATIENCE.deadlineMs + 1500);
  });

  test.each([
    [503, 'service-broken'],
    [500, 'service-broken'],
    [429, 'limited-at-start'],
    [404, 'not-ready', ': set target.ready to a path that returns 2xx instead of /health; .*'],
    [403, 'not-ready', ': set target.ready to a path that needs no login instead of /health, .*'],
    [400, 'not-ready'],
  ])('%d is told as %s', async (says, code, more = '') => {
    const origin = await listen(answerEach((socket) => socket.end(status(says))));
    const message = expect.stringMatching(
      new RegExp(
        `within 0.4 s, which takes 3 good responses in a row: the last response was ${says}${more}$`,
      ),
    );
    expect((await poll(origin)).result).toMatchObject({ name: 'Unmeasurable', code, message });
  });

  test('refused', async () => {
    const { result } = await poll(`http://127.0.0.1:${await freePort()}`);
    expect(result).toMatchObject({
      code: 'not-ready',
      message: expect.stringContaining('the connection was refused (ECONNREFUSED)'),
    });
  });

  test('a name that nobody knows', async () => {
    const { result } = await poll('http://name.invalid');
    expect(result).toMatchObject({
      code: 'dns',
      message: expect.stringMatching(
        /the host name can't be resolved( at the moment)? \((ENOTFOUND|EAI_AGAIN)\)/,
      ),
    });
  });
});

test('a service that starts late is waited for', async () => {
  const port = await freePort();
  const starting = wait(150).then(() =>
    serve(
      answerEach((socket) => socket.end(OK)),
      { port },
    ),
  );
  const { result, notes } = await poll(`http://127.0.0.1:${port}`, { patience: MORE_PATIENCE });
  server = await starting;
  expect(result).toEqual({ address: '127.0.0.1', commit: null });
  expect(notes[0]).toContain('refused');
});

test.each([
  ['while asking', answerEach(() => {})],
  ['between two polls', answerEach((socket) => socket.end(status(503)))],
])('cancelled %s, it stops at once', async (_, onConnection) => {
  const origin = await listen(onConnection);
  const { result, tookMs } = await poll(origin, { signal: AbortSignal.timeout(100) });
  expect(result).toMatchObject({ name: 'Unmeasurable', code: 'cancelled' });
  expect(tookMs).toBeLessThan(350);
});

describe('the status is what counts, whatever the body is', () => {
  const gzipped = 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n';
  const page = 'x'.repeat(1_300_000);
  test.each<[string, string | Buffer]>([
    ['gzip without a body', `${gzipped}content-length: 0\r\n\r\n`],
    ['204 with a coding', 'HTTP/1.1 204 No Content\r\ncontent-encoding: br\r\n\r\n'],
    ['gzip that is none', `${gzipped}content-length: 5\r\n\r\nplain`],
    [
      'a coding that nobody knows',
      'HTTP/1.1 200 OK\r\ncontent-encoding: zstd\r\ncontent-length: 2\r\n\r\nok',
    ],
    ['a large page', `HTTP/1.1 200 OK\r\ncontent-length: ${page.length}\r\n\r\n${page}`],
    [
      'a page that is large when it is unpacked',
      (() => {
        const body = gzipSync(page);
        return Buffer.concat([Buffer.from(`${gzipped}content-length: ${body.length}\r\n\r\n`), body]);
      })(),
    ],
    ['a body that is cut off', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nstart'],
    ['chunks that are none', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ])('%s', async (_, answer) => {
    const origin = await listen(answerEach((socket) => socket.end(answer)));
    for (const ready of ['/health', null]) {
      expect((await poll(origin, { ready, patience: MORE_PATIENCE })).result).toMatchObject({
        address: '127.0.0.1',
      });
    }
  });

  test('a body without an end is waited for no longer than a moment', async () => {
    const origin = await listen(
      answerEach((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const pour = () => {
          while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
        };
        socket.on('drain', pour);
        pour();
      }),
    );
    expect((await poll(origin, { patience: MORE_PATIENCE })).result).toMatchObject({ address: '127.0.0.1' });
    await server?.close();
    const slow = await listen(
      answerEach((socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\ndata: 1\n\n')),
    );
    const { result, tookMs } = await poll(slow, { patience: MORE_PATIENCE });
    expect(result).toMatchObject({ address: '127.0.0.1' });
    expect(tookMs).toBeLessThan(4000);
  });
});

describe('a response that waiting won’t change', () => {
  async function ready(answers: Readonly<Record<string, number>>, over: Partial<Site> = {}) {
    const paths: string[] = [];
    const origin = await listen(
      answerEach((socket, { path }) => {
        paths.push(path);
        socket.end(status(answers[path] ?? 404));
      }),
    );
    const notes: string[] = [];
    const patience = { deadlineMs: 1500, pollMs: 20 };
    const result = await awaitReady(siteOf(origin, over), NEVER, (note) => notes.push(note), patience).catch(
      (error: unknown) => error as Error,
    );
    return { origin, paths, notes, message: (result as Error).message };
  }

  test('401 is told after three, with the key to set', async () => {
    const { origin, message, paths } = await ready({ '/health': 401 });
    expect(paths).toEqual(['/health', '/health', '/health']);
    expect(message).toBe(
      `${origin}/health was answered 401 3 times in a row: set target.ready to a path that needs no login instead of /health, or put what opens the preview into scenario.headers`,
    );
  });

  test('so is 404, where the service answers elsewhere', async () => {
    const { origin, message, paths } = await ready({ '/items': 200 }, { elsewhere: '/items' });
    expect(paths).toEqual(['/health', '/health', '/health', '/items']);
    expect(message).toMatch(
      `${origin}/health was answered 404 3 times in a row, and /items 200, so that it is up: set target.ready to a path`,
    );
  });

  test.each<[string, Readonly<Record<string, number>>, Partial<Site>]>([
    ['nothing is answered yet', {}, { elsewhere: '/items' }],
    [
      'the version before may still answer',
      { '/items': 200 },
      { elsewhere: '/items', identity: { path: '/version', commit: '/commit' } },
    ],
  ])('where %s, 404 is waited for, and told on the way', async (_, answers, over) => {
    const { message, notes } = await ready(answers, over);
    expect(message).toContain(
      'did not become ready within 1.5 s, which takes 3 good responses in a row: the last response was 404',
    );
    expect(notes.slice(0, 2)).toEqual(['the last response was 404', 'the last response was 404']);
    expect(notes[2]).toMatch(/^the last response was 404, again and again: set target\.ready to a path/);
  });

  test('a service that begins with 404 becomes ready', async () => {
    let asked = 0;
    const origin = await listen(answerEach((socket) => socket.end(status(asked++ < 6 ? 404 : 200))));
    expect((await poll(origin, { patience: MORE_PATIENCE })).result).toMatchObject({ address: '127.0.0.1' });
  });
});
