/** Protected previews, from readiness to the load: what opens them goes to them and to nobody else. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { redactor } from '../../../src/config/secrets/redact.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import type { EngineOptions } from '../../../src/engine/engine-options.ts';
import type { RoundOrder } from '../../../src/engine/round.ts';
import { parse } from '../../config/example.ts';
import { answerEach, type Heard, type Listening, serve, status } from '../servers.ts';

const workerFile = join(import.meta.dirname, '../../../dist/worker/index.js');
const SHA = '0123456789abcdef0123456789abcdef01234567';
const BYPASS = 'bypass-secret-of-vercel';
const BASIC = Buffer.from('preview:pass-of-the-preview').toString('base64');
const ENV = { TAILGATE_BYPASS: BYPASS, TAILGATE_BASIC: BASIC, TAILGATE_PASSWORD: 'pass-of-the-account' };
const ORDER: RoundOrder = {
  side: 'target',
  sequence: 0,
  stage: 0,
  warmupMs: 0,
  stages: [{ name: null, connections: 2, durationMs: 300, arrivals: null }],
  seed: 'protected',
};

const FILE = `
load: { connections: 2, duration: 1s, warmup: 0s, timeout: 2s }
target: { ready: /health, identity: { path: /version, commit: /commit } }
scenario:
  headers:
    x-vercel-protection-bypass: "{{env.TAILGATE_BYPASS}}"
    proxy-authorization: "Basic {{env.TAILGATE_BASIC}}"
    authorization: "Bearer {{token}}"
  login: { post: /login, json: { password: "{{env.TAILGATE_PASSWORD}}" }, capture: { token: /token } }
  requests: [{ name: list, get: /list }]
gate: { p99: { max: 1 s } }
`;

let servers: Listening[] = [];
let engine: Engine | null = null;
afterEach(async () => {
  await engine?.close();
  engine = null;
  for (const server of servers) await server.close();
  servers = [];
});

const json = (body: object) => {
  const text = JSON.stringify(body);
  return `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
};
const ANSWERS: Readonly<Record<string, string>> = {
  '/health': json({}),
  '/version': json({ commit: SHA }),
  '/login': json({ token: 'token-of-the-login' }),
  '/list': json([]),
};

/** A preview that sends every request of some paths to another server; both note what they hear. */
async function startPreview(redirected: readonly string[] = []) {
  const elsewhere: Heard[] = [];
  const heard: Heard[] = [];
  const other = await serve(
    answerEach((socket, each) => {
      elsewhere.push(each);
      socket.write(json({}));
    }),
  );
  const preview = await serve(
    answerEach((socket, each) => {
      heard.push(each);
      const isOpen = each.head.includes(`x-vercel-protection-bypass: ${BYPASS}`);
      const location = `location: ${other.origin}${each.path}?from=preview&token=${BYPASS}`;
      const answer = isOpen ? (ANSWERS[each.path] ?? status(404)) : status(401);
      const said = redirected.includes(each.path) ? status(307, location) : answer;
      // The load's requests not at once, which would send thousands to show the same.
      if (each.path === '/list') setTimeout(() => socket.write(said), 5);
      else socket.write(said);
    }),
  );
  servers.push(other, preview);
  return { origin: preview.origin, heard, elsewhere };
}

async function load(origin: string, over: Partial<EngineOptions> = {}, file = FILE, order = ORDER) {
  if (!existsSync(workerFile)) throw new Error('dist/worker/index.js is missing: npm run build makes it');
  const notes: string[] = [];
  engine = createEngine({
    workerFile,
    version: '0.0.0',
    signal: new AbortController().signal,
    onProgress: ({ note }) => void (note && notes.push(note)),
    onSecret: () => {},
    patience: { deadlineMs: 2000, pollMs: 20 },
    commit: SHA,
    ...over,
  });
  const plan = parse(file, { inputs: { targetUrl: origin }, env: ENV });
  try {
    await engine.prepare(plan);
    const [round = null] = await engine.measure(plan, order);
    await engine.confirm();
    return { round, error: null, notes };
  } catch (error) {
    return { round: null, error: error as Error, notes };
  }
}

test('every question carries the headers, but for those that only the login yields', async () => {
  const { origin, heard, elsewhere } = await startPreview();
  const { round, error } = await load(origin);
  expect(error).toBeNull();
  expect(round?.requests[0]?.outcomes.success).toBeGreaterThan(0);
  expect(round?.requests[0]?.statuses).toEqual({});
  const paths = new Set(heard.map(({ path }) => path));
  expect(paths).toEqual(new Set(['/health', '/version', '/login', '/list']));
  for (const { head, path } of heard) {
    expect(head).toMatch(new RegExp(`^x-vercel-protection-bypass: ${BYPASS}$`, 'im'));
    expect(head).toMatch(new RegExp(`^proxy-authorization: Basic ${BASIC}$`, 'im'));
    expect(/^authorization: Bearer token-of-the-login$/im.test(head)).toBe(path === '/list');
  }
  expect(elsewhere).toEqual([]);
});

