import { parseConfig } from '../../src/config/parse-config.ts';
import type { RequestSpec } from '../../src/config/plan.ts';
import type { Template } from '../../src/config/template.ts';
import { ENV, EXAMPLE, INPUTS, openFile, parse, smallFile } from './example.ts';

const ROUNDS = { measureMs: 3000, sliced: true, discardMs: 500, budgetMs: 360_000, allowance: null };

const only = (requests: string, rest = ''): RequestSpec =>
  parse(smallFile(requests, rest)).scenario.requests[0] as RequestSpec;
const headers = (request: RequestSpec): Record<string, Template> => Object.fromEntries(request.headers);

test('a regression needs something to compare with, or a limit anywhere in the gate', () => {
  const gate = (bounds: string) =>
    smallFile('    - { name: health, get: /health }').replace(/gate:.*/, `gate: { ${bounds} }`);
  const alone = gate('p99: { regression: 10 % }');
  const refused = /^tailgate.yml:\d+ gate.p99.regression: there is nothing to compare with/;
  expect(() => parse(alone)).toThrow(refused);
  expect(parse(gate('p99: { regression: 10 % }, errors: { max: 1 % }')).gate.whole.p99?.regression).toBe(0.1);
  expect(parse(alone, { inputs: { baseline: 'history' } }).baseline?.kind).toBe('history');
  expect(parse(alone, { inputs: { baseUrl: 'https://base.example.com' } }).base).not.toBeNull();
  // A release is held against the history where nobody says otherwise; a night that is only recorded is not.
  const as = (policy: 'release' | 'nightly') => () =>
    parseConfig(alone, 'tailgate.yml', { inputs: INPUTS, env: {}, policy });
  expect(as('release')).not.toThrow();
  expect(as('nightly')).toThrow(refused);
});

