/** Users under load: rows, sessions and cookies of their own, against a server that knows who may ask what. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Flow, RequestSpec } from '../../src/config/scenario.ts';
import type { TemplatePart } from '../../src/config/template.ts';
import { UserJar } from '../../src/engine/users/cookies.ts';
import type { FlowPortion } from '../../src/engine/worker/messages.ts';
import type { TablePart } from '../../src/engine/worker/rows.ts';
import fc from '../fast-check.ts';
import { drawn, testInFull } from '../part.ts';
import { orderFor, request, runLoad, runRounds } from './run-load.ts';
import { wait } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly port: number;
}

let asked: Asked[] = [];
let server: Server;
let origin = '';
let answer: (
  path: string,
  one: Asked,
) => { status?: number; headers?: Record<string, string>; body?: string };

beforeEach(async () => {
  asked = [];
  answer = () => ({});
  server = createServer((incoming, response) => {
    const one = {
      path: incoming.url ?? '',
      headers: incoming.headers,
      port: incoming.socket.remotePort ?? 0,
    };
    asked.push(one);
    incoming.resume();
    const { status = 200, headers = {}, body = '{}' } = answer(one.path, one);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const row = (column = 0, table = 0): TemplatePart => ({ value: 'row', table, column, encoding: 'url' });
const capture = (name: string): TemplatePart => ({ value: 'capture', name, encoding: 'url' });
const table = (take: TablePart['take'], count: number, over: Partial<TablePart> = {}): TablePart => ({
  name: 'users',
  total: count,
  take,
  rows: Array.from({ length: count }, (_, i) => [`row-${i}`, `item-${i}`]),
  ...over,
});
const took = () => asked.map(({ path }) => path.slice(1));

describe('rows of data', () => {
  testInFull('each is taken once, and the load ends with the last one', async () => {
    const { first, messages } = await runLoad(
      orderFor(origin, {
        connections: 5,
        measureMs: 10_000,
        requests: [request({ path: ['/', row()] })],
        data: [table('once', 200, { total: 400 })],
      }),
    );
    expect(first.outcomes.success).toBe(200);
    expect(new Set(took())).toEqual(new Set(Array.from({ length: 200 }, (_, i) => `row-${i}`)));
    expect(took()).toHaveLength(200);
    expect(messages).toContainEqual({ say: 'capped', by: 'rows', table: { name: 'users', rows: 400 } });
  });

  test.each([
    ['closed', null],
    ['open', { perSecond: 200, kind: 'constant' as const, phase: 0 }],
  ])('a worker without any ends its load before the first request, %s', async (_, arrivals) => {
    const { first, messages } = await runLoad(
      orderFor(origin, {
        warmupMs: 50,
        arrivals,
        requests: [request({ path: ['/', row()] })],
        data: [table('once', 0, { total: 1 })],
      }),
    );
    expect(took()).toEqual([]);
    expect(first.outcomes.success).toBe(0);
    expect(messages).toContainEqual({ say: 'capped', by: 'rows', table: { name: 'users', rows: 1 } });
  });

  test('a user has one of its own, all through the load', async () => {
    const requests = [request({ path: ['/', row(), '?', row(1)] })];
    await runLoad(
      orderFor(origin, {
        connections: 3,
        firstUser: 40,
        measureMs: drawn(700, 300),
        requests,
        data: [table('per-user', 3)],
      }),
    );
    expect(new Set(took())).toEqual(new Set([0, 1, 2].map((i) => `row-${i}?item-${i}`)));
  });

  test('in order begins again at the end, and a flow keeps its row over its steps', async () => {
    const requests = [
      request({ name: 'one', flow: 0, path: ['/', row()] }),
      request({ name: 'two', flow: 0, path: ['/', row(), '?', row(1)] }),
    ];
    const flow: Flow = { name: 'both', weight: 1, steps: [{ request: 0 }, { request: 1 }] };
    await runLoad(
      orderFor(origin, {
        connections: 1,
        measureMs: drawn(700, 300),
        requests,
        flows: [flow],
        data: [table('in-order', 3)],
      }),
    );
    const expected = took().map((_, i) => {
      const index = Math.floor(i / 2) % 3;
      return i % 2 === 0 ? `row-${index}` : `row-${index}?item-${index}`;
    });
    expect(took()).toEqual(expected);
    expect(took().length).toBeGreaterThan(6);
  });

  test('any is one of them', async () => {
    const requests = [request({ path: ['/', row()] })];
    await runLoad(
      orderFor(origin, { connections: 2, measureMs: drawn(700, 300), requests, data: [table('random', 4)] }),
    );
    expect(new Set(took())).toEqual(new Set(['row-0', 'row-1', 'row-2', 'row-3']));
  });
});

describe('sessions', () => {
  const users = ['a', 'b', 'c'].map((token) => ({ captures: { token }, jars: [] }));
  const requests = [request({ path: ['/', capture('token')] })];

  test('each user has its own', async () => {
    await runLoad(
      orderFor(origin, { connections: 3, measureMs: drawn(700, 300), requests, users, loggedIn: [0] }),
    );
    expect(new Set(took())).toEqual(new Set(['a', 'b', 'c']));
  });

  test('that expire are made anew for all', async () => {
    answer = (path) => ({ status: !/\d/.test(path) && asked.length > 20 ? 401 : 200 });
    const renewed = users.map(({ captures }, i) => ({
      captures: { token: `${captures.token}${i}` },
      jars: [],
    }));
    const { first } = await runLoad(
      orderFor(origin, { connections: 3, measureMs: drawn(1200, 400), requests, users, loggedIn: [0] }),
      { logIn: async () => ({ captures: {}, users: renewed }) },
    );
    expect(first.statuses['401']).toBeGreaterThan(0);
    expect(first.statuses['401']).toBeLessThanOrEqual(3);
    expect(new Set(took())).toEqual(new Set(['a', 'b', 'c', 'a0', 'b1', 'c2']));
  });
});

test('a user keeps the cookies that it is given, and sends them where they belong', async () => {
  /** By connection, which is a user's. */
  const latest = new Map<number, string>();
  let [given, wrong] = [0, 0];
  answer = (path, { headers, port }) => {
    if (path === '/own/page' && headers.cookie !== latest.get(port)) wrong++;
    if (path !== '/in') return {};
    if (headers.cookie !== undefined) wrong++;
    latest.set(port, `id=${++given}`);
    return { headers: { 'set-cookie': `id=${given}; Path=/own` } };
  };
  const requests = [request({ name: 'in', path: ['/in'] }), request({ name: 'own', path: ['/own/page'] })];
  const { result } = await runLoad(
    orderFor(origin, { connections: 3, measureMs: 400, requests, sharedJars: [[]] }),
  );
  expect(wrong).toBe(0);
  expect(given).toBeGreaterThan(3);
  expect(result.requests.map(({ outcomes }) => outcomes.success > 3)).toEqual([true, true]);
});

