/**
 * A service that does what no service should, in each phase in which it is asked: the bundled action, and raw sockets.
 */
import { answerEach, type Heard, type Listening, OK, serve } from '../engine/servers.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../github/server.ts';
import { testInFull, testPart } from '../part.ts';
import { type Runner, type StepResult, startRunner } from './runner.ts';

const PATIENCE_MS = 60_000;
const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: Upgrade\r\n\r\n';
const KEY = 'sup3rs3cret/value+odd==';

const json = (body: object) => {
  const text = JSON.stringify(body);
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
};

let github: LocalGitHub;
let runner: Runner;
let service: Listening | null = null;
beforeEach(async () => {
  github = await startGitHub();
  runner = await startRunner(github);
});
afterEach(async () => {
  await service?.close();
  await github.close();
  await runner.remove();
});

/** @param says the answer to a path, and how often it has been asked for; OK where it gives none */
async function step(
  says: (path: string, times: number) => string | null,
  env: Readonly<Record<string, string>> = {},
  login: object = {},
): Promise<StepResult> {
  const times = new Map<string, number>();
  service = await serve(
    answerEach((socket, { path }: Heard) => {
      const count = (times.get(path) ?? 0) + 1;
      times.set(path, count);
      socket.write(says(path, count) ?? OK);
    }),
  );
  const config = {
    name: 'hostile',
    target: { ready: '/ready', identity: { path: '/version', commit: '/commit' } },
    load: { connections: 1, duration: '1s', warmup: '0s' },
    scenario: {
      headers: { 'x-key': '{{env.TAILGATE_KEY}}' },
      login: { post: '/login', json: {}, capture: { token: '/token' }, ...login },
      requests: [{ get: '/items', headers: { authorization: '{{token}}' } }],
    },
    gate: { errors: { max: '50 %' } },
  };
  return runner.run({
    inputs: { 'target-url': service.origin, 'allow-private-hosts': 'true', 'target-timeout': '2s' },
    files: { 'tailgate.yml': JSON.stringify(config) },
    env: { TAILGATE_KEY: KEY, ...env },
  });
}

const usual: Readonly<Record<string, string>> = {
  '/version': json({ commit: HEAD_SHA }),
  '/login': json({ token: 'a-token-of-the-service' }),
};

describe('another protocol instead of a response is an invalid run, told everywhere', () => {
  testPart([
    ['readiness', '/ready', 1, /returned 101/],
    ['the commit', '/version', 1, /returned 101/],
    ['the login', '/login', 1, /^The login .* returned 101/],
    ['the commit, after the load', '/version', 4, /no longer says which commit it serves.* returned 101/],
  ])(
    '%s',
    async (_, hostile, from, words) => {
      const { exitCode, outputs } = await step((path, times) =>
        path === hostile && times >= from ? SWITCH : (usual[path] ?? null),
      );
      expect([exitCode, outputs.verdict]).toEqual([4, 'invalid']);
      expect(outputs.reason).toMatch(words);
      expect(github.comments.at(-1)?.body).toContain('Invalid');
    },
    PATIENCE_MS,
  );
});

test(
  'a token of 300 KB is a login that failed, and no secret is told for it',
  async () => {
    const { exitCode, outputs, log } = await step((path) =>
      path === '/login' ? json({ token: 'a'.repeat(300_000) }) : (usual[path] ?? null),
    );
    expect([exitCode, outputs.verdict]).toEqual([4, 'invalid']);
    expect(outputs.reason).toContain('found 300000 characters, but at most 8192 are allowed');
    const told = log.replace(/^::add-mask::.*$/gm, '');
    expect(told).not.toMatch(/workflow.?-token|sup3rs3cret/);
    expect(log.length).toBeLessThan(10_000);
  },
  PATIENCE_MS,
);

testPart([
  ['one pointer finds nothing', { capture: { token: '/token', id: '/user/id' } }],
  ['another status is expected', { expect: 201 }],
])(
  'a session that a failed login was given is told nowhere, and is masked: %s',
  async (_, login) => {
    const token = '5f3a9c1e7b2d4f60a8e1';
    const { exitCode, outputs, log, summary } = await step(
      (path) => (path === '/login' ? json({ token, user: {} }) : (usual[path] ?? null)),
      {},
      login,
    );
    expect([exitCode, outputs.verdict]).toEqual([4, 'invalid']);
    expect(outputs.reason).toContain('{"token":"***","user":{}}');
    expect(log).toContain(`::add-mask::${token}\n`);
    // Encoded for Markdown, it may be broken by characters that nobody sees.
    const told = [log.replace(/^::add-mask::.*$/gm, ''), summary, github.comments.at(-1)?.body];
    expect(JSON.stringify([told, outputs]).replaceAll('\u200b', '')).not.toContain(token);
  },
  PATIENCE_MS,
);

testInFull(
  'what comes to nothing is a bug, exit 70, and the comment waits for nobody',
  async () => {
    // The last file that a run asks for before it measures never answers: nothing is under way any more.
    const code = `import fs from 'node:fs/promises';
      import { syncBuiltinESMExports } from 'node:module';
      fs.realpath = () => new Promise(() => {});
      fs.readFile = new Proxy(fs.readFile, { apply: (read, _, [file, ...more]) =>
        String(file).endsWith('tailgate.yml') ? new Promise(() => {}) : read(file, ...more) });
      syncBuiltinESMExports();`;
    const { exitCode, outputs, log } = await step(() => null, {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`,
    });
    expect([exitCode, outputs.verdict]).toEqual([70, undefined]);
    expect(log).toContain('This is a bug in Tailgate, and no verdict: the run ended without a verdict');
    expect(github.comments).toEqual([]);
  },
  PATIENCE_MS,
);
