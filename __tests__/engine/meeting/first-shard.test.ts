/** Shards that meet at the first of them, over real sockets: with clocks that are wrong, strangers, and ones that go. */
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { MOST_SHARD_BYTES } from '../../../src/config/shard.ts';
import { beFirst } from '../../../src/engine/meeting/be-first.ts';
import type { Gathering } from '../../../src/engine/meeting/gathering.ts';
import { joinFirst } from '../../../src/engine/meeting/join-first.ts';
import { ARRIVAL_PATH, FILE_PATH } from '../../../src/engine/meeting/protocol.ts';
import type { Time } from '../../../src/engine/meeting/time.ts';
import type { Start } from '../../../src/engine/meeting.ts';
import { freePort } from './free-port.ts';

const TOKEN = 'a-token-of-this-run';
const clockOf = (aheadMs: number): Time => ({
  now: () => Date.now() + aheadMs,
  pause: (ms, signal) => pause(Math.max(0, ms), undefined, { signal }),
});

let port: number;
let open: Gathering[];
beforeEach(async () => {
  port = await freePort();
  open = [];
});
afterEach(() => Promise.all(open.map((one) => one.close())));

interface Comes {
  readonly ahead?: number;
  readonly token?: string;
  readonly plan?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly of?: number;
  readonly time?: Time;
}

function shard(index: number, come: Comes = {}) {
  const { ahead = 0, token = TOKEN, plan = 'plan', timeoutMs = 20_000, of = 4 } = come;
  const options = {
    shard: { index, of },
    url: `http://127.0.0.1:${port}`,
    port,
    token,
    plan,
    timeoutMs,
    tell() {},
  };
  const gathering = (index === 1 ? beFirst : joinFirst)(options, come.time ?? clockOf(ahead));
  open.push(gathering);
  const signal = come.signal ?? new AbortController().signal;
  return { gathering, met: () => gathering.meet({ index, of }, signal) };
}

const whyOf = (met: Promise<unknown>) =>
  met.then(
    () => 'began',
    (error: Error & { code?: string }) => `${error.code ?? error.name}: ${error.message}`,
  );
const send = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, headers });
const authorised = { authorization: `Bearer ${TOKEN}` };

test('they begin at one moment, by clocks that are wrong by up to 3 s, and the first has the files of all', async () => {
  const aheads = [0, -3000, 3000, 1234];
  const shards = aheads.map((ahead, i) => shard(i + 1, { ahead }));
  const starts: Start[] = await Promise.all(shards.map(({ met }) => met()));
  const moments = starts.map(({ atMs }, i) => atMs - (aheads[i] ?? 0));
  for (const [i, { clock, run }] of starts.entries()) {
    expect(run).toBe(starts[0]?.run);
    expect(clock.source).toBe('coordinator');
    // What it says of itself holds, however busy the machine is.
    expect(Math.abs(clock.offsetMs - -(aheads[i] ?? 0))).toBeLessThanOrEqual(clock.uncertaintyMs + 1);
    expect(clock.uncertaintyMs).toBeLessThanOrEqual(100);
  }
  expect(Math.max(...moments) - Math.min(...moments)).toBeLessThanOrEqual(100);
  const { signal } = new AbortController();
  const left = await Promise.all(
    shards.map(({ gathering }, i) => gathering.deliver(`file ${i + 1}`, signal)),
  );
  expect(left).toEqual([['file 1', 'file 2', 'file 3', 'file 4'], null, null, null]);
});

test('one that finds out after the start was set that it can’t begin leaves why, beside the others’ files', async () => {
  let setBy = 0;
  const now = () => Date.now() + setBy;
  const shards = [1, 2, 3].map((index) => shard(index, index === 2 ? { time: { ...clockOf(0), now } } : {}));
  const met = shards.map((one) => whyOf(one.met()));
  await pause(1500);
  // What it knew of the first one's clock contradicts what it hears from here on.
  setBy = 500;
  const last = shard(4);
  expect(await Promise.all([...met, whyOf(last.met())])).toEqual([
    'began',
    expect.stringMatching(
      /^shards-missing: shard 2\/4 did not begin: the first shard’s clock is known to \d+ ms only/,
    ),
    'began',
    'began',
  ]);
  const { signal } = new AbortController();
  const left = [...shards, last].map(({ gathering }, i) => gathering.deliver(`file ${i + 1}`, signal));
  expect(await Promise.all(left)).toEqual([['file 1', 'file 2', 'file 3', 'file 4'], null, null, null]);
});

test('one that never comes is named by all, at the end of the time', async () => {
  const shards = [1, 2, 4].map((index) => shard(index, { timeoutMs: 1500 }));
  const why = await Promise.all(shards.map(({ met }) => whyOf(met())));
  expect(why[0]).toBe('shards-missing: shard 1/4 did not begin: shard 3/4: not come after 2 s of waiting');
  for (const one of why.slice(1)) expect(one).toMatch(/^shards-missing: shard [24]\/4 did not begin: /);
});

test('without a first one, the others say where they looked', async () => {
  expect(await whyOf(shard(2, { timeoutMs: 1200 }).met())).toBe(
    `shards-missing: shard 2/4 did not begin: the first shard did not answer at http://127.0.0.1:${port} (ECONNREFUSED)`,
  );
});

test('a proxy that answers in its place while it is not there is nobody: they wait on, and meet', async () => {
  const proxy = createServer((_, response) => response.writeHead(503).end('no healthy upstream'));
  await new Promise<void>((resolve) => proxy.listen(port, resolve));
  const others = [2, 3, 4].map((index) => shard(index).met());
  await pause(1200);
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  await expect(Promise.all([shard(1).met(), ...others])).resolves.toHaveLength(4);
});