describe('a file becomes a plan', () => {
  const plan = parse(EXAMPLE);

  test('name, target, load and baseline', () => {
    expect(plan.name).toBe('realistic');
    expect(plan.configFile).toBe('tailgate.yml');
    expect(plan.target).toEqual({
      origin: 'https://preview.example.com:8443',
      ready: '/api/v1/health',
      identity: null,
      headers: [['accept', ['application/json']]],
    });
    expect(plan.load).toEqual({
      profile: 'realistic',
      stages: [{ name: null, connections: 10, durationMs: 120_000, arrivals: null }],
      warmupMs: 10_000,
      timeoutMs: 10_000,
    });
    expect(plan.baseline).toEqual({
      kind: 'file',
      file: 'docs/performance-report.md',
      section: 'realistic-final',
      written: 'docs/performance-report.md#realistic-final',
    });
  });

  test.each([
    ['https://x.example/pr-7', 'https://x.example', '/pr-7'],
    ['https://x.example/a/b%20c/', 'https://x.example', '/a/b%20c'],
    ['https://x.example/a/../pr-7/.', 'https://x.example', '/pr-7'],
  ])('%s is an environment below a path', (targetUrl, origin, basePath) => {
    expect(parse(EXAMPLE, { inputs: { targetUrl } }).target).toMatchObject({ origin, basePath });
    const base = parse(EXAMPLE, { inputs: { targetUrl: 'https://x.example', baseUrl: targetUrl } }).base;
    expect(base).toEqual({ origin, basePath });
  });

  test('target.ready takes templates: what is known is written out, and kept secret', () => {
    const read = (ready: string) => parse(EXAMPLE.replace('ready: /api/v1/health', `ready: "${ready}"`));
    const { target, secrets } = read('/{{building}}?key={{env.TAILGATE_PASSWORD}}');
    expect(target.ready).toBe('/22e60793-a82f-495c-9d7f-25f298f94149?key=pass%22word%5C1');
    expect(read('/v?{{unique}}').target.ready).toEqual(['/v?', { value: 'unique' }]);
    expect(secrets).toContain(ENV.TAILGATE_PASSWORD);
  });

  test('bounds in ms, per second and as shares', () => {
    expect(plan.gate).toEqual({
      whole: {
        p99: { limit: 100, regression: 0.1 },
        throughput: { limit: 100, regression: 0.1 },
        errors: { limit: 0.01, regression: 0.005 },
      },
      endpoints: { 'create maintenance expense': { p99: { limit: 250, regression: null } } },
      stages: {},
      stored: 'warn',
      spread: 0.12,
      interleaved: ROUNDS,
    });
  });

  test('requests with their templates compiled', () => {
    const [health, , create] = plan.scenario.requests;
    const bearer = ['Bearer ', { value: 'capture', name: 'token', encoding: 'none' }];
    expect(health).toEqual({
      name: 'health',
      method: 'GET',
      weight: 5,
      path: ['/api/v1/health'],
      headers: [
        ['accept', ['application/json']],
        ['authorization', bearer],
      ],
      body: null,
      expect: null,
      login: 0,
    });
    expect(create?.expect).toEqual([201]);
    expect(create?.headers).toContainEqual(['content-type', ['application/json']]);
    expect(create?.body).toEqual([
      '{"building_id":"22e60793-a82f-495c-9d7f-25f298f94149","invoice_number":"INV-',
      { value: 'unique' },
      '","amount":150.5}',
    ]);
  });

  test('a login without the headers that need it, and secrets of the environment', () => {
    const [login] = plan.scenario.logins;
    expect(login?.headers.map(([name]) => name)).toEqual(['accept', 'content-type']);
    expect(login?.inspection?.captures).toEqual([
      { name: 'token', from: { json: '/token' }, inHeader: true },
    ]);
    expect(JSON.parse((login?.body as string[]).join(''))).toEqual({
      email: ENV.TAILGATE_EMAIL,
      password: ENV.TAILGATE_PASSWORD,
    });
    expect(plan.secrets).toEqual([ENV.TAILGATE_EMAIL, ENV.TAILGATE_PASSWORD]);
  });

  test('plain data that crosses into a worker thread', () => {
    expect(structuredClone(plan)).toEqual(plan);
  });

  test('defaults where the file is silent', () => {
    const small = parse(smallFile('    - { get: /a }'));
    expect(small.name).toBe('tailgate');
    expect(small.target.ready).toBeNull();
    expect(small.load.profile).toBe('realistic');
    expect(small.baseline).toBeNull();
    expect(small.gate).toEqual({
      whole: { p99: { limit: 100, regression: null } },
      endpoints: {},
      stages: {},
      stored: 'gate',
      spread: 0.1,
      interleaved: ROUNDS,
    });
    expect(small.scenario).toEqual({
      logins: [],
      requests: [
        { name: 'GET /a', method: 'GET', weight: 1, path: ['/a'], headers: [], body: null, expect: null },
      ],
    });
  });
});

