/**
 * Certificates that don't hold: named at once, whatever the patience, and nothing of a request reaches who showed them.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRunner } from '../action/runner.ts';
import { type Certificates, makeCertificates } from '../engine/certificates.ts';
import { type Listening, OK, serve, status } from '../engine/servers.ts';
import { startGitHub } from '../github/server.ts';
import { testInFull, testPart } from '../part.ts';
import { gate, service } from './gate.ts';

let made: Certificates;
let folder: string;
/** As an organisation makes its own authority known to a runner. */
let trusting: { readonly env: { readonly NODE_EXTRA_CA_CERTS: string } };

beforeAll(() => {
  made = makeCertificates();
  folder = mkdtempSync(join(tmpdir(), 'tailgate-authority-'));
  const file = join(folder, 'authority.pem');
  writeFileSync(file, made.authority);
  trusting = { env: { NODE_EXTRA_CA_CERTS: file } };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let server: Listening;
afterEach(() => server.close());

/** @returns what comes after the handshake */
async function impostor(pair: keyof Omit<Certificates, 'authority'>): Promise<string[]> {
  const heard: string[] = [];
  const answer = service((socket) => socket.write(OK));
  server = await serve(
    (socket, number) => {
      socket.on('data', (bytes) => heard.push(String(bytes)));
      answer(socket, number);
    },
    { tls: made[pair] },
  );
  return heard;
}

testPart<[string, keyof Omit<Certificates, 'authority'>, string]>([
  ['self-signed', 'selfSigned', 'its certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)'],
  ['expired', 'expired', 'its certificate has expired (CERT_HAS_EXPIRED)'],
  ['for another name', 'otherName', 'its certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID)'],
])(
  'a certificate that is %s',
  async (_, pair, words) => {
    const heard = await impostor(pair);
    // With two minutes of patience: it isn't waited for what won't mend itself.
    const { result, out } = await gate(server.origin, { ...trusting, withinMs: 60_000 });
    expect(result).toMatchObject({ verdict: 'invalid', causes: [{ code: 'tls' }], metrics: null });
    expect(result.reason).toBe(`${server.origin} can't be trusted: ${words}`);
    expect(out).toContain('Check the certificate, its name and its date');
    expect(heard).toEqual([]);
  },
  100_000,
);

testInFull(
  'a certificate that does not hold, where the environment says not to look',
  async () => {
    const heard = await impostor('selfSigned');
    const { result, out } = await gate(server.origin, {
      env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      withinMs: 60_000,
    });
    expect(result).toMatchObject({ verdict: 'invalid', causes: [{ code: 'tls' }] });
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'For a certificate authority of your own, set NODE_EXTRA_CA_CERTS',
    );
    expect(heard).toEqual([]);
  },
  100_000,
);

testInFull(
  'a GitHub whose certificate does not hold hears nothing of the token',
  async () => {
    const heard = await impostor('selfSigned');
    const github = await startGitHub();
    const runner = await startRunner(github);
    try {
      const { exitCode, log } = await runner.run({
        inputs: { 'target-url': 'http://127.0.0.1:9', 'allow-private-hosts': 'true', 'target-timeout': '1s' },
        files: { 'tailgate.yml': 'scenario: { requests: [{ get: / }] }\ngate: { p99: { max: 1 s } }\n' },
        env: { GITHUB_API_URL: server.origin, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      });
      expect(exitCode).toBe(4);
      expect(log).toContain('::warning');
      expect(heard).toEqual([]);
    } finally {
      await github.close();
      await runner.remove();
    }
  },
  100_000,
);

test('a certificate whose authority nobody here knows', async () => {
  const heard = await impostor('good');
  const { result } = await gate(server.origin, { withinMs: 60_000 });
  expect(result).toMatchObject({ verdict: 'invalid', causes: [{ code: 'tls' }] });
  expect(result.reason).toMatch(/can't be trusted: its certificate's issuer is unknown/);
  expect(heard).toEqual([]);
}, 100_000);

testInFull(
  'a certificate that holds',
  async () => {
    const heard = await impostor('good');
    const { result } = await gate(server.origin, trusting);
    expect(result).toMatchObject({ verdict: 'pass', metrics: { errorRate: 0 } });
    expect(heard.length).toBeGreaterThan(10);
  },
  100_000,
);

test('a service that speaks no TLS, under https', async () => {
  server = await serve((socket) => socket.once('data', () => socket.end(status(400))));
  const { result, out } = await gate(server.origin.replace('http:', 'https:'), { withinMs: 60_000 });
  expect(result).toMatchObject({ verdict: 'invalid', causes: [{ code: 'tls' }] });
  expect(result.reason).toMatch(/can't be trusted: /);
  expect(result.reason).toContain('it does not speak TLS');
  expect(out).toContain('whether the scheme of the URL is right');
}, 100_000);