test('a proxy that answers in its place for good: they say what it said', async () => {
  const proxy = createServer((_, response) => response.writeHead(502).end());
  await new Promise<void>((resolve) => proxy.listen(port, resolve));
  expect(await whyOf(shard(2, { timeoutMs: 1200 }).met())).toBe(
    `shards-missing: shard 2/4 did not begin: the first shard did not answer at http://127.0.0.1:${port} (HTTP 502)`,
  );
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

test('a shard with another plan: called off at once, for all', async () => {
  const met = [1, 2, 3].map((index) => whyOf(shard(index, index === 3 ? { plan: 'other' } : {}).met()));
  for (const why of await Promise.all(met))
    expect(why).toMatch(/^shards-missing: .*shard 3\/4 has another plan/);
});

test('a shard of another number: called off at once', async () => {
  const met = [whyOf(shard(1).met()), whyOf(shard(2, { of: 8 }).met())];
  for (const why of await Promise.all(met))
    expect(why).toMatch(/shard 2\/8 came, and there are 4 shards here/);
});

test('two processes as one shard: the second is refused, and the load is made by the first', async () => {
  const second = shard(2);
  const met = [shard(1), second].map(({ met }) => met());
  await pause(700);
  expect(await whyOf(shard(2).met())).toMatch(
    /shard 2\/4 is here already: two processes were started as one shard/,
  );
  const others = [3, 4].map((index) => shard(index).met());
  await expect(Promise.all([...met, ...others])).resolves.toHaveLength(4);
});

test('without the token nobody is listened to, whatever they say', async () => {
  const first = whyOf(shard(1, { timeoutMs: 2000 }).met());
  await pause(200);
  expect(await whyOf(shard(2, { token: 'another' }).met())).toBe(
    'shards-missing: shard 2/4 did not begin: the first shard refused it: another token than here',
  );
  expect((await send(ARRIVAL_PATH, '{}')).status).toBe(401);
  expect((await send(ARRIVAL_PATH, '{}', { authorization: `Bearer ${TOKEN}x` })).status).toBe(401);
  expect(await first).toMatch(/shards 2\/4, 3\/4 and 4\/4: not come/);
});

test.each<[string, string, string, number]>([
  ['no JSON', ARRIVAL_PATH, '{', 400],
  [
    'other fields',
    ARRIVAL_PATH,
    '{"index":2,"of":4,"plan":"plan","instance":"a","knowsStart":false,"more":1}',
    400,
  ],
  [
    'a number out of range',
    ARRIVAL_PATH,
    '{"index":0,"of":4,"plan":"plan","instance":"a","knowsStart":false}',
    400,
  ],
  ['itself', ARRIVAL_PATH, '{"index":1,"of":4,"plan":"plan","instance":"a","knowsStart":false}', 409],
  ['a long line', ARRIVAL_PATH, 'a'.repeat(5000), 413],
  ['a file of nobody', `${FILE_PATH}?index=2&instance=a`, '{}', 409],
  ['a file that is too long', `${FILE_PATH}?index=2&instance=a`, 'a'.repeat(MOST_SHARD_BYTES + 1), 413],
  ['another path', '/', '', 404],
])('%s with the token is refused, and the others meet', async (_, path, body, status) => {
  const shards = [1, 2, 3, 4].map((index) => shard(index));
  const first = shards[0]?.met();
  await pause(100);
  // The rest of a body that is too long is not waited for: its sender may see that, or the answer.
  const answered = await send(path, body, authorised).catch(() => ({ status: 413 }));
  expect(answered.status).toBe(status);
  await expect(Promise.all([first, ...shards.slice(1).map(({ met }) => met())])).resolves.toHaveLength(4);
});

test('connections that say nothing, or say it slowly, hold nobody up', async () => {
  const shards = [1, 2, 3, 4].map((index) => shard(index));
  const first = shards[0]?.met();
  await pause(100);
  const strangers = Array.from({ length: 20 }, (_, i) => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    if (i % 2 === 0) socket.write(`POST ${ARRIVAL_PATH} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n`);
    if (i % 4 === 0) socket.write(`Authorization: Bearer ${TOKEN}\r\n\r\n{`);
    return socket;
  });
  await expect(Promise.all([first, ...shards.slice(1).map(({ met }) => met())])).resolves.toHaveLength(4);
  for (const socket of strangers) socket.destroy();
});

test.each([1, 2])('shard %i is cancelled while it waits: at once, and as such', async (index) => {
  const cancelled = new AbortController();
  const met = whyOf(shard(index, { signal: cancelled.signal }).met());
  setTimeout(() => cancelled.abort(), 200);
  expect(await met).toBe('cancelled: cancelled while waiting for the other shards');
});

test('a port that is taken is the user’s mistake', async () => {
  const first = shard(1, { timeoutMs: 1000 });
  const met = whyOf(first.met());
  await pause(100);
  expect(await whyOf(shard(1).met())).toMatch(
    `ConfigurationError: --meet: port ${port} can't be listened on here (EADDRINUSE)`,
  );
  await met;
});

test('a shard whose file nobody takes says so', async () => {
  const shards = [1, 2, 3, 4].map((index) => shard(index));
  await Promise.all(shards.map(({ met }) => met()));
  await shards[0]?.gathering.close();
  const given = new AbortController();
  setTimeout(() => given.abort(), 1500);
  await expect(shards[1]?.gathering.deliver('file', given.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
});
