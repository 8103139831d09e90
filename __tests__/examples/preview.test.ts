import { readFileSync } from 'node:fs';
import http from 'node:http';
import { parse } from 'yaml';
import { createDelays, createRandom, reportQuantileMs } from '../../examples/preview/delays.mjs';
import { parseFlags } from '../../examples/preview/flags.mjs';
import {
  type Database,
  defaultPassword,
  openDatabase,
  type Preview,
  type PreviewOptions,
  startPreview,
} from '../../examples/preview/start.mjs';
import { PROFILES, varyProfile, varyScenario } from '../../examples/variants.mjs';
import { totalDurationMs } from '../../src/config/load/whole-load.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { parseDuration } from '../../src/config/units.ts';
import { testInFull } from '../part.ts';
import { CLUSTER, openQuickly } from './cluster.ts';

const building = '22e60793-a82f-495c-9d7f-25f298f94149';
const organization = '5f0c1a9e-3b7d-4c52-9a46-8e2d7b1c6f30';
const parking = {
  organization_id: organization,
  building_id: building,
  unit_type: 'Parking',
  floor: -1,
  surface_area: 12.5,
  quota: 10,
};
const owner = {
  first_name: 'Ada',
  last_name: 'Maes',
  address: 'Grand-Place 1',
  city: 'Brussels',
  postal_code: '1000',
  country: 'Belgium',
};

let database: Database;
let previews: Preview[] = [];
/** Without any knob, for tests to which it is one whatever was asked before; `{}` is one of a test's own. */
let plain: ReturnType<typeof start> | undefined;

beforeAll(async () => {
  process.env.PGLITE_CLUSTER = CLUSTER;
  database = await openQuickly(() => openDatabase({ password: defaultPassword }));
}, 60_000);
afterEach(async () => {
  await Promise.all(previews.map((preview) => preview.close()));
  previews = [];
});
afterAll(async () => {
  await (await plain)?.close();
  await database.close();
});

interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what each test asserts
  body: any;
}

async function preview(options?: PreviewOptions) {
  if (options === undefined) {
    plain ??= start({});
    return plain;
  }
  const started = await start(options);
  previews.push(started);
  return started;
}

