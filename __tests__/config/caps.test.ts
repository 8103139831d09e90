/** What a pull request can write into tailgate.yml, and what it can't reach by it. */
import type { Caps } from '../../src/config/load/caps.ts';
import { isAllowedHost, parseAllowedHosts } from '../../src/config/target/allowed-hosts.ts';
import { fitsPattern } from '../../src/config/target/glob.ts';
import { parse, smallFile } from './example.ts';

const CAPS: Caps = { maxConnections: 100, maxDurationMs: 600_000, maxRequests: 100_000 };
const file = (load: string) => smallFile('    - { name: a, get: /a }', `load: ${load}\n`);
const capped = (load: string, inputs: object = {}) => parse(file(load), { inputs: { ...CAPS, ...inputs } });

describe('caps of the workflow', () => {
  test('what keeps within them is taken as it is', () => {
    expect(capped('{ connections: 100, duration: 590s }').load.stages[0].connections).toBe(100);
    const atRate = capped('{ connections: 10, duration: 90s, rate: 1000/s }').load;
    expect(atRate.stages[0].arrivals?.perSecond).toBe(1000);
  });

  test.each([
    [
      '{ connections: 101, duration: 10s }',
      'tailgate.yml:4 load.connections: 101 connections, and the workflow allows 100: use less, or raise the input max-connections in the workflow',
    ],
    [
      '{ connections: 1, duration: 10m }',
      'tailgate.yml:4 load.duration: 610 s of load, warm-up included, and the workflow allows 600 s: use less, or raise the input max-duration',
    ],
    [
      '{ connections: 1, duration: 1s, warmup: 10m }',
      'tailgate.yml:4 load.duration: 601 s of load, warm-up included',
    ],
    [
      '{ connections: 10, duration: 100s, rate: 1000/s }',
      'tailgate.yml:4 load.rate: 1000 /s for 110 s are 110000 requests, and the workflow allows 100000: use less, or raise the input max-requests',
    ],
    ['soak', 'tailgate.yml:4 load: 1810 s of load'],
  ])('%s', (load, message) => {
    expect(() => capped(load)).toThrow(message);
  });

  test('a profile of the workflow’s own is held to them too, and named', () => {
    expect(() => capped('light', { profile: 'soak' })).toThrow('input profile: 1810 s of load');
  });

  test('with a base, the budget counts as the duration', () => {
    const budget = (time: string) =>
      parse(
        `scenario:\n  requests: [{ name: a, get: /a }]\nload: { connections: 1, duration: 10s }\n` +
          `gate:\n  p99: { regression: 10 % }\n  rounds: { measure: 3s, budget: ${time} }\n`,
        { inputs: { baseUrl: 'https://base.example.com', ...CAPS } },
      );
    // Each side has its warm-up of 10 s before it.
    expect(budget('580s').gate.interleaved.budgetMs).toBe(580_000);
    expect(() => budget('581s')).toThrow(
      /gate\.rounds\.budget: 601 s of load, the warm-ups of both sides included.*max-duration/,
    );
  });

  test('with a base and a rate, the warm-ups of both sides are requests, too', () => {
    const at = (rate: string) =>
      parse(
        `scenario:\n  requests: [{ name: a, get: /a }]\nload: { connections: 1, duration: 10s, rate: ${rate} }\n` +
          `gate:\n  p99: { regression: 10 % }\n  rounds: { measure: 3s, budget: 480s }\n`,
        { inputs: { baseUrl: 'https://base.example.com', ...CAPS } },
      );
    expect(at('200/s').load.stages[0].arrivals?.perSecond).toBe(200);
    expect(() => at('201/s')).toThrow(/201 \/s for 500 s are 100500 requests/);
  });

  test('they are held during the run, too', () => {
    const held = capped('{ connections: 1, duration: 10s }');
    expect([held.caps, held.load.maxRequests]).toEqual([{ durationMs: 600_000 }, 100_000]);
    expect(parse(file('{ connections: 1, duration: 10s }')).caps).toBeUndefined();
  });

  test('both sides’ warm-ups count for the requests of a rate', () => {
    const text = `scenario:\n  requests: [{ name: a, get: /a }]\nload: { connections: 1, duration: 10s, warmup: 10s, rate: 100/s }\ngate:\n  p99: { regression: 10 % }\n  rounds: { budget: 60s }\n`;
    const read = (maxRequests: number) =>
      parse(text, { inputs: { baseUrl: 'https://base.example.com', maxRequests } }).load.maxRequests;
    expect(read(8000)).toBe(8000);
    expect(() => read(7999)).toThrow('are 8000 requests, and the workflow allows 7999');
  });

  test('a load without a rate ends there, and is not refused', () => {
    const maxRequests = 1;
    expect(
      parse(file('{ connections: 10, duration: 2h }'), { inputs: { maxRequests } }).load.maxRequests,
    ).toBe(1);
  });

  test('in a terminal there are none, unless they are said', () => {
    const inputs = { door: 'terminal', maxRequests: 10 } as const;
    expect(() =>
      parse(file('{ connections: 1, duration: 10s, warmup: 0s, rate: 10/s }'), { inputs }),
    ).toThrow('are 100 requests, and --max-requests allows 10: use less, or raise --max-requests');
    expect(parse(file('{ connections: 10000, duration: 2h }')).load.stages[0].connections).toBe(10_000);
  });
});