test('a new login in the midst of walks takes the place of the old session, and of no other cookie', async () => {
  const jar = (...lines: string[]) => {
    const made = new UserJar(origin);
    made.take(lines, '/');
    return made.toPlain();
  };
  let [valid, logins, begun, lost, broken] = ['s0', 0, 0, 0, 0];
  answer = (path, { headers: { cookie = '' } }) => {
    const has = (one: string) => String(cookie).split('; ').includes(one);
    if (!has(`sid=${valid}`)) return { status: 401 };
    if (!has('tenant=own')) lost++;
    if (path === '/cart') return { headers: { 'set-cookie': `cart=c${++begun}; Path=/` } };
    // Most walks are at this step when the session ends.
    if (path === '/pay' && !/(^|; )cart=c/.test(String(cookie))) broken++;
    return {};
  };
  const requests = [
    request({ name: 'tenant', path: ['/tenant'], login: 0 }),
    request({ name: 'cart', flow: 0, path: ['/cart'], login: 0 }),
    request({ name: 'pay', flow: 0, path: ['/pay'], login: 0 }),
  ];
  const think = { fromMs: 40, toMs: 40 };
  const flow: Flow = { name: 'order', weight: 1, steps: [{ request: 1 }, { request: 2, think }] };
  const sharedJars = [jar('sid=s0; Path=/', 'tenant=own; Path=/'), []];
  await runLoad(
    orderFor(origin, {
      connections: 4,
      measureMs: 900,
      requests,
      flows: [flow],
      sharedJars,
      loggedIn: [0, 1, 2],
    }),
    {
      started: () =>
        void wait(300).then(() => {
          valid = 's1';
        }),
      logIn: async () => {
        logins++;
        return {
          captures: {},
          sharedJars: [jar('sid=s1; Path=/', 'tenant=late; Path=/'), []],
          renewedJars: [jar('sid=s1; Path=/'), []],
        };
      },
    },
  );
  expect({ logins, lost, broken }).toEqual({ logins: 1, lost: 0, broken: 0 });
  expect(begun).toBeGreaterThan(8);
});