async function start(options: PreviewOptions) {
  const started = await startPreview({ database, delay: 'none', ...options });
  const ask = async (path: string, body?: unknown, token?: string, key?: string): Promise<Answer> => {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    if (token) headers.authorization = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const method = body === undefined ? 'GET' : 'POST';
    const answer = await fetch(`${started.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : text };
  };
  const login = async () => {
    const answer = await ask('/api/v1/auth/login', {
      email: 'syndic@grandplace.be',
      password: defaultPassword,
    });
    return answer.body.token as string;
  };
  return { ...started, ask, login };
}

describe('rules of the service', () => {
  testInFull('health and version are open, the rest needs a valid token', async () => {
    const { ask, login } = await preview({ commit: 'abc123' });
    expect((await ask('/api/v1/health')).body).toEqual({ status: 'ok' });
    expect((await ask('/api/v1/version')).body).toEqual({ commit: 'abc123' });
    expect(await ask('/api/v1/buildings')).toMatchObject({ status: 401, body: { error: 'unauthorized' } });
    expect((await ask('/api/v1/buildings', undefined, 'a.b.c')).status).toBe(401);
    const wrong = { email: 'syndic@grandplace.be', password: 'wrong' };
    expect((await ask('/api/v1/auth/login', wrong)).status).toBe(401);
    const { status, body } = await ask('/api/v1/buildings', undefined, await login());
    expect(status).toBe(200);
    expect(body.data).toEqual([expect.objectContaining({ id: building, city: 'Brussels' })]);
  });

  test.each([
    ['units', 'unit_number', { ...parking, unit_number: 'P-twice' }],
    ['owners', 'email', { ...owner, email: 'twice@example.com' }],
    [
      'expenses',
      'invoice_number',
      {
        organization_id: organization,
        building_id: building,
        category: 'Works',
        description: 'Paint',
        amount: 10,
        expense_date: '2026-01-01T00:00:00Z',
        supplier: 'Painter',
        invoice_number: 'INV-twice',
      },
    ],
  ])('a duplicate among %s is refused with 409 and names %s', async (table, field, body) => {
    const { ask, login } = await preview();
    const token = await login();
    expect((await ask(`/api/v1/${table}`, body, token)).status).toBe(201);
    const second = await ask(`/api/v1/${table}`, body, token);
    expect(second).toMatchObject({ status: 409, body: { error: 'duplicate', field } });
  });

  test('a missing, a wrong and a foreign field are named', async () => {
    const { ask, login } = await preview();
    const token = await login();
    const { organization_id: _, ...without } = { ...parking, unit_number: 'P-1' };
    expect(await ask('/api/v1/units', without, token)).toMatchObject({
      status: 400,
      body: { field: 'organization_id', message: 'missing field `organization_id`' },
    });
    const typo = { ...parking, unit_number: 'P-2', floor: 'one' };
    expect(await ask('/api/v1/units', typo, token)).toMatchObject({ status: 400, body: { field: 'floor' } });
    const elsewhere = { ...parking, unit_number: 'P-3', building_id: organization };
    expect(await ask('/api/v1/units', elsewhere, token)).toMatchObject({
      status: 400,
      body: { field: 'building_id' },
    });
    const foreign = { ...parking, unit_number: 'P-4', organization_id: building };
    expect((await ask('/api/v1/units', foreign, token)).status).toBe(403);
  });

  describe('a request with an idempotency key', () => {
    const KEY = '"8e03978e-40d5-43e8-bc93-6894a57f9324"';
    let number = 0;
    const unit = () => ({ ...parking, unit_number: `K-${number++}` });

    test('is done once: its repetition is answered 200 with the first answer, another key is refused', async () => {
      const { ask, login } = await preview({});
      const token = await login();
      const body = unit();
      const first = await ask('/api/v1/units', body, token, KEY);
      expect(first.status).toBe(201);
      const again = await ask('/api/v1/units', body, token, KEY);
      expect(again).toMatchObject({ status: 200, body: first.body });
      expect((await ask('/api/v1/units', body, token, '"another"')).status).toBe(409);
      expect((await ask('/api/v1/units', body, token)).status).toBe(409);
    });

    test('may not come with another body, nor without quotes', async () => {
      const { ask, login } = await preview({});
      const token = await login();
      expect((await ask('/api/v1/units', unit(), token, KEY)).status).toBe(201);
      expect(await ask('/api/v1/units', unit(), token, KEY)).toMatchObject({
        status: 422,
        body: { error: 'key reused' },
      });
      expect(await ask('/api/v1/units', unit(), token, 'bare')).toMatchObject({ status: 400 });
    });

    testInFull('is in progress until its answer has left', async () => {
      const { ask, login } = await preview({ delay: 400 });
      const token = await login();
      const body = unit();
      const first = ask('/api/v1/units', body, token, KEY);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const meanwhile = ask('/api/v1/units', body, token, KEY);
      expect((await first).status).toBe(201);
      expect(await meanwhile).toMatchObject({ status: 409, body: { error: 'in progress' } });
      expect((await ask('/api/v1/units', body, token, KEY)).status).toBe(200);
    });

    test('keeps the error of the first answer, too', async () => {
      const { ask, login } = await preview({});
      const token = await login();
      const body = unit();
      expect((await ask('/api/v1/units', body, token)).status).toBe(201);
      for (let i = 0; i < 2; i++)
        expect(await ask('/api/v1/units', body, token, KEY)).toMatchObject({
          status: 409,
          body: { error: 'duplicate' },
        });
    });
  });

  testInFull('lists hold the newest 20 and lead on to the ones before', async () => {
    const { ask, login } = await preview();
    const token = await login();
    const numbers = Array.from({ length: 25 }, (_, i) => `L-${i}`);
    for (const unit_number of numbers) await ask('/api/v1/units', { ...parking, unit_number }, token);
    const { body: first } = await ask('/api/v1/units', undefined, token);
    expect(first.page).toMatchObject({ limit: 20, order: 'newest first' });
    const names = (answer: { data: { unit_number: string }[] }) =>
      answer.data.map((unit) => unit.unit_number);
    expect(names(first)).toEqual(numbers.slice(5).reverse());
    const { body: second } = await ask(first.page.next, undefined, token);
    expect(names(second).slice(0, 5)).toEqual(numbers.slice(0, 5).reverse());
    expect((await ask('/api/v1/units?limit=21', undefined, token)).status).toBe(400);
  });

  test('metrics count answers by route and status', async () => {
    const { ask, login } = await preview({});
    await login();
    await ask('/api/v1/units');
    const { headers, body } = await ask('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(body).toContain('http_requests_total{method="POST",route="/api/v1/auth/login",status="200"} 1\n');
    expect(body).toContain('http_requests_total{method="GET",route="/api/v1/units",status="401"} 1\n');
    expect(body).toContain('http_request_duration_seconds_bucket{le="+Inf"} 2\n');
    expect(body).toContain('http_request_duration_seconds_count 2\n');
    expect(body).toContain('http_requests_in_flight 1\n');
    expect(body).toMatch(/db_connections\{state="total"\} 1\n/);
    expect(body).toMatch(/process_resident_memory_bytes \d{7,}\n/);
    // Each line is a comment or a sample.
    for (const line of body.trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{.+\})? [\d.]+)$/);
  });
});

describe('knobs', () => {
  test('delay is a floor under the time of a response, and slow multiplies it', async () => {
    const { ask } = await preview({ delay: 40, slow: 2 });
    const startedMs = performance.now();
    await ask('/api/v1/health');
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(75);
  });

  test('error rate: 503, but not for probes and the login', async () => {
    const { ask, login } = await preview({ errorRate: 1 });
    const token = await login();
    expect((await ask('/api/v1/units', undefined, token)).status).toBe(503);
    expect((await ask('/api/v1/health')).status).toBe(200);
  });

  testInFull('lost answers: what was asked for is done, and a repetition meets it', async () => {
    const { ask, login } = await preview({ loseAnswers: 1 });
    const token = await login();
    const body = { ...parking, unit_number: 'P-lost' };
    await expect(ask('/api/v1/units', body, token, '"lost"')).rejects.toThrow('fetch failed');
    const { ask: askAgain, login: loginAgain } = await preview();
    expect((await askAgain('/api/v1/units', body, await loginAgain())).status).toBe(409);
    const { body: units } = await ask('/api/v1/units', undefined, token);
    expect(units.data[0]).toMatchObject({ unit_number: 'P-lost' });
  });

  test('rate limit: 429 with Retry-After beyond it', async () => {
    const { ask } = await preview({ rateLimit: { requests: 2, windowMs: 60_000 } });
    const statuses = [await ask('/api/v1/units'), await ask('/api/v1/units')].map((answer) => answer.status);
    expect(statuses).toEqual([401, 401]);
    const third = await ask('/api/v1/units');
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask('/api/v1/health')).status).toBe(200);
  });

  test('leak: memory grows with each request', async () => {
    const { ask } = await preview({ leak: true });
    await ask('/api/v1/health');
    const beforeBytes = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 100; i += 1) await ask('/api/v1/health');
    expect(process.memoryUsage().arrayBuffers - beforeBytes).toBeGreaterThan(1_500_000);
  });

  test('slow start: 503 until it is over', async () => {
    const { ask } = await preview({ slowStartMs: 2000 });
    const early = await ask('/api/v1/health');
    expect(early.status).toBe(503);
    // Whole seconds of what is left.
    expect(early.headers.get('retry-after')).toMatch(/^[12]$/);
    await new Promise((resolve) => setTimeout(resolve, 2050));
    expect((await ask('/api/v1/health')).status).toBe(200);
  });

  test('close after: each connection carries so many answers', async () => {
    const { url } = await preview({ closeAfter: 2 });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const connection = () =>
      new Promise((resolve, reject) => {
        const asked = http.get(`${url}/api/v1/health`, { agent }, (answer) => {
          answer.resume().once('end', () => resolve(answer.headers.connection));
        });
        asked.once('error', reject);
      });
    const seen = [await connection(), await connection(), await connection(), await connection()];
    agent.destroy();
    expect(seen).toEqual(['keep-alive', 'close', 'keep-alive', 'close']);
  });

  test('crash after: no answer to the next request', async () => {
    let crashes = 0;
    const { ask } = await preview({ crashAfter: 1, onCrash: () => (crashes += 1) });
    expect((await ask('/api/v1/health')).status).toBe(200);
    await expect(ask('/api/v1/health')).rejects.toThrow('fetch failed');
    expect(crashes).toBe(1);
  });

  testInFull('token lifetime: 401 afterwards, and a new login helps', async () => {
    // A token's end is a whole second, the last one before the lifetime is over: this one lives for 2 to 3 s.
    const { ask, login } = await preview({ tokenLifetimeMs: 3000 });
    const token = await login();
    expect((await ask('/api/v1/units', undefined, token)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 3100));
    expect(await ask('/api/v1/units', undefined, token)).toMatchObject({
      status: 401,
      body: { message: 'the token has expired' },
    });
    expect((await ask('/api/v1/units', undefined, await login())).status).toBe(200);
  });
});

test('delays follow the report: percentiles, mean of 10 connections at 310/s, the same row for the same seed', () => {
  expect(reportQuantileMs(0)).toBe(12);
  expect(reportQuantileMs(0.75)).toBe(50);
  expect(reportQuantileMs(0.99)).toBe(78.5);
  const next = createDelays('report', { slow: 1, random: createRandom(1) });
  const row = Array.from({ length: 100_000 }, next).sort((a, b) => a - b);
  expect(row[50_000]).toBeCloseTo(16.5, 0);
  expect(row[99_000]).toBeCloseTo(78.5, 0);
  const meanMs = row.reduce((sum, delay) => sum + delay) / row.length;
  expect(meanMs).toBeGreaterThan(30);
  expect(meanMs).toBeLessThan(10_000 / 310);
  const again = createDelays('report', { slow: 2, random: createRandom(1) });
  const first = createDelays('report', { slow: 1, random: createRandom(1) });
  expect(again()).toBe(2 * first());
});

test('flags become options, and a mistake is named', () => {
  const flags =
    '--delay report --slow 2 --error-rate 0.05 --lose-answers 0.15 --rate-limit 100/min --leak --slow-start 5s --seed 7';
  expect(
    parseFlags(`${flags} --close-after 100 --crash-after 9 --token-lifetime 500ms --port 0`.split(' ')),
  ).toEqual({
    delay: 'report',
    slow: 2,
    errorRate: 0.05,
    loseAnswers: 0.15,
    rateLimit: { requests: 100, windowMs: 60_000 },
    leak: true,
    slowStartMs: 5000,
    seed: 7,
    closeAfter: 100,
    crashAfter: 9,
    tokenLifetimeMs: 500,
    port: 0,
  });
  expect(parseFlags(['--delay', '12.5'])).toEqual({ delay: 12.5 });
  expect(() => parseFlags(['--error-rate', '5'])).toThrow('--error-rate 5: expected a share from 0 to 1');
  expect(() => parseFlags(['--rate-limit', '100'])).toThrow('--rate-limit 100: expected requests per time');
  expect(() => parseFlags(['--nothing'])).toThrow("'--nothing'");
});

test('each answer says how long its statements took, within what it took', async () => {
  const { ask, login } = await preview();
  const token = await login();
  const timingOf = ({ headers }: Answer) => {
    const [, db = '', app = ''] =
      /^db;dur=([\d.]+), (?:downstream;dur=[\d.]+, )?app;dur=([\d.]+)$/.exec(
        headers.get('server-timing') ?? '',
      ) ?? [];
    return { db: Number.parseFloat(db), app: Number.parseFloat(app) };
  };
  const startMs = performance.now();
  const listed = timingOf(await ask('/api/v1/units', undefined, token));
  const tookMs = performance.now() - startMs;
  expect(listed.db).toBeGreaterThan(0);
  expect(listed.db + listed.app).toBeLessThanOrEqual(tookMs);
  const health = timingOf(await ask('/api/v1/health'));
  expect(health.db).toBe(0);
  // Several at once don't count each other's statements twice.
  const all = await Promise.all([1, 2, 3].map(() => ask('/api/v1/health')));
  for (const answer of all) expect(timingOf(answer).db).toBe(0);
});

describe('the two scenarios', () => {
  const read = (file: string) =>
    parse(readFileSync(new URL(`../../examples/${file}`, import.meta.url), 'utf8'));

  test('hold 15 requests whose weights add up to 100, 80 of them GET', () => {
    const { requests } = read('tailgate.yml').scenario;
    const sum = (list: { weight: number }[]) => list.reduce((total, { weight }) => total + weight, 0);
    expect(requests).toHaveLength(15);
    expect(sum(requests)).toBe(100);
    expect(sum(requests.filter((request: { get?: string }) => request.get))).toBe(80);
  });

  test('differ in the name and in organization_id of the two unit requests, nothing else', () => {
    const { name, ...realistic } = read('tailgate.yml');
    const { name: other, ...asReported } = read('as-reported.yml');
    expect(other).not.toBe(name);
    const units = realistic.scenario.requests.filter(
      ({ post }: { post?: string }) => post === '/api/v1/units',
    );
    expect(units).toHaveLength(2);
    for (const unit of units) delete unit.json.organization_id;
    expect(asReported).toEqual(realistic);
  });
});

describe('the variants of the demo', () => {
  const text = readFileSync(new URL('../../examples/tailgate.yml', import.meta.url), 'utf8');
  const plan = (flags: Parameters<typeof varyScenario>[1]) =>
    parseConfig(varyScenario(text, flags), 'demo-out/tailgate.yml', {
      inputs: { door: 'terminal', targetUrl: 'http://127.0.0.1:3000' },
      env: { TAILGATE_EMAIL: 'a@example.com', TAILGATE_PASSWORD: 'b' },
    });
  const writing = (flags: Parameters<typeof varyScenario>[1]) =>
    plan(flags).scenario.requests.filter(({ method }) => method === 'POST');
  const keysIn = (flags: Parameters<typeof varyScenario>[1]) =>
    writing(flags).filter(({ headers }) => headers.some(([name]) => name === 'idempotency-key')).length;

  test('draw identifiers from few numbers, or leave them as they are', () => {
    const drawn = (flags: Parameters<typeof varyScenario>[1]) =>
      writing(flags).map(
        ({ body }) =>
          (body ?? []).filter((part) => typeof part !== 'string' && part.value === 'unique').length,
      );
    expect(drawn({ 'lost-answers': true }).reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(drawn({ collisions: true }).reduce((sum, count) => sum + count, 0)).toBe(0);
  });

  test('send again only where it is asked for, and with a key only then', () => {
    const bare = { 'lost-answers': true };
    expect(writing(bare).filter(({ retry }) => retry)).toEqual([]);
    expect(keysIn({ ...bare, retry: true })).toBe(0);
    expect(keysIn({ ...bare, retry: true, keys: true })).toBe(9);
    const [first] = writing({ ...bare, retry: true, keys: true });
    expect(first).toMatchObject({
      expect: [200, 201],
      retry: { statuses: [409, 503], times: 3, backoffMs: 100 },
    });
    expect(plan({ ...bare, retry: true }).gate.whole.attempts).toEqual({ limit: 1.06, regression: null });
    expect(plan({ ...bare, retry: true }).baseline).toBeNull();
  });

  test('of another file are none', () => {
    expect(() => varyScenario('name: other\n', { collisions: true })).toThrow('no baseline');
    expect(() => varyProfile('name: other\n', 'spike')).toThrow('no baseline');
    const without = text.replace(/^load: .*$/m, '');
    expect(() => varyProfile(without, 'spike')).toThrow('no load to replace');
  });

  test.each(
    Object.entries(PROFILES),
  )('of the profile %s have its load, shortened, and a gate of their own', (name, { duration }) => {
    const { load, gate, baseline, notices } = parseConfig(
      varyProfile(text, name as keyof typeof PROFILES),
      'demo-out/tailgate.yml',
      {
        inputs: { door: 'terminal', targetUrl: 'http://127.0.0.1:3000', durationMs: parseDuration(duration) },
        env: { TAILGATE_EMAIL: 'a@example.com', TAILGATE_PASSWORD: 'b' },
      },
    );
    expect([load.profile, totalDurationMs(load)]).toEqual([name, 60_000]);
    expect(baseline).toBeNull();
    expect(Object.keys(gate.whole)).toEqual(
      name === 'spike' ? ['errors', 'recovery'] : ['p99', 'errors', 'capacity'],
    );
    // Nothing of it is left out, or beside the point.
    expect(notices.filter((notice) => /not judged|nothing comes of/.test(notice))).toEqual([]);
  });
});
