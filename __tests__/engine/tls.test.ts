/** Certificates that don't hold: told by name, and nothing of a request ever reaches who showed them. */
import type { TLSSocket } from 'node:tls';
import { Upstream } from '../../src/engine/slowing-proxy/upstream.ts';
import { awaitReady } from '../../src/engine/target/ready.ts';
import { Unmeasurable } from '../../src/engine/unmeasurable.ts';
import { testInFull } from '../part.ts';
import { type Certificates, makeCertificates, type Pair, trust } from './certificates.ts';
import { orderFor, runLoad } from './run-load.ts';
import { answerEach, type Listening, OK, serve, status } from './servers.ts';
import { siteOf } from './site.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

let made: Certificates;
let distrust: () => void;
let server: Listening;
let heard: string[];

beforeAll(() => {
  made = makeCertificates();
  distrust = trust(made.authority);
});
afterAll(() => distrust());
afterEach(() => server.close());

async function impostor(pair: Pair, maxVersion: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.3'): Promise<string> {
  heard = [];
  server = await serve(
    (socket, number) => {
      socket.on('data', (bytes) => heard.push(String(bytes)));
      answerEach((each) => each.write(OK))(socket as TLSSocket, number);
    },
    { tls: { ...pair, maxVersion } },
  );
  return server.origin;
}

const quick = { deadlineMs: 3000, pollMs: 20 };
const ready = (origin: string) => awaitReady(siteOf(origin), new AbortController().signal, () => {}, quick);

const BAD = [
  ['self-signed', 'selfSigned', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed'],
  ['expired', 'expired', 'CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['for another name', 'otherName', 'ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
] as const;

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('over %s', (version) => {
  test.each(
    BAD,
  )('%s: readiness gives up at once, without a byte of a request', async (_, pair, code, words) => {
    const origin = await impostor(made[pair], version);
    const startMs = performance.now();
    const failure = await ready(origin).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Unmeasurable);
    expect(failure).toMatchObject({ code: 'tls', message: `${origin} can't be trusted: ${words} (${code})` });
    expect(performance.now() - startMs).toBeLessThan(1000);
    expect(heard).toEqual([]);
  });

  testInFull('one that holds: ready, and loaded over connections that are kept', async () => {
    const origin = await impostor(made.good, version);
    expect(await ready(origin)).toEqual({ address: '127.0.0.1', commit: null });
    const before = server.accepted;
    // Two handshakes in this one thread, on a busy machine, may take longer than the usual measured time.
    const ran = await runLoad(orderFor(origin, { measureMs: 2000 }));
    expect(ran.first.outcomes.success).toBe(ran.first.sent);
    expect(ran.first.sent).toBeGreaterThan(0);
    expect(server.accepted - before).toBe(2);
  });
});

test.each(BAD)('%s: the load sends nothing and is lost', async (_, pair, code) => {
  const origin = await impostor(made[pair]);
  const ran = await runLoad(orderFor(origin, { measureMs: 5000 }));
  expect(ran.lost).toMatchObject({ what: 'target', why: code });
  expect(ran.first.outcomes.socket).toBe(ran.first.sent);
  expect(ran.tookMs).toBeLessThan(2000);
  expect(heard).toEqual([]);
});

describe('whatever NODE_TLS_REJECT_UNAUTHORIZED says', () => {
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  beforeAll(() => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  });
  afterAll(() => {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  });

  test('readiness asks nothing', async () => {
    const origin = await impostor(made.selfSigned);
    await expect(ready(origin)).rejects.toMatchObject({ code: 'tls' });
    expect(heard).toEqual([]);
  });

  test('the load sends nothing', async () => {
    const origin = await impostor(made.selfSigned);
    const ran = await runLoad(orderFor(origin, { measureMs: 5000 }));
    expect(ran.lost).toMatchObject({ what: 'target', why: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(heard).toEqual([]);
  });

  test('selftest’s proxy passes nothing on', async () => {
    const origin = await impostor(made.selfSigned);
    const upstream = new Upstream({ origin, addresses: ['127.0.0.1'], mostConnections: 1 });
    const asked = { method: 'GET', path: '/', rawHeaders: [], body: Buffer.alloc(0) };
    await expect(upstream.ask(asked, () => {})).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    upstream.close();
    expect(heard).toEqual([]);
  });
});

test("a certificate is checked against the host's name, also where its address is known", async () => {
  const origin = await impostor(made.good);
  const named = origin.replace('127.0.0.1', 'localhost');
  const good = await runLoad(orderFor(named, { address: '127.0.0.1' }));
  expect(good.first.outcomes.success).toBe(good.first.sent);
  heard = [];
  const other = origin.replace('127.0.0.1', 'preview.example');
  const bad = await runLoad(orderFor(other, { address: '127.0.0.1', measureMs: 5000 }));
  expect(bad.lost?.why).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  expect(heard).toEqual([]);
});

test('a server that does not speak TLS is told as such, at once', async () => {
  server = await serve((socket) => socket.on('data', () => socket.end(status(400))));
  const origin = server.origin.replace('http:', 'https:');
  await expect(ready(origin)).rejects.toMatchObject({ code: 'tls' });
});
