/** Environments below a path: every question and every request goes there, on either side. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../../src/engine/engine.ts';
import type { RoundOrder, Side } from '../../../src/engine/round.ts';
import { parse } from '../../config/example.ts';
import { testInFull } from '../../part.ts';
import { answerEach, type Listening, serve } from '../servers.ts';

const workerFile = join(import.meta.dirname, '../../../dist/worker/index.js');
const SHA = '0123456789abcdef0123456789abcdef01234567';
const KEY = 'key-of-the-health-check';
const FILE = `
load: { connections: 2, duration: 1s, warmup: 0s, timeout: 2s }
target: { ready: "/health?key={{env.TAILGATE_KEY}}", identity: { path: /version, commit: /commit } }
scenario:
  headers: { authorization: "Bearer {{token}}" }
  login: { post: /login, capture: { token: /token } }
  requests: [{ get: /items }]
gate: { p99: { max: 1 s, regression: 10 % } }
`;

const json = (body: object) => {
  const text = JSON.stringify(body);
  return `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
};

let server: Listening;
let asked: string[];
beforeEach(async () => {
  if (!existsSync(workerFile)) throw new Error('dist/worker/index.js is missing: npm run build makes it');
  asked = [];
  server = await serve(
    answerEach((socket, { path }) => {
      asked.push(path);
      if (path.endsWith('/version')) socket.write(json({ commit: SHA }));
      else socket.write(json(path.endsWith('/login') ? { token: 'token-of-the-login' } : {}));
    }),
  );
});
afterEach(() => server.close());

const order = (side: Side): RoundOrder => ({
  side,
  sequence: 0,
  stage: 0,
  warmupMs: 0,
  stages: [{ name: null, connections: 2, durationMs: 1500, arrivals: null }],
  seed: 'below',
});

async function measure(targetUrl: string, baseUrl: string) {
  const engine = createEngine({
    workerFile,
    version: '0.0.0',
    signal: new AbortController().signal,
    onProgress: () => {},
    onSecret: () => {},
    patience: { deadlineMs: 2000, pollMs: 20 },
    commit: SHA,
  });
  const file = baseUrl === '' ? FILE.replace(', regression: 10 %', '') : FILE;
  const plan = parse(file, { inputs: { targetUrl, baseUrl }, env: { TAILGATE_KEY: KEY } });
  try {
    await engine.prepare(plan);
    const [target] = await engine.measure(plan, order('target'));
    const [base] = await engine.measure(plan, order('base'));
    await engine.confirm();
    return { target, base };
  } finally {
    await engine.close();
  }
}

testInFull('readiness, identity, login and load ask below the side’s own path', async () => {
  const { target, base } = await measure(`${server.origin}/pr-7/`, `${server.origin}/main`);
  expect(new Set(asked)).toEqual(
    new Set(
      ['/pr-7', '/main'].flatMap((path) =>
        [`/health?key=${KEY}`, '/version', '/login', '/items'].map((each) => path + each),
      ),
    ),
  );
  for (const round of [target, base]) expect(round?.requests[0]?.outcomes.success).toBeGreaterThan(0);
});

test('a message names the whole URL, without what the path holds of secrets', async () => {
  const { origin } = server;
  await server.close();
  const error = (await measure(`${origin}/pr-7`, '').catch((thrown: unknown) => thrown)) as Error;
  expect(error.message).toContain(`${origin}/pr-7/health?key=*** did not become ready`);
});
