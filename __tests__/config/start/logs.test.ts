/** Access logs, and samples of k6: every format with the same traffic, of which the truth is known. */
import { parse } from 'yaml';
import { buildDraft } from '../../../src/config/start/build-draft.ts';
import { LineReader, recogniseLines } from '../../../src/config/start/logs/line-reader.ts';
import { readLog } from '../../../src/config/start/read-log.ts';
import { weigh } from '../../../src/config/start/weigh.ts';
import { writeDraft } from '../../../src/config/start/write-draft.ts';
import fc, { anyCharacter } from '../../fast-check.ts';
import { drawn } from '../../part.ts';

interface Asked {
  readonly method: string;
  readonly target: string;
  readonly status: number;
}

const TIME = '10/Oct/2026:13:55:36 +0000';
const agent = '"https://example.com/" "Mozilla/5.0 (X11; Linux x86_64) [en] \\"quoted\\""';

/** A line of each format, as its documentation has it. */
const FORMATS: Readonly<Record<string, (asked: Asked) => string>> = {
  'nginx combined': ({ method, target, status }) =>
    `203.0.113.7 - - [${TIME}] "${method} ${target} HTTP/1.1" ${status} 512 ${agent}`,
  'Apache common': ({ method, target, status }) =>
    `203.0.113.7 - frank [${TIME}] "${method} ${target} HTTP/1.0" ${status} 2326`,
  'Apache with its virtual host': ({ method, target, status }) =>
    `shop.example.com:443 203.0.113.7 - - [${TIME}] "${method} ${target} HTTP/1.1" ${status} 512 ${agent}`,
  'Traefik CLF': ({ method, target, status }) =>
    `203.0.113.7 - - [${TIME}] "${method} ${target} HTTP/2.0" ${status} 12 "-" "-" 17 "shop@docker" "http://10.0.0.2:80" 3ms`,
  'Caddy JSON': ({ method, target, status }) =>
    JSON.stringify({
      level: 'info',
      ts: 1646861401.5241024,
      logger: 'http.log.access',
      msg: 'handled request',
      request: {
        remote_ip: '127.0.0.1',
        proto: 'HTTP/2.0',
        method,
        host: 'localhost',
        uri: target,
        headers: {},
      },
      duration: 0.000929675,
      size: 10900,
      status,
    }),
  'Traefik JSON': ({ method, target, status }) =>
    JSON.stringify({
      ClientHost: '203.0.113.7',
      DownstreamStatus: status,
      Duration: 3_000_000,
      RequestMethod: method,
      RequestPath: target,
      level: 'info',
    }),
  'JSON lines of pino-http': ({ method, target, status }) =>
    JSON.stringify({
      level: 30,
      req: { id: 1, method, url: target },
      res: { statusCode: status },
      msg: 'done',
    }),
  'JSON lines of nginx': ({ method, target, status }) =>
    JSON.stringify({
      remote_addr: '203.0.113.7',
      request: `${method} ${target} HTTP/1.1`,
      status: String(status),
    }),
  'Elastic Common Schema': ({ method, target, status }) =>
    JSON.stringify({
      http: { request: { method }, response: { status_code: status } },
      url: { original: target },
    }),
  'k6 samples': ({ method, target, status }) =>
    JSON.stringify({
      metric: 'http_reqs',
      type: 'Point',
      data: {
        time: 'x',
        value: 1,
        tags: { method, url: `https://shop.example.com${target}`, status: String(status) },
      },
    }),
};

/** Of each percent of the traffic: 10,000 lines, or a fifth of that. */
const LINES_OF_PERCENT = drawn(100, 20);

/** In percent of all requests; the values differ with each. */
const MIX: readonly [share: number, template: string, (n: number) => string][] = [
  [31.4, '/products', (n) => `/products?page=${(n % 3) + 1}`],
  [22.13, '/orders/{id}', (n) => `/orders/${n}`],
  [
    17,
    '/products/{id}',
    (n) =>
      `/products/blue-shirt-of-${['cotton', 'wool', 'silk'][n % 3]}-${String.fromCharCode(97 + (n % 26), 97 + ((n / 26) % 26))}`,
  ],
  [
    11.37,
    '/users/{id}/orders',
    (n) => `/users/22e60793-a82f-495c-9d7f-${String(n).padStart(12, '0')}/orders`,
  ],
  [7.1, '/reports/{id}', (n) => `/reports/2026-0${(n % 9) + 1}-1${n % 9}`],
  [6, '/blobs/{id}', (n) => `/blobs/6f1ed002ab5595859014ebf0951522d${(n % 16).toString(16)}`.slice(0, 31)],
  [5, '/health', () => '/health'],
];

