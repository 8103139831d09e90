import { Agent, createServer, type IncomingMessage, request as requestHttp, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type SlowingProxy, startSlowingProxy } from '../../src/engine/slowing-proxy/slowing-proxy.ts';
import { testInFull } from '../part.ts';
import { makeCertificates, trust } from './certificates.ts';
import { answerEach, type Listening, OK, serve } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Handler = Parameters<typeof createServer>[1];

async function startTarget(handler: NonNullable<Handler>): Promise<{ origin: string; server: Server }> {
  const server = createServer(handler as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function startProxy(origin: string, slowdown = 0, addresses = ['127.0.0.1']): Promise<SlowingProxy> {
  const proxy = await startSlowingProxy({ origin, addresses, slowdown, connections: 4 });
  closing.push(() => proxy.close());
  return proxy;
}

interface Got {
  readonly status: number;
  readonly reason: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly ms: number;
  readonly reused: boolean;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const kept = new Agent({ keepAlive: true, maxSockets: 1 });
afterAll(() => kept.destroy());

function get(url: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Got> {
  const startMs = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = requestHttp(url, { method, headers, agent: kept }, (incoming: IncomingMessage) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          reason: incoming.statusMessage ?? '',
          rawHeaders: incoming.rawHeaders,
          body: Buffer.concat(chunks),
          ms: performance.now() - startMs,
          reused: outgoing.reusedSocket,
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

test('a request arrives as it was sent, and its response comes back as it was given', async () => {
  const heard: { method?: string; url?: string; raw: string[]; body: string }[] = [];
  const { origin } = await startTarget((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method = '', url = '', rawHeaders: raw } = request;
      heard.push({ method, url, raw, body });
      response.writeHead(207, 'Said So', [
        'Set-Cookie',
        'a=1',
        'Set-Cookie',
        'b=2',
        'X-Odd',
        'Käse',
        'Date',
        'then',
      ]);
      response.write('{"o');
      response.end('k":1}');
    });
  });
  const proxy = await startProxy(origin);
  const got = await get(`${proxy.origin}/a%20b?c=d&e=%2F`, {
    method: 'POST',
    headers: {
      'X-Custom-Name': 'v',
      authorization: 'Bearer t',
      connection: 'keep-alive, x-hop',
      'x-hop': '1',
    },
    body: 'päyload',
  });
  const { method, url, raw = [], body } = heard[0] ?? {};
  expect([method, url, body]).toEqual(['POST', '/a%20b?c=d&e=%2F', 'päyload']);
  const host = new URL(origin).host;
  expect(raw.filter((_, i) => /^host$/i.test(raw[i - 1] ?? ''))).toEqual([host]);
  expect(raw).toEqual(expect.arrayContaining(['X-Custom-Name', 'v', 'authorization', 'Bearer t']));
  expect(raw.map((word) => word.toLowerCase())).not.toContain('x-hop');
  expect([got.status, got.reason, got.body.toString()]).toEqual([207, 'Said So', '{"ok":1}']);
  expect(got.rawHeaders).toEqual(
    expect.arrayContaining([
      'Set-Cookie',
      'a=1',
      'Set-Cookie',
      'b=2',
      'X-Odd',
      'Käse',
      'Date',
      'then',
      'Content-Length',
      '8',
    ]),
  );
  expect(got.rawHeaders.filter((word) => word === 'Date')).toHaveLength(1);
});

test('HEAD and answers without a body keep their headers, packed bodies stay packed', async () => {
  const packed = Buffer.from([0x1f, 0x8b, 1, 2, 3, 0, 255]);
  const { origin } = await startTarget((request, response) => {
    if (request.method === 'HEAD') response.writeHead(200, { 'content-length': '4711' }).end();
    else if (request.url === '/none') response.writeHead(204).end();
    else response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
  });
  const proxy = await startProxy(origin);
  const head = await get(`${proxy.origin}/`, { method: 'HEAD' });
  expect(head.rawHeaders).toEqual(expect.arrayContaining(['content-length', '4711']));
  const none = await get(`${proxy.origin}/none`);
  expect([none.status, none.body.length]).toEqual([204, 0]);
  expect(none.rawHeaders.map((word) => word.toLowerCase())).not.toContain('content-length');
  const body = await get(`${proxy.origin}/packed`);
  expect(body.body).toEqual(packed);
  expect(body.rawHeaders).toEqual(expect.arrayContaining(['content-encoding', 'gzip']));
});

test('connections are kept on both sides', async () => {
  let connections = 0;
  const { origin, server } = await startTarget((_, response) => response.end('ok'));
  server.on('connection', () => connections++);
  const proxy = await startProxy(origin);
  const all: Got[] = [];
  for (let i = 0; i < 5; i++) all.push(await get(`${proxy.origin}/${i}`));
  expect(all.slice(1).every(({ reused }) => reused)).toBe(true);
  expect(connections).toBe(1);
});

test('a connection that the target closed meanwhile is replaced, and an idempotent request sent once more', async () => {
  let answers = 0;
  const target: Listening = await serve((socket) => {
    socket.on('data', () => {
      // Answers once, promises to stay, and is gone with the next request.
      if (socket.bytesWritten > 0) socket.destroy();
      else {
        answers++;
        socket.write('HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok');
      }
    });
  });
  closing.push(() => target.close());
  const proxy = await startProxy(target.origin);
  for (let i = 0; i < 3; i++) expect((await get(`${proxy.origin}/`)).status).toBe(200);
  expect(answers).toBe(3);
  await expect(get(`${proxy.origin}/`, { method: 'POST', body: 'x' })).rejects.toMatchObject({
    code: expect.stringMatching(/ECONNRESET/),
  });
});

test.each([
  ['closes without a response', ''],
  ['cuts its response off', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly so much'],
  ['speaks no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
])('where the target %s, the client sees a connection that breaks', async (_, bytes) => {
  const target = await serve((socket) => {
    socket.on('data', () => socket.end(bytes));
  });
  closing.push(() => target.close());
  const proxy = await startProxy(target.origin);
  await expect(get(`${proxy.origin}/`)).rejects.toMatchObject({ code: expect.any(String) });
  expect(proxy.seen()).toMatchObject({ responses: 0, trouble: expect.any(String) });
});

test('a client that goes away takes its request to the target with it', async () => {
  let gone = 0;
  const { origin } = await startTarget((_, response) => {
    response.on('close', () => gone++);
  });
  const proxy = await startProxy(origin);
  const socket = connect(Number(new URL(proxy.origin).port), '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await new Promise((resolve) => setTimeout(resolve, 150));
  socket.destroy();
  const deadlineMs = performance.now() + 5000;
  while (gone === 0 && performance.now() < deadlineMs)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(gone).toBe(1);
  expect(proxy.seen().trouble).toBeNull();
});

test('it connects to the checked addresses only, under the name of the target', async () => {
  let host = '';
  const { origin } = await startTarget((request, response) => {
    host = request.headers.host ?? '';
    response.end('ok');
  });
  const { port } = new URL(origin);
  const proxy = await startProxy(`http://no-such-host.invalid:${port}`);
  expect((await get(`${proxy.origin}/`)).status).toBe(200);
  expect(host).toBe(`no-such-host.invalid:${port}`);
});

test('over TLS it asks as any client does: a certificate that does not hold gets no byte of a request', async () => {
  const made = makeCertificates();
  closing.push(trust(made.authority));
  const heard: string[] = [];
  const open = async (pair: (typeof made)['good']) => {
    const target = await serve(
      (socket, number) =>
        answerEach((each, { head }) => {
          heard.push(head);
          each.write(OK);
        })(socket, number),
      { tls: pair },
    );
    closing.push(() => target.close());
    return startProxy(target.origin.replace('127.0.0.1', 'localhost'));
  };
  const good = await open(made.good);
  expect((await get(`${good.origin}/`)).body.toString()).toBe('ok');
  expect(heard[0]).toMatch(/^host: localhost:\d+$/im);
  const impostor = await open(made.selfSigned);
  await expect(get(`${impostor.origin}/`)).rejects.toMatchObject({ code: expect.any(String) });
  expect(heard).toHaveLength(1);
  expect(impostor.seen().trouble).toMatch(/its certificate is self-signed/);
});

test('closing it ends what is under way, on both sides', async () => {
  const { origin, server } = await startTarget(() => {});
  const proxy = await startSlowingProxy({ origin, addresses: ['127.0.0.1'], slowdown: 0.2, connections: 4 });
  const failed = get(`${proxy.origin}/`).catch((error: NodeJS.ErrnoException) => error.code);
  await new Promise((resolve) => setTimeout(resolve, 150));
  await proxy.close();
  expect(await failed).toMatch(/ECONNRESET/);
  const open = () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
  const deadlineMs = performance.now() + 5000;
  while ((await open()) > 0 && performance.now() < deadlineMs)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await open()).toBe(0);
});

describe('what is added', () => {
  const median = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

  /**
   * Share that was added by the proxy's own count, and as a client saw it: requests in turn, so that both meet the
   * same.
   */
  async function measure(serviceMs: number, requests: number): Promise<{ counted: number; felt: number }> {
    const { origin } = await startTarget((_, response) => {
      setTimeout(() => response.end('ok'), serviceMs);
    });
    const [plain, slowed] = [await startProxy(origin), await startProxy(origin, 0.2)];
    const times: { plain: number[]; slowed: number[] } = { plain: [], slowed: [] };
    for (let i = 0; i < requests; i++) {
      times.plain.push((await get(`${plain.origin}/`)).ms);
      times.slowed.push((await get(`${slowed.origin}/`)).ms);
    }
    const seen = slowed.seen();
    expect(seen.responses).toBe(requests);
    expect(plain.seen().addedMs).toBe(0);
    return {
      counted: (seen.addedMs ?? 0) / (seen.serviceMs ?? 1),
      felt: median(times.slowed) / median(times.plain) - 1,
    };
  }

  /** A machine that stands still now and then gets three tries. */
  async function within(measured: () => Promise<number>): Promise<void> {
    const tries: number[] = [];
    do tries.push(await measured());
    while (Math.abs((tries.at(-1) ?? 0) - 0.2) > 0.05 && tries.length < 3);
    expect(tries.at(-1)).toBeGreaterThan(0.15);
    expect(tries.at(-1)).toBeLessThan(0.25);
  }

  testInFull(
    'is a fifth of what a service of 20 ms takes, by its count and as a client sees it',
    async () => {
      await within(async () => (await measure(20, 60)).counted);
      await within(async () => (await measure(20, 60)).felt);
    },
    60_000,
  );

  testInFull(
    'is right on average where it is less than a timer can tell: a fifth of 3 ms',
    async () => {
      await within(async () => (await measure(3, 200)).counted);
    },
    60_000,
  );
});