test('late responses of an old session set nothing in the new one, and those of no session do', async () => {
  const jar = (line: string) => {
    const made = new UserJar(origin);
    made.take([line], '/');
    return made.toPlain();
  };
  let valid = 's0';
  const held = new Map<string, () => void>();
  const sent: Record<string, Set<string>> = { '/own': new Set(), '/open': new Set() };
  server.removeAllListeners('request');
  server.on('request', ({ url = '', headers: { cookie = '' } }, response) => {
    const isIn = url === '/open' || cookie === `sid=${valid}`;
    const end = (line: string) =>
      response.writeHead(isIn ? 200 : 401, line ? { 'set-cookie': line } : {}).end();
    if (!held.has(url)) held.set(url, () => end(url === '/own' ? 'sid=late; Path=/' : 'seen=late; Path=/'));
    else {
      sent[url]?.add(cookie);
      end('');
    }
  });
  const requests = [
    request({ name: 'own', path: ['/own'], login: 0 }),
    request({ name: 'open', path: ['/open'] }),
  ];
  const { lost, result } = await runLoad(
    orderFor(origin, {
      connections: 3,
      measureMs: drawn(1000, 500),
      requests,
      loggedIn: [0],
      sharedJars: [jar('sid=s0; Path=/'), []],
    }),
    {
      started: () =>
        void wait(200).then(() => {
          valid = 's1';
        }),
      logIn: async () => {
        void wait(100).then(() => {
          for (const release of held.values()) release();
        });
        return { captures: {}, sharedJars: [jar('sid=s1; Path=/'), []] };
      },
    },
  );
  expect(lost).toBeNull();
  expect(result.requests.map(({ outcomes }) => outcomes.success > 3)).toEqual([true, true]);
  expect(sent).toEqual({ '/own': new Set(['sid=s0', 'sid=s1']), '/open': new Set(['', 'seen=late']) });
});