function traffic(): Asked[] {
  const all = MIX.flatMap(([share, , target]) =>
    Array.from({ length: Math.round(share * LINES_OF_PERCENT) }, (_, n) => ({
      method: 'GET',
      target: target(n),
      status: 200,
    })),
  );
  // In another order, the same in every run.
  return all
    .map((asked, i) => ({ asked, at: (i * 7919) % all.length }))
    .sort((a, b) => a.at - b.at)
    .map(({ asked }) => asked);
}

function draftOf(lines: readonly string[], writes = false) {
  const format = recogniseLines(lines.join('\n').slice(0, 65_536));
  if (format === null) throw new Error('not recognised');
  const reader = new LineReader(format);
  for (const line of lines) reader.add(line);
  const draft = buildDraft(readLog(reader, 'access.log'), { writes });
  return { draft, reader, text: writeDraft('shop', draft) };
}

const routeOf = (name: string) => name.replace(/^[A-Z]+ /, '');

const TRAFFIC = traffic();

describe.each(Object.entries(FORMATS))('%s', (_, write) => {
  const lines = TRAFFIC.map(write);

  test('a log of 10,000 lines: paths are folded, and weights are within a percentage point', () => {
    expect(lines).toHaveLength(100 * LINES_OF_PERCENT);
    const { draft, reader } = draftOf(lines);
    expect([reader.lines, reader.broken]).toEqual([lines.length, 0]);
    const total = draft.requests.reduce((sum, { weight }) => sum + weight, 0);
    const shares = new Map(draft.requests.map(({ name, weight }) => [routeOf(name), (100 * weight) / total]));
    expect([...shares.keys()].sort()).toEqual(MIX.map(([, template]) => template).sort());
    for (const [share, template] of MIX)
      expect(Math.abs((shares.get(template) ?? 0) - share)).toBeLessThan(1);
  });

  test('lines that are broken are counted, and told', () => {
    const broken = lines
      .slice(0, 300)
      .flatMap((line, i) => (i % 10 === 0 ? [line.slice(0, 25), line] : [line]));
    const { draft, reader } = draftOf(broken);
    expect(reader.broken).toBe(30);
    expect(draft.notes).toContain('30 of 330 lines are not in that format, and were skipped.');
  });
});