describe('loads', () => {
  test.each([
    ['light', 10, 120, 2],
    ['realistic', 10, 120, 3],
    ['medium', 50, 300, 3],
    ['soak', 25, 1800, 2],
  ] as const)('profile %s', (profile, connections, seconds, requests) => {
    const plan = parse(EXAMPLE, { inputs: { profile } });
    expect(plan.load).toEqual({
      profile,
      stages: [{ name: null, connections, durationMs: seconds * 1000, arrivals: null }],
      warmupMs: 10_000,
      timeoutMs: 10_000,
    });
    expect(plan.scenario.requests).toHaveLength(requests);
  });

  test('the profile heavy has half of its connections beside it, which no figure counts', () => {
    const { stages } = parse(EXAMPLE, { inputs: { profile: 'heavy' } }).load;
    expect(stages).toEqual([
      { name: 'half', connections: 50, durationMs: 15_000, arrivals: null, aside: true },
      { name: null, connections: 100, durationMs: 180_000, arrivals: null },
      { name: 'half again', connections: 50, durationMs: 15_000, arrivals: null, aside: true },
    ]);
    const plan = parse(EXAMPLE, { inputs: { profile: 'heavy', baseUrl: 'http://127.0.0.1:9' } });
    expect(plan.load.stages).toEqual([{ name: null, connections: 100, durationMs: 180_000, arrivals: null }]);
    expect(plan.notices).not.toContainEqual(expect.stringMatching(/saturated/));
  });

  test('so has one of one’s own that asks for it; beside a base a notice says that it is not', () => {
    const own = 'load: { connections: 7, duration: 60s, saturation: true }';
    const text = EXAMPLE.replace('load: realistic', own);
    expect(parse(text).load.stages.map(({ connections, aside = false }) => [connections, aside])).toEqual([
      [4, true],
      [7, false],
      [4, true],
    ]);
    const plan = parse(text, { inputs: { baseUrl: 'http://127.0.0.1:9' } });
    expect(plan.load.stages).toHaveLength(1);
    expect(plan.notices).toContain('With a base, saturation is not checked.');
  });

  test('a length of rounds is of no use to a load that is run as a whole, and that is said', () => {
    const text = EXAMPLE.replace(/^gate:\n/m, 'gate:\n  rounds: { measure: 3s, budget: 30m }\n');
    const noticesOf = (profile: string) =>
      parse(text, { inputs: { profile, baseUrl: 'http://127.0.0.1:9' } }).notices;
    const said = expect.stringMatching(/^gate\.rounds\.measure is not used: the profile spike is run/);
    expect(noticesOf('spike')).toContainEqual(said);
    expect(noticesOf('realistic')).not.toContainEqual(expect.stringMatching(/rounds\.measure/));
  });

  test("of one's own", () => {
    const text = EXAMPLE.replace(
      'load: realistic',
      'load: { connections: 7, duration: 90s, warmup: 0s, timeout: 500 ms }',
    );
    expect(parse(text).load).toEqual({
      profile: null,
      stages: [{ name: null, connections: 7, durationMs: 90_000, arrivals: null }],
      warmupMs: 0,
      timeoutMs: 500,
    });
  });

  test.each([
    ['rate: 300/s', { perSecond: 300, kind: 'constant' }],
    ['rate: 0.5 req/s, arrivals: constant', { perSecond: 0.5, kind: 'constant' }],
    ['rate: 20 requests/s, arrivals: poisson', { perSecond: 20, kind: 'poisson' }],
  ])('at a rate: %s', (rate, arrivals) => {
    const plan = parse(openFile(rate));
    expect(plan.load).toMatchObject({
      profile: null,
      stages: [{ connections: 50, durationMs: 60_000, arrivals }],
    });
  });

  test('a profile given in its place takes the rate away, and its bounds on throughput with it', () => {
    const text = openFile('rate: 300/s', 'throughput: { min: 400 /s, regression: 10 % }');
    expect(parse(text, { inputs: { profile: 'medium' } })).toMatchObject({
      load: { profile: 'medium', stages: [{ connections: 50, arrivals: null }] },
      gate: { whole: { throughput: { limit: 400, regression: 0.1 } } },
    });
  });

  test('a duration given in its place leaves the rate', () => {
    const plan = parse(openFile('rate: 300/s'), { inputs: { durationMs: 5000 } });
    expect(plan.load.stages).toMatchObject([{ durationMs: 5000, arrivals: { perSecond: 300 } }]);
  });

  test.each([
    ['of the whole', 'throughput: { min: 100 /s }', 100],
    // 0.29 × 100 is 28.999999999999996.
    ['of a request', 'endpoints: { read: { throughput: { min: 29 /s } } }', 29],
  ])('a min that is all of what is offered: %s', (_, bounds, limit) => {
    const { whole, endpoints } = parse(openFile('rate: 100/s', bounds)).gate;
    expect((endpoints.read ?? whole).throughput).toEqual({ limit, regression: null });
  });

  test('a duration given in its place cuts the warm-up to half of it at most', () => {
    expect(parse(EXAMPLE, { inputs: { durationMs: 20_000 } }).load).toMatchObject({
      stages: [{ durationMs: 20_000 }],
      warmupMs: 10_000,
    });
    expect(parse(EXAMPLE, { inputs: { durationMs: 3000 } }).load).toMatchObject({
      stages: [{ durationMs: 3000 }],
      warmupMs: 1500,
    });
  });

  test('bounds of requests that a profile leaves out are told of', () => {
    const plan = parse(EXAMPLE, { inputs: { profile: 'light' } });
    expect(plan.gate.endpoints).toEqual({});
    expect(plan.notices).toEqual([
      'The bounds of create maintenance expense are not judged: the profile light only sends GET requests.',
    ]);
  });

  test.each([
    'https://preview.example.com',
    'http://preview.example.com:8443',
    'https://base.example.com:8443',
  ])('a base of another port, scheme or name: %s', (baseUrl) => {
    expect(parse(EXAMPLE, { inputs: { baseUrl } }).base).toEqual({ origin: baseUrl });
  });

  test('overrides that are empty texts change nothing', () => {
    expect(parse(EXAMPLE, { inputs: { profile: undefined, baseline: '' } })).toEqual(parse(EXAMPLE));
  });

  test('a baseline from outside the workspace only where somebody typed it', () => {
    const plan = parse(EXAMPLE, { inputs: { door: 'terminal', baseline: '../report.md#light' } });
    expect(plan.baseline).toMatchObject({ file: '../report.md', section: 'light' });
  });
});

