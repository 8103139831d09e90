import { awaitReady } from '../../src/engine/target/ready.ts';
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
      /socket hang up \(ECONNRESET\)|was reset/,
    ],
    ['no answer at all', answerEach(() => {}), /no response within [\d.]+ s$/],
    ['no HTTP', answerEach((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')), /HPE_/],
    [
      'gzip that is none',
      answerEach((socket) =>
        socket.end('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nplain'),
      ),
      /incorrect header check/,
    ],
    [
      'a body without an end',
      answerEach((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const pour = () => {
          while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
        };
        socket.on('drain', pour);
        pour();
      }),
      /larger than 1 MiB|no response within/,
    ],
  ] as const)('%s', async (_, onConnection, words) => {
    const origin = await listen(onConnection);
    const { result, notes, tookMs } = await poll(origin);
    expect(result).toBeInstanceOf(Unmeasurable);
    expect(result).toMatchObject({ code: 'not-ready', message: expect.stringMatching(words) });
    expect((result as Error).message).toContain(
      `${origin}/health did not answer well 3 times in a row within 0.4 s: `,
    );
    expect(notes.length).toBeGreaterThan(0);
    expect(tookMs).toBeLessThan(PATIENCE.deadlineMs + 1500);
  });

  test.each([
    [503, 'service-broken'],
    [500, 'service-broken'],
    [429, 'limited-at-start'],
    [404, 'not-ready'],
  ])('%d is told as %s', async (says, code) => {
    const origin = await listen(answerEach((socket) => socket.end(status(says))));
    const message = expect.stringMatching(
      new RegExp(`in a row within 0.4 s: the last response was ${says}$`),
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
        /the host's name can't be resolved( at the moment)? \((ENOTFOUND|EAI_AGAIN)\)/,
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