test.each([
  ['/health', 'not-ready'],
  ['/version', 'not-ready'],
  ['/login', 'login-failed'],
])('%s redirected elsewhere: not followed, and the message shows no secret', async (path, code) => {
  const { origin, elsewhere } = await startPreview([path]);
  const { error, notes } = await load(origin);
  expect(error).toMatchObject({ code });
  expect(error?.message).toContain('307, a redirect');
  for (const text of [error?.message ?? '', ...notes]) {
    expect(text).not.toContain(BYPASS);
    expect(text).not.toContain('token=');
  }
  expect(elsewhere).toEqual([]);
});

test('the load redirected elsewhere: an unexpected status, followed by nobody', async () => {
  const { origin, heard, elsewhere } = await startPreview(['/list']);
  const { round } = await load(origin);
  const [list] = round?.requests ?? [];
  expect(list?.outcomes.success).toBe(0);
  expect(list?.statuses['307']).toBe(list?.sent);
  expect(heard.filter(({ path }) => path === '/list').length).toBeGreaterThan(0);
  expect(elsewhere).toEqual([]);
  expect(JSON.stringify(round)).not.toContain(BYPASS);
});

test('a round that is cancelled has no samples, which nobody has the time to search', async () => {
  const { origin } = await startPreview();
  const cancelling = new AbortController();
  const before = ANSWERS['/list'];
  (ANSWERS as Record<string, string>)['/list'] = status(500);
  // Longer than any machine takes to hear of the first request.
  const long = { ...ORDER, stages: [{ ...ORDER.stages[0], durationMs: 20_000 }] } as const;
  const onProgress: EngineOptions['onProgress'] = ({ phase, requests }) => {
    if (phase === 'measure' && requests > 0) cancelling.abort();
  };
  const { round } = await load(origin, { signal: cancelling.signal, onProgress }, FILE, long);
  (ANSWERS as Record<string, string | undefined>)['/list'] = before;
  expect(round?.ended.how).toBe('cancelled');
  expect(round?.requests[0]?.statuses['500']).toBeGreaterThan(0);
  expect(round?.requests[0]?.samples).toEqual([]);
});

test('a preview that stays closed says so', async () => {
  const { origin } = await startPreview();
  const { error } = await load(origin, {}, FILE.replace('x-vercel-protection-bypass', 'x-other'));
  expect(error).toMatchObject({ code: 'not-ready', message: expect.stringContaining('401') });
});

test('the load goes to the address that was found ready, whatever the name leads to later', async () => {
  const { origin, heard } = await startPreview();
  const named = origin.replace('127.0.0.1', 'preview.example.com');
  let asked = 0;
  const resolve = async () => (asked++ === 0 ? ['127.0.0.1'] : ['127.0.0.2']);
  const { round, error } = await load(named, { resolve });
  expect(error).toBeNull();
  expect(asked).toBe(1);
  expect(round?.address).toBe('127.0.0.1');
  expect(round?.requests[0]?.outcomes.success).toBeGreaterThan(0);
  for (const { head } of heard) expect(head).toMatch(/^host: preview\.example\.com:\d+$/im);
});

test('a commit that changes during the load makes what was measured worthless', async () => {
  const { origin, heard } = await startPreview();
  const before = ANSWERS['/version'];
  const { error } = await load(origin, {
    onProgress: ({ phase }) => {
      if (phase === 'measure')
        (ANSWERS as Record<string, string>)['/version'] = json({ commit: 'f'.repeat(40) });
    },
  });
  (ANSWERS as Record<string, string | undefined>)['/version'] = before;
  expect(heard.some(({ path }) => path === '/list')).toBe(true);
  expect(error).toMatchObject({ code: 'wrong-commit' });
});

test('what opens a preview is hidden in every form that a response may repeat it in', () => {
  const redact = redactor([BYPASS, BASIC]);
  const forms = [
    BYPASS,
    BASIC,
    `Basic ${BASIC}`,
    Buffer.from(BYPASS).toString('base64'),
    Buffer.from(`x:${BYPASS}:y`).toString('base64url'),
    encodeURIComponent(BASIC),
    JSON.stringify({ said: `${BYPASS}/${BASIC}` }),
  ];
  for (const form of forms) {
    const shown = redact(`before ${form} after`);
    for (const secret of [BYPASS, BASIC, Buffer.from(BYPASS).toString('base64').slice(0, 24)]) {
      expect(shown).not.toContain(secret);
    }
  }
});
