/** What `calibrate` and `selftest` say of a target that they can't begin with: everything but its secrets. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of ES modules jest gives its own here; the types know nothing of it yet. */
const { jest: mocks } = import.meta as unknown as {
  jest: { unstable_mockModule(path: string, make: () => object): void };
};

/** How often names can be resolved. */
let resolutions = Number.POSITIVE_INFINITY;
mocks.unstable_mockModule('node:dns/promises', () => ({
  lookup: async (name: string) => {
    if (resolutions-- > 0) return [{ address: '127.0.0.1', family: 4 }];
    throw Object.assign(new Error(`getaddrinfo EAI_AGAIN ${name}`), { code: 'EAI_AGAIN' });
  },
}));
const { runCommand } = await import('../../src/cli/main.ts');

const KEY = 'a-key-of-the-preview';
const SCENARIO = `name: unready
load: { connections: 2, duration: 2s, warmup: 200ms }
gate: { p99: { regression: 20 % }, rounds: { measure: 1s, discard: 100ms, budget: 60s } }
scenario:
  requests: [ { name: list, get: /items } ]
`;
const LOGIN = `  headers: { authorization: 'Bearer {{token}}' }
  login: { post: '/login?key={{env.TAILGATE_KEY}}', capture: { token: /token } }
`;

let folder: string;
let server: Server;
let answer: { status: number; body: string };
beforeEach(async () => {
  resolutions = Number.POSITIVE_INFINITY;
  folder = await mkdtemp(join(tmpdir(), 'tailgate-unready-'));
  server = createServer((request, response) => {
    const { status, body } = request.method === 'POST' ? answer : { status: 200, body: '{}' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function say(command: string, scenario: string) {
  await writeFile(join(folder, 'tailgate.yml'), scenario);
  let said = '';
  const tell = (text: string) => {
    said += text;
  };
  const { port } = server.address() as AddressInfo;
  const words = [command, '--target-url', `http://preview.localhost:${port}`, '--json', 'out.json'];
  const exitCode = await runCommand(words, {
    folder,
    env: { TAILGATE_KEY: KEY },
    out: tell,
    err: tell,
    redraws: false,
    colour: false,
    width: 200,
    distFolder: folder,
    signal: new AbortController().signal,
  });
  const file = await readFile(join(folder, 'out.json'), 'utf8').catch(() => '');
  return { exitCode, said, file };
}

test.each(['calibrate', 'selftest'])('%s hides the secrets of a login that is refused', async (command) => {
  answer = { status: 401, body: `{"error":"no such key: ${KEY}"}` };
  const { exitCode, said, file } = await say(command, SCENARIO + LOGIN);
  expect(exitCode).toBe(4);
  for (const shown of [said, file]) {
    expect(shown).toMatch(
      /the login \(POST http:\/\/preview\.localhost:\d+\/login\?key=\*\*\*\) was answered 401/i,
    );
    expect(shown).not.toContain(KEY);
  }
});

test('a name that leads nowhere once the target was ready makes the selftest invalid, and is no bug', async () => {
  resolutions = 1;
  const { exitCode, said, file } = await say('selftest', SCENARIO);
  expect(exitCode).toBe(4);
  expect(said).toMatch(
    /SELFTEST: INVALID[\s\S]*was ready, but then its name no longer resolved[\s\S]*\(EAI_AGAIN\)/,
  );
  expect(JSON.parse(file)).toMatchObject({
    outcome: 'invalid',
    cause: { code: 'not-believed', session: 'slowed' },
    sessions: [],
  });
});