describe('requests', () => {
  test.each(['head', 'post', 'put', 'patch', 'delete'])('method %s', (key) => {
    expect(only(`    - { ${key}: /a }`)).toMatchObject({
      name: `${key.toUpperCase()} /a`,
      method: key.toUpperCase(),
    });
  });

  test("a request's own header replaces the scenario's, whatever its letters", () => {
    const request = parse(
      `scenario:\n  headers: { Accept: a/a, x-one: 1 }\n  requests:\n    - { get: /a, headers: { ACCEPT: b/b } }\ngate: { errors: { max: 1 % } }\n`,
    ).scenario.requests[0] as RequestSpec;
    expect(headers(request)).toEqual({ accept: ['b/b'], 'x-one': ['1'] });
  });

  test("a content type of one's own stays", () => {
    const request = only(
      '    - { post: /a, json: [1], headers: { Content-Type: application/vnd.api+json } }',
    );
    expect(headers(request)).toEqual({ 'content-type': ['application/vnd.api+json'] });
    expect(request.body).toEqual(['[1]']);
  });

  test('a text of its own is JSON, too, and so is a template', () => {
    expect(only("    - { post: /a, json: 'plain' }").body).toEqual(['"plain"']);
    expect(only("    - { post: /a, json: '{{uuid}}' }").body).toEqual(['"', { value: 'uuid' }, '"']);
  });

  test('a text body takes values as its content type needs them', () => {
    const body = (type: string) =>
      only(`    - post: /a\n      headers: { content-type: ${type} }\n      body: 'v={{pick ''a&"b''}}'`)
        .body?.[1];
    expect(body('application/x-www-form-urlencoded')).toEqual({ value: 'pick', options: ['a%26%22b'] });
    expect(body('application/json; charset=utf-8')).toEqual({ value: 'pick', options: ['a&\\"b'] });
    expect(body('text/plain')).toEqual({ value: 'pick', options: ['a&"b'] });
  });

  test('several statuses may be a success', () => {
    expect(only('    - { get: /a, expect: [200, 404] }').expect).toEqual([200, 404]);
  });

  test('a captured value that nothing uses is told of', () => {
    const text = smallFile('    - { get: /a }', '  login: { post: /login, capture: { token: /token } }\n');
    expect(parse(text).notices).toEqual(['The login captures token, and no request uses it.']);
  });

  test('which variables of the environment it needs is known by their names', () => {
    expect(parse(EXAMPLE).variables).toEqual(['TAILGATE_EMAIL', 'TAILGATE_PASSWORD']);
  });

  test('values of less than four letters are no secrets', () => {
    const text = smallFile('    - { get: "/a?b={{env.TAILGATE_B}}" }');
    expect(parse(text, { env: { TAILGATE_B: 'x y' } })).toMatchObject({
      secrets: [],
      scenario: { requests: [{ path: ['/a?b=x%20y'] }] },
    });
  });
});