describe('what of a log is asked', () => {
  const line = FORMATS['nginx combined'] as (asked: Asked) => string;
  const hits = (count: number, method: string, target: string, status = 200) =>
    Array.from({ length: count }, () => line({ method, target, status }));

  test('what was mostly refused, static files, and what changes things are left out, with their share', () => {
    const { draft } = draftOf([
      ...hits(70, 'GET', '/items'),
      ...hits(10, 'GET', '/wp-login.php', 404),
      ...hits(15, 'GET', '/app.4f2c.js'),
      ...hits(5, 'DELETE', '/items/7', 204),
    ]);
    expect(draft.requests.map(({ name }) => name)).toEqual(['GET /items']);
    expect(draft.notes).toEqual([
      'Left out: GET /app.4f2c.js, 15 % of the traffic: a static file.',
      'Left out: GET /wp-login.php, 10 % of the traffic: mostly answered 404.',
      'Left out: DELETE /items/{id}, 5 % of the traffic: may change stored data; --writes includes such requests.',
    ]);
  });

  test('with --writes bodies are asked for: a log tells none', () => {
    const { draft, text } = draftOf([...hits(9, 'GET', '/items'), ...hits(1, 'POST', '/items', 201)], true);
    expect(draft.unfinished.map(({ name }) => name)).toEqual(['POST /items']);
    expect(text).toContain('#     post: /items');
    expect(parse(text).scenario.requests).toHaveLength(1);
  });

  test('a redirect is expected where it is the usual answer', () => {
    expect(draftOf(hits(9, 'GET', '/old', 301)).draft.requests[0]?.expect).toEqual([301]);
  });

  test('a few routes beside each other are no values, and many are, but for the ones that everybody asks for', () => {
    const routes = Array.from({ length: 60 }, (_, i) => `/api/${String.fromCharCode(97 + (i % 26))}${i}x`);
    expect(draftOf(routes.flatMap((target) => hits(20, 'GET', target))).draft.requests).toHaveLength(60);
    const words = Array.from(
      { length: 150 },
      (_, i) => `/tags/word-${String.fromCharCode(97 + (i % 26))}-${'x'.repeat(i)}`,
    );
    const { draft } = draftOf([
      ...words.flatMap((target) => hits(2, 'GET', target)),
      ...hits(200, 'GET', '/tags/popular'),
    ]);
    expect(draft.requests.map(({ name }) => name).sort()).toEqual(['GET /tags/popular', 'GET /tags/{id}']);
  });

  test('of several values in one path only those that came together are asked', () => {
    const { draft } = draftOf([
      ...hits(3, 'GET', '/users/1/orders/10'),
      ...hits(2, 'GET', '/users/2/orders/20'),
    ]);
    expect(draft.requests[0]?.path).toBe('/users/{{user_id}}/orders/{{order_id}}');
    expect(draft.variables).toEqual([
      { name: 'user_id', value: '1' },
      { name: 'order_id', value: '10' },
    ]);
  });

  test('no more routes are told apart than the bound, and the rest is told', () => {
    const many = Array.from({ length: 25_000 }, (_, i) =>
      line({ method: 'GET', target: `/a${'b'.repeat(i % 7)}/c${i}x/d`, status: 404 }),
    );
    const { draft } = draftOf([...hits(300, 'GET', '/items'), ...many]);
    expect(draft.requests.map(({ name }) => name)).toEqual(['GET /items']);
  });

  test('whatever stands in lines, what is written is a file that can be read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: anyCharacter, maxLength: 30 }), { minLength: 1, maxLength: 20 }),
        (paths) => {
          const { text } = draftOf([
            ...hits(30, 'GET', '/items'),
            ...paths.map((path) =>
              line({ method: 'GET', target: `/x/${path.replace(/[\s"\\]/g, '')}`, status: 200 }),
            ),
          ]);
          expect(parse(text).scenario.requests.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: drawn(30, 10) },
    );
  });
});

test('of Fastify’s log, the lines in which requests came in count, and what became of them stands in others', () => {
  const lines = Array.from({ length: 60 }, (_, i) => [
    {
      level: 30,
      pid: 7,
      reqId: `req-${i}`,
      req: { method: 'GET', url: `/orders/${i}` },
      msg: 'incoming request',
    },
    {
      level: 30,
      pid: 7,
      reqId: `req-${i}`,
      res: { statusCode: 200 },
      responseTime: 2.1,
      msg: 'request completed',
    },
  ]).flat();
  const started = { level: 30, pid: 7, msg: 'Server listening at http://127.0.0.1:3000' };
  const { draft, reader } = draftOf([started, ...lines].map((one) => JSON.stringify(one)));
  expect(draft.requests.map(({ name }) => routeOf(name))).toEqual(['/orders/{id}']);
  expect(reader).toMatchObject({ lines: 121, broken: 1 });
});

test('weights add up, are never nothing, and are exact where they can be', () => {
  expect(weigh([3, 1])).toEqual([3, 1]);
  expect(weigh([9999, 1])).toEqual([9999, 1]);
  expect(weigh([9990, 10])).toEqual([999, 1]);
  // One path, and 49 that were asked for three times each.
  const [most = 0, ...others] = weigh([9853, ...Array(49).fill(3)]);
  expect([most, new Set(others)]).toEqual([9853, new Set([3])]);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 100 }),
      (counts) => {
        const weights = weigh(counts);
        const [all, total] = [counts, weights].map((list) => list.reduce((sum, one) => sum + one, 0)) as [
          number,
          number,
        ];
        for (const [i, weight] of weights.entries()) {
          expect(weight).toBeGreaterThanOrEqual(1);
          expect(Math.abs(weight / total - (counts[i] ?? 0) / all)).toBeLessThan(0.01);
        }
      },
    ),
  );
});