describe('a sample of a response that repeats what it was sent', () => {
  const TOKEN = 'tok&"en/of/a/step';
  const session = ['own-session-cookie', 'new-session-cookie'] as const;
  const echo = (path: string, { headers }: Asked) =>
    `${path} ${headers.cookie} ${btoa(TOKEN)} ${session[1]} is shown`;
  const secrets = [
    TOKEN,
    encodeURIComponent(TOKEN),
    btoa(TOKEN),
    'hunter2-of-a',
    'once-1234',
    'login-token',
    ...session,
  ];
  const order = () => {
    const jar = new UserJar(origin);
    jar.take([`sid=${session[0]}; Path=/`], '/');
    return orderFor(origin, {
      connections: 1,
      measureMs: 300,
      requests: [
        request({
          name: 'make',
          flow: 0,
          path: ['/make'],
          login: 0,
          inspection: { captures: [{ name: 'step', from: { json: '/token' } }], checks: [] },
        }),
        request({
          name: 'use',
          flow: 0,
          login: 0,
          path: ['/use/', capture('step'), '?pw=', row(1, 0), '&once=', row(0, 1), '&t=', capture('mine')],
          inspection: { captures: [], checks: [{ of: { body: 'text' }, holds: { equals: 'good' } }] },
        }),
      ],
      flows: [{ name: 'both', weight: 1, steps: [{ request: 0 }, { request: 1 }] }],
      users: [{ captures: { mine: 'login-token' }, jars: [] }],
      data: [
        table('per-user', 1, { rows: [['ann', 'hunter2-of-a']] }),
        table('in-order', 1, { rows: [['once-1234']], name: 'goods' }),
      ],
      sharedJars: [jar.toPlain(), []],
    });
  };

  test.each([500, 200])('with %i has nothing of its user: no capture, row or cookie', async (code) => {
    answer = (path, one) =>
      path === '/make'
        ? { body: JSON.stringify({ token: TOKEN }) }
        : { status: code, body: echo(path, one), headers: { 'set-cookie': `sid=${session[1]}; Path=/` } };
    const { result } = await runLoad(order());
    const [sample] = result.requests[1]?.samples ?? [];
    expect(sample?.kind).toBe(code === 500 ? 'status' : 'check');
    // The user's own name is too short to guard anything.
    expect(sample?.text).toContain('/use/***?pw=***&once=***&t=***');
    expect(sample?.text).toMatch(/ is shown"?$/);
    for (const secret of secrets) expect(sample?.text).not.toContain(secret);
  });
});

test('a capture may be called as what every object has', async () => {
  const names = ['constructor', 'toString', 'hasOwnProperty'];
  const inspection = {
    captures: names.map((name) => ({ name, from: { json: `/${name}` } })),
    checks: [],
  };
  const requests = [
    request({ name: 'take', flow: 0, path: ['/take'], inspection }),
    request({
      name: 'use',
      flow: 0,
      path: ['/use', ...names.flatMap((name) => ['/', capture(name)])],
      headers: [['x-token', [{ value: 'capture', name: 'constructor', encoding: 'none' }]]],
    }),
  ];
  answer = () => ({ body: '{"constructor":"a","toString":"b","hasOwnProperty":"c"}' });
  const flow: Flow = { name: 'both', weight: 1, steps: [{ request: 0 }, { request: 1 }] };
  await runLoad(orderFor(origin, { connections: 1, measureMs: 200, requests, flows: [flow] }));
  expect(new Set(took())).toEqual(new Set(['take', 'use/a/b/c']));
  expect(asked.find(({ path }) => path === '/use/a/b/c')?.headers['x-token']).toBe('a');
});

test('where all users think, nobody waits for the service', async () => {
  const think = { fromMs: 450, toMs: 450 };
  const flow: Flow = { name: 'slowly', weight: 1, steps: [{ request: 0 }], thinkAfter: think };
  const requests = [request({ flow: 0 })];
  const { result, lost } = await runLoad(
    orderFor(origin, { connections: 2, measureMs: 1500, requests, flows: [flow] }),
  );
  expect(lost).toBeNull();
  expect((result.flows[0] as FlowPortion).outcomes.success).toBeGreaterThanOrEqual(6);
  expect(result.silences).toEqual([]);
});

const RETRY = { statuses: [500], ends: ['socket', 'timeout'], times: 2, backoffMs: 15 } as const;

test('the accounts hold, whatever the steps are and whatever becomes of them', async () => {
  const step = fc.record({
    always: fc.boolean(),
    thinkMs: fc.constantFrom(0, 0, 0, 3, 25),
    fails: fc.constantFrom(0, 0, 0.1, 0.6),
    how: fc.constantFrom('status', 'check', 'cut', 'hang'),
    again: fc.boolean(),
  });
  const loads = fc.record({
    flows: fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 }),
    connections: fc.integer({ min: 1, max: 12 }),
    open: fc.boolean(),
    warmupMs: fc.constantFrom(0, 30),
    stages: fc.integer({ min: 1, max: 3 }),
    rounds: fc.constantFrom(1, 1, 4),
    seed: fc.string(),
  });
  await fc.assert(
    fc.asyncProperty(loads, async ({ flows: kinds, connections, open, warmupMs, stages, rounds, seed }) => {
      let count = 0;
      const fate = (fails: number) => fails > 0 && ++count % Math.round(1 / fails) === 0;
      const requests: RequestSpec[] = [request({ name: 'alone', path: ['/alone'] })];
      const flows = kinds.map((steps, flow): Flow => {
        const own = steps.map(({ always, thinkMs, again }, i) => {
          const at = requests.length;
          const inspection = { captures: [], checks: [{ of: { json: '/ok' }, holds: { exists: true } }] };
          requests.push(
            request({
              name: `${flow}.${i}`,
              flow,
              path: [`/${flow}/${i}`],
              inspection,
              timeoutMs: 60,
              ...(again && { retry: RETRY }),
            }),
          );
          const think = { fromMs: thinkMs, toMs: thinkMs };
          return {
            request: at,
            ...(i > 0 && thinkMs > 0 && { think }),
            ...(always && { always: true as const }),
          };
        });
        return { name: `flow ${flow}`, weight: 1, steps: own };
      });
      server.removeAllListeners('request');
      server.on('request', (incoming, response) => {
        incoming.resume();
        const [, flow = '', index = ''] = incoming.url?.split('/') ?? [];
        const kind = kinds[Number(flow)]?.[Number(index)];
        if (kind === undefined || !fate(kind.fails)) return response.end('{"ok":1}');
        if (kind.how === 'status') return response.writeHead(500).end('no');
        if (kind.how === 'check') return response.end('{}');
        if (kind.how === 'cut') return incoming.socket.destroy();
      });
      const arrivals = open ? { perSecond: 300, kind: 'constant' as const, phase: 0 } : null;
      const one = { durationMs: 60, connections, arrivals };
      const order = orderFor(origin, {
        requests,
        flows,
        warmupMs,
        timeoutMs: 100,
        seed,
        mostConnections: connections,
        stages: [one, ...Array.from({ length: stages - 1 }, () => one)],
      });
      // Each of its stages is held against its accounts in there.
      if (rounds > 1) await runRounds(order, rounds);
      else await runLoad(order);
    }),
    { numRuns: drawn(150, 6) },
  );
}, 240_000);
