/** What may be loaded: every address of a name is looked at, and nothing else is connected to afterwards. */
import type { TLSSocket } from 'node:tls';
import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { checkHost, type Permission, resolveAllowed } from '../../../src/engine/target/guard.ts';
import { awaitReady } from '../../../src/engine/target/ready.ts';
import { Unmeasurable } from '../../../src/engine/unmeasurable.ts';
import { type Certificates, makeCertificates, trust } from '../certificates.ts';
import { answerEach, type Heard, type Listening, OK, serve } from '../servers.ts';
import { siteOf } from '../site.ts';

const OUTSIDE: Permission = {
  loopback: false,
  privateHosts: false,
  key: 'input target-url',
  wayOut: 'the input allow-private-hosts to true',
};
const HERE: Permission = { ...OUTSIDE, loopback: true };
const FOUND: Permission = { ...OUTSIDE, key: null };
const ANYWHERE: Permission = { ...OUTSIDE, privateHosts: true };
/** Documentation's own network (RFC 5737): it looks public, and nobody answers there. */
const NOBODY = '192.0.2.1';

const QUICK = { deadlineMs: 700, pollMs: 20 };
const never = new AbortController().signal;
const answerOk = (heard: Heard[]) =>
  answerEach((socket, each) => {
    heard.push(each);
    socket.write(OK);
  });
const refusal = (act: Promise<unknown>) => act.catch((error: unknown) => error);

let server: Listening | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

describe('a name', () => {
  const named = (addresses: readonly string[], permission: Permission) =>
    resolveAllowed('https://preview.example.com', permission, async () => addresses);

  test('with public addresses is allowed, with all of them', async () => {
    expect(await named(['1.1.1.1', '2606:4700::1111'], OUTSIDE)).toEqual(['1.1.1.1', '2606:4700::1111']);
  });

  test.each([
    ['10.1.2.3', HERE],
    ['169.254.169.254', HERE],
    ['fd00::1', HERE],
    ['::ffff:10.0.0.1', HERE],
    ['127.0.0.1', OUTSIDE],
    ['::1', OUTSIDE],
  ])('that leads to %s beside a public address is refused whole', async (address, permission) => {
    const error = await refusal(named(['1.1.1.1', address], permission));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toMatch(
      /^input target-url: preview\.example\.com is \S+, .*: set the input allow-private-hosts to true$/,
    );
    expect((error as Error).message).toContain(address);
    expect(await named(['1.1.1.1', address], ANYWHERE)).toHaveLength(2);
  });

  test('that was found and is refused is no mistake of the user’s', async () => {
    const error = await refusal(named(['10.0.0.1'], FOUND));
    expect(error).toBeInstanceOf(Unmeasurable);
    expect(error).toMatchObject({
      code: 'refused-target',
      message: expect.stringContaining('preview.example.com is 10.0.0.1, in a private network'),
    });
  });

  test('without an address is unknown', async () => {
    expect(await refusal(named([], HERE))).toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('without a resolver', () => {
  test.each([
    ['http://127.0.0.1:3000', /^input target-url: 127\.0\.0\.1 is the machine that Tailgate runs on/],
    ['http://0x7f.1:3000', /^input target-url: 127\.0\.0\.1 is/],
    ['http://2130706433', /^input target-url: 127\.0\.0\.1 is/],
    ['http://[::ffff:127.0.0.1]', /^input target-url: ::ffff:7f00:1 is the machine/],
    ['http://localhost', /^input target-url: localhost is 127\.0\.0\.1, the machine/],
    ['http://a.localhost.', /^input target-url: a\.localhost\. is 127\.0\.0\.1, the machine/],
    ['http://[fe80::1]', /link-local/],
  ])('%s is refused', (origin, words) => {
    expect(() => checkHost(new URL(origin).origin, OUTSIDE)).toThrow(words);
    expect(() => checkHost(new URL(origin).origin, ANYWHERE)).not.toThrow();
  });

  test('a name is left to the resolver', () => {
    expect(() => checkHost('https://preview.example.com', OUTSIDE)).not.toThrow();
  });
});

describe('a name that leads elsewhere later', () => {
  async function ready(origin: string, permission: Permission, answers: readonly (readonly string[])[]) {
    let asked = 0;
    const resolve = async () => answers[Math.min(asked++, answers.length - 1)] ?? [];
    const site = siteOf(origin, { resolve: () => resolveAllowed(origin, permission, resolve) });
    const result = await refusal(awaitReady(site, never, () => {}, QUICK));
    return { result, asked };
  }

  test('public first and this machine second: refused, and nobody here hears of it', async () => {
    const heard: Heard[] = [];
    server = await serve(answerOk(heard));
    const origin = `http://preview.example.com:${server.port}`;
    const { result } = await ready(origin, OUTSIDE, [[NOBODY], ['127.0.0.1']]);
    // Where the first address does not even refuse in time, the deadline ends it; either way nobody was asked here.
    expect(['ConfigurationError', 'Unmeasurable']).toContain((result as Error).name);
    expect(heard).toEqual([]);
    expect(server.accepted).toBe(0);
  });

  test('the second response is refused as soon as it is asked for', async () => {
    server = await serve((socket) => socket.destroy());
    const origin = `http://preview.example.com:${server.port}`;
    const { result, asked } = await ready(origin, HERE, [['127.0.0.1'], ['10.0.0.1']]);
    expect(result).toBeInstanceOf(ConfigurationError);
    expect((result as Error).message).toContain('preview.example.com is 10.0.0.1, in a private network');
    expect(asked).toBe(2);
  });

  test('as long as it answers, the name is not asked for again', async () => {
    const heard: Heard[] = [];
    server = await serve(answerOk(heard));
    const origin = `http://preview.example.com:${server.port}`;
    const patience = { deadlineMs: 10_000, pollMs: 20 };
    let asked = 0;
    const resolve = async () => (asked++ === 0 ? ['127.0.0.1'] : ['127.0.0.2']);
    const site = siteOf(origin, { resolve: () => resolveAllowed(origin, HERE, resolve) });
    expect(await awaitReady(site, never, () => {}, patience)).toEqual({ address: '127.0.0.1', commit: null });
    expect(asked).toBe(1);
    expect(heard).toHaveLength(3);
    for (const { head } of heard) expect(head).toMatch(/^host: preview\.example\.com:\d+$/im);
  });
});

describe('over TLS', () => {
  let made: Certificates;
  let distrust: () => void;
  beforeAll(() => {
    made = makeCertificates();
    distrust = trust(made.authority);
  });
  afterAll(() => distrust());

  test('the pinned address is asked under the name: for the certificate, the handshake and the host', async () => {
    const names: unknown[] = [];
    const heard: Heard[] = [];
    server = await serve(
      (socket, number) => {
        names.push((socket as TLSSocket & { servername?: unknown }).servername);
        answerOk(heard)(socket, number);
      },
      { tls: made.good },
    );
    const origin = `https://localhost:${server.port}`;
    const resolve = async () => ['127.0.0.1'];
    const site = siteOf(origin, { resolve: () => resolveAllowed(origin, HERE, resolve) });
    const patience = { deadlineMs: 10_000, pollMs: 20 };
    expect(await awaitReady(site, never, () => {}, patience)).toEqual({ address: '127.0.0.1', commit: null });
    expect(new Set(names)).toEqual(new Set(['localhost']));
    for (const { head } of heard) expect(head).toMatch(/^host: localhost:\d+$/im);
  });
});
