/** A run that tells other systems: files and receivers, and a verdict that stays whatever becomes of them. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Service, startService } from '../action/service.ts';
import { repeatSaturated } from '../saturation.ts';
import { openShell, type Shell } from './process.ts';

const SECRET = 'a-webhook-secret-of-27-chars';
const TOKEN = 'a-token-nobody-may-see';
const CONFIG = `
name: exported
load: { connections: 8, duration: 1s, warmup: 200ms, timeout: 2s }
scenario:
  headers: { authorization: "Bearer {{env.TAILGATE_TOKEN}}" }
  requests: [ { name: list, get: "/items/{{env.TAILGATE_TOKEN}}" } ]
gate: { p99: { max: 2 s }, errors: { max: 5 % } }
`;
const PATIENCE_MS = 120_000;

let shell: Shell;
let service: Service;
let receiver: Server;
let url: string;
let got: { url: string | undefined; signature: unknown; body: string }[];
let status: number;

beforeEach(async () => {
  shell = await openShell();
  service = await startService();
  await writeFile(join(shell.folder, 'tailgate.yml'), CONFIG);
  got = [];
  status = 200;
  receiver = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    got.push({ url: request.url, signature: request.headers['tailgate-signature'], body });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterEach(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await service.close();
  await shell.remove();
});

const run = () =>
  repeatSaturated(
    () => {
      got = [];
      const words = [
        '--junit',
        'junit.xml',
        '--prometheus',
        'metrics.prom',
        '--otlp',
        url,
        '--webhook',
        `${url}/hook`,
      ];
      return shell.run(['--target-url', service.url, ...words], {
        env: { TAILGATE_TOKEN: TOKEN, TAILGATE_WEBHOOK_SECRET: SECRET },
      });
    },
    ({ causes }) => causes,
  );
const read = (file: string) => readFile(join(shell.folder, file), 'utf8');

test(
  'files are written and receivers are told, without a secret',
  async () => {
    const { exitCode, err } = await run();
    expect([exitCode, err.match(/^tailgate:.*/m)]).toEqual([0, null]);
    const texts = [await read('junit.xml'), await read('metrics.prom'), ...got.map(({ body }) => body)];
    expect(texts[0]).toContain('<testsuite name="tailgate exported" tests="3" failures="0" errors="0"');
    expect(texts[1]).toContain('tailgate_verdict{name="exported",verdict="pass"} 1\n');
    expect(got.map((one) => one.url)).toEqual(['/v1/metrics', '/hook']);
    expect(got[1]?.signature).toMatch(/^v1=[0-9a-f]{64}$/);
    expect(JSON.parse(got[1]?.body ?? '')).toMatchObject({
      event: 'tailgate.run',
      result: { verdict: 'pass' },
    });
    for (const text of texts) {
      expect(text).not.toContain(TOKEN);
      expect(text).not.toContain(SECRET);
    }
  },
  PATIENCE_MS,
);

test(
  'receivers that refuse are told of, and the verdict stays',
  async () => {
    status = 403;
    const { exitCode, err } = await run();
    expect(exitCode).toBe(0);
    expect(err).toContain('tailgate: The export to --otlp could not be written: it answered 403\n');
    expect(err).toContain('tailgate: The message to --webhook could not be written: it answered 403\n');
    expect(await read('junit.xml')).toContain('</testsuites>');
  },
  PATIENCE_MS,
);

test.each([
  [['--webhook', 'http://127.0.0.1:1'], 'TAILGATE_WEBHOOK_SECRET: is needed to sign the webhook'],
  [['--otlp', 'collector:4318'], '--otlp: is not a usable URL'],
  [['--otlp', 'http://me:secret@collector'], '--otlp: is not a usable URL'],
  [['--junit', 'none/../..'], '--junit'],
])('%j is a mistake before the load', async (words, says) => {
  const { exitCode, err } = await shell.run(['--target-url', service.url, ...words], {
    env: { TAILGATE_TOKEN: TOKEN },
  });
  expect([exitCode, err]).toEqual([2, expect.stringContaining(says)]);
  expect(err).not.toContain('secret@');
  expect(service.asked).toEqual([]);
});
