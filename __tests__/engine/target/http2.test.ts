/** A service that speaks HTTP/2 alone is told so, by real servers and by bytes, and no other is taken for one. */
import { createSecureServer, createServer } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { awaitReady } from '../../../src/engine/target/ready.ts';
import { type Certificates, makeCertificates, trust } from '../certificates.ts';
import { answerEach, OK, type OnConnection, serve, status } from '../servers.ts';
import { siteOf } from '../site.ts';

const PATIENCE = { deadlineMs: 2500, pollMs: 20 };
const never = new AbortController().signal;

let certificates: Certificates;
let distrust: () => void;
beforeAll(() => {
  certificates = makeCertificates();
  distrust = trust(certificates.authority);
});
afterAll(() => distrust());

let ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends) await end();
  ends = [];
});

async function listen(server: Server, scheme: string): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => server.close());
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function raw(onConnection: OnConnection): Promise<string> {
  const server = await serve(onConnection);
  ends.push(() => server.close());
  return server.origin;
}

const ready = async (origin: string, path: string | null = '/health') =>
  awaitReady(siteOf(origin, { ready: path }), never, () => {}, PATIENCE).catch((error: unknown) => error);

const ONLY = {
  name: 'Unmeasurable',
  code: 'http2-only',
  message: expect.stringMatching(
    /^https?:\S+ only speaks HTTP\/2, but the load is sent over HTTP\/1\.1: .* accept HTTP\/1\.1, too$/,
  ),
};

test.each(['/health', null])('without TLS: Node’s own server, asked at %s', async (path) => {
  const origin = await listen(
    createServer((_, response) => void response.end('ok')),
    'http',
  );
  expect(await ready(origin, path)).toMatchObject(ONLY);
});

test.each(['/health', null])('over TLS: Node’s own server, asked at %s', async (path) => {
  const { key, cert } = certificates.good;
  const server = createSecureServer({ key, cert }, (_, response) => void response.end('ok'));
  expect(await ready(await listen(server, 'https'), path)).toMatchObject(ONLY);
});

test('one that closes the connection, and answers the preface', async () => {
  const origin = await raw((socket) => {
    socket.on('data', (chunk: Buffer) => {
      if (chunk.toString('latin1').startsWith('PRI * HTTP/2.0'))
        socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
      else socket.end();
    });
  });
  expect(await ready(origin)).toMatchObject(ONLY);
});

test('one that says by a status that it wants another version', async () => {
  const origin = await raw((socket) => {
    socket.on('data', (chunk: Buffer) => {
      if (chunk.toString('latin1').startsWith('PRI * HTTP/2.0'))
        socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
      else socket.end(status(505));
    });
  });
  expect(await ready(origin)).toMatchObject(ONLY);
});

test('over TLS one that speaks both is ready', async () => {
  const { key, cert } = certificates.good;
  const server = createSecureServer(
    { key, cert, allowHTTP1: true },
    (_, response) => void response.end('ok'),
  );
  expect(await ready(await listen(server, 'https'))).toMatchObject({ address: '127.0.0.1' });
});

test.each<[string, OnConnection]>([
  ['closes every connection', (socket) => void socket.end()],
  ['speaks no HTTP', (socket) => void socket.end('220 mail.example ESMTP\r\n')],
  ['refuses HTTP/1.1 and the preface alike', answerEach((socket) => void socket.end(status(426)))],
])('a server that %s is only not ready', async (_, onConnection) => {
  expect(await ready(await raw(onConnection))).toMatchObject({ code: 'not-ready' });
});

test('one that resets connections while it starts becomes ready', async () => {
  let number = 0;
  const answering = answerEach((socket) => socket.end(OK));
  const origin = await raw((socket, each) => {
    if (number++ < 4) socket.destroy();
    else answering(socket, each);
  });
  expect(await ready(origin)).toMatchObject({ address: '127.0.0.1' });
});