describe('what tailgate.yml can’t say', () => {
  const requests = '    - { name: a, get: /a }';
  test.each([
    ['allowed-hosts: [evil.example]'],
    ['allow-private-hosts: true'],
    ['allow-production: true'],
    ['max-connections: 100000'],
    ['max-duration: 24h'],
    ['max-requests: 1000000000'],
    ['environment: production'],
    ['target-url: http://169.254.169.254'],
    ['target: { url: "http://169.254.169.254" }'],
    ['target: { origin: "http://169.254.169.254" }'],
    ['target: { ready: "http://169.254.169.254/latest" }'],
    ['target: { ready: "//169.254.169.254/latest" }'],
    ['target: { identity: { path: "http://169.254.169.254/", commit: /commit } }'],
    ['target: { identity: { path: "//169.254.169.254/", commit: /commit } }'],
    ['target: { identity: { path: "/{{env.TAILGATE_EMAIL}}", commit: /commit } }'],
  ])('%s', (line) => {
    expect(() => parse(smallFile(requests, `${line}\n`))).toThrow(/^tailgate\.yml:\d+/);
  });

  test.each([
    ['get: "http://169.254.169.254/"'],
    ['get: "//169.254.169.254/"'],
    ['get: /a, headers: { host: internal.example }'],
  ])('%s', (request) => {
    expect(() => parse(smallFile(`    - { name: a, ${request} }`))).toThrow(/^tailgate\.yml:\d+/);
  });
});

describe('target.identity', () => {
  const identity = (text: string) =>
    parse(smallFile('    - { name: a, get: /a }', `target: { identity: ${text} }\n`)).target.identity;

  test('is a path and a pointer', () => {
    expect(identity('{ path: /version, commit: /build/sha }')).toEqual({
      path: '/version',
      commit: '/build/sha',
    });
    expect(parse(smallFile('    - { name: a, get: /a }')).target.identity).toBeNull();
  });

  test.each([
    ['{ path: version, commit: /commit }', 'target.identity.path: "version" does not start with a slash'],
    ['{ path: /version, commit: commit }', 'target.identity.commit: "commit" is no JSON Pointer'],
    ['{ path: /version }', 'target.identity.commit: is missing'],
    ['{ path: /version, commit: /commit, sha: x }', 'target.identity'],
  ])('%s', (text, message) => {
    expect(() => identity(text)).toThrow(message);
  });
});

test('polls carry the scenario’s headers, but none that holds a captured value', () => {
  const text = `scenario:
  headers: { x-bypass: "{{env.TAILGATE_BYPASS}}", authorization: "Bearer {{token}}" }
  login: { post: /login, capture: { token: /token } }
  requests: [{ name: a, get: /a, headers: { x-own: "1" } }]
gate: { p99: { max: 1 s } }
`;
  expect(parse(text, { env: { TAILGATE_BYPASS: 'opens' } }).target.headers).toEqual([
    ['x-bypass', ['opens']],
  ]);
});

describe('allowed hosts', () => {
  const allows = (list: string, origin: string) =>
    isAllowedHost(origin, parseAllowedHosts(list, 'input allowed-hosts'));

  test.each([
    ['', 'https://anything.example.com', true],
    ['a.example.com', 'https://a.example.com', true],
    ['A.Example.com', 'https://a.example.com', true],
    ['a.example.com', 'https://a.example.com.evil.example', false],
    ['*.example.com', 'https://a.b.example.com', true],
    ['*.example.com', 'https://example.com', false],
    ['*.example.com', 'https://evil-example.com', false],
    ['x.example\n  *.preview.example, y.example', 'https://a.preview.example', true],
    ['localhost:8080', 'http://localhost:8080', true],
    ['localhost:8080', 'http://localhost:9090', false],
    ['a.example.com:443', 'https://a.example.com', true],
    ['[::1]', 'http://[::1]:3000', true],
  ])('%s: %s is %s', (list, origin, expected) => expect(allows(list, origin)).toBe(expected));

  test.each([
    'https://a.example.com',
    'a.example.com/path',
    'user@a.example.com',
  ])('%s is no host', (list) => {
    expect(() => parseAllowedHosts(list, 'input allowed-hosts')).toThrow('input allowed-hosts: ');
  });
});

describe('patterns', () => {
  test.each([
    ['Preview', 'preview', true],
    ['Preview – shop', 'Preview*', true],
    ['pr-7', 'pr-?', true],
    ['pr-77', 'pr-?', false],
    ['', '*', true],
    ['netlify/shop/deploy-preview', 'netlify/*/deploy-preview', true],
    ['abcabc', '*abc', true],
    ['abcab', '*abc', false],
    ['a.c', 'a?c', true],
    ['abc', 'a.c', false],
  ])('%s and %s: %s', (text, pattern, expected) => expect(fitsPattern(text, pattern)).toBe(expected));

  test('takes no longer than its length calls for', () => {
    const startMs = performance.now();
    expect(fitsPattern('a'.repeat(2000), `${'*a'.repeat(200)}b`)).toBe(false);
    expect(performance.now() - startMs).toBeLessThan(2000);
  });
});
