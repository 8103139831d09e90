/** What is asked beside the load: logins of several accounts and of single users, setup and clean-up. */
import type { Socket } from 'node:net';
import type { Plan } from '../../src/config/plan.ts';
import type { Capture, Login, Scenario, SingleRequest } from '../../src/config/scenario.ts';
import type { Template } from '../../src/config/template.ts';
import { checkTarget } from '../../src/engine/check/check-target.ts';
import { TYPED_PROBES } from '../../src/engine/probes/permission.ts';
import type { Progress } from '../../src/engine/progress.ts';
import { Session } from '../../src/engine/session/session.ts';
import { permitTyped } from '../../src/engine/target/guard.ts';
import { makePlan } from '../judgement/make.ts';
import { answerEach, type Heard, type Listening, OK, serve, wait } from './servers.ts';

let server: Listening;
afterEach(() => server.close());

const heard: Heard[] = [];
const pathsHeard = () => heard.map(({ method, path }) => `${method} ${path}`);

/** Answers by method and path; everything else is found well. */
async function service(
  answers: Readonly<Record<string, (one: Heard, socket: Socket) => string | Promise<string>>>,
) {
  heard.length = 0;
  server = await serve(
    answerEach(async (socket, one) => {
      heard.push(one);
      const answer = answers[`${one.method} ${one.path}`];
      socket.write(answer === undefined ? OK : await answer(one, socket));
    }),
  );
}

const said = (code: number, body: string, ...headers: string[]) =>
  [`HTTP/1.1 ${code} Said`, `content-length: ${Buffer.byteLength(body)}`, ...headers, '', body].join('\r\n');
const json = (value: unknown, ...headers: string[]) =>
  said(200, JSON.stringify(value), 'content-type: application/json', ...headers);

const take = (name: string): Template[number] => ({ value: 'capture', name, encoding: 'none' });
const row = (column: number): Template[number] => ({ value: 'row', table: 0, column, encoding: 'json' });
const found = (...captures: Capture[]) => ({ inspection: { captures, checks: [] } });
const asked = (over: Partial<SingleRequest> = {}): SingleRequest => ({
  name: 'ask',
  method: 'GET',
  path: ['/'],
  headers: [],
  body: null,
  expect: null,
  ...over,
});
const login = (over: Partial<Login> = {}): Login => ({
  ...asked({ method: 'POST', path: ['/login'] }),
  name: '',
  ...found({ name: 'token', from: { json: '/token' } }),
  ...over,
});

const perUser = login({ perUser: true, body: ['{"email":"', row(0), '"}'] });
const users = (count: number) =>
  [
    {
      name: 'users',
      take: 'per-user',
      columns: ['email'],
      rows: Array.from({ length: count }, (_, i) => [`user${i}@example.com`]),
    },
  ] as const;
const emailOf = ({ body }: Heard) => (JSON.parse(body) as { email: string }).email;

function planOf(scenario: Partial<Scenario>, connections = 4): Plan {
  const plan = makePlan();
  const [stage] = plan.load.stages;
  return {
    ...plan,
    target: { ...plan.target, origin: server.origin },
    load: { ...plan.load, timeoutMs: 400, stages: [{ ...stage, connections }] },
    scenario: { ...plan.scenario, ...scenario },
  };
}

const captured: (readonly [value: string, isOfUser: boolean])[] = [];
const progress: Progress[] = [];
function sessionOf(plan: Plan, signal = new AbortController().signal): Session {
  captured.length = 0;
  progress.length = 0;
  return new Session(
    plan,
    'target',
    { origin: server.origin },
    {
      signal,
      run: 'run1',
      uniquePrefix: 'run1x',
      permission: permitTyped(false).target,
      commit: null,
      redact: (text) => text.replaceAll('hunter2-hunter2', '***'),
      onCaptured: (value, isOfUser) => void captured.push([value, isOfUser]),
    },
  );
}
async function opened(scenario: Partial<Scenario>, connections?: number) {
  const session = sessionOf(planOf(scenario, connections));
  await session.open((one) => void progress.push(one));
  return session;
}

describe('shared logins and the setup', () => {
  test('come one after the other, each with what was captured before, and yield what all carry', async () => {
    await service({
      'POST /admin': () => json({ token: 'admin-token' }),
      'POST /login': () => json({ token: 'user-token' }),
      'GET /buildings?by=admin-token': () => json({ data: [{ id: '12345678901234567890' }, { id: 2.5 }] }),
      'POST /floors': () => json({ id: 7 }, 'etag: "a"'),
    });
    const session = await opened({
      logins: [
        login(),
        login({
          name: 'admin',
          path: ['/admin'],
          ...found({ name: 'admin.token', from: { json: '/token' } }),
        }),
      ],
      setup: [
        asked({
          path: ['/buildings?by=', take('admin.token')],
          login: 1,
          ...found({ name: 'building', from: { json: '/data/0/id' } }),
        }),
        asked({
          method: 'POST',
          path: ['/floors'],
          body: ['{"of":"', take('building'), '","run":"', take('run'), '"}'],
          ...found({ name: 'etag', from: { header: 'etag' } }, { name: 'floor', from: { json: '/id' } }),
        }),
      ],
    });
    expect(session.shared).toEqual({
      run: 'run1',
      token: 'user-token',
      'admin.token': 'admin-token',
      building: '12345678901234567890',
      etag: '"a"',
      floor: '7',
    });
    expect(session.users).toEqual([]);
    expect(session.sharedJars).toEqual([]);
    expect(heard.at(-1)?.body).toBe('{"of":"12345678901234567890","run":"run1"}');
    expect(captured).toContainEqual(['admin-token', false]);
    const before = heard.length;
    expect((await session.logIn()).captures).toEqual(session.shared);
    expect(pathsHeard().slice(before)).toEqual(['POST /login', 'POST /admin']);
  });

  test.each<[string, string, Partial<SingleRequest>, string, RegExp]>([
    [
      '403',
      said(403, 'not you'),
      {},
      'setup-failed',
      /^the setup's ask \(GET http:\S+\/s\) was answered 403: not you$/,
    ],
    ['429', said(429, '', 'retry-after: 7'), {}, 'limited-at-start', /answered 429 \(Retry-After 7 s\)/],
    ['500', said(500, ''), {}, 'service-broken', /was answered 500/],
    [
      'what is captured is missing',
      json({ sid: 'abcdefgh12345678' }),
      found({ name: 'id', from: { json: '/data/0/id' } }),
      'setup-failed',
      /^the response to the setup's ask \(\S+ \S+\) is not as expected: expected a value to capture as id at \/data\/0\/id, found nothing; it is \{"sid":"\*\*\*"\}$/,
    ],
    [
      'a check fails',
      json({ n: 0, of: 'aB3dE5gH7jK9' }),
      { inspection: { captures: [], checks: [{ of: { json: '/of' }, holds: { equals: 'x' } }] } },
      'setup-failed',
      /expected \/of to be "x", found "\*\*\*"/,
    ],
  ])('a setup fails where the answer is: %s', async (_, answer, over, code, message) => {
    await service({ 'GET /s': () => answer });
    await expect(opened({ logins: [], setup: [asked({ path: ['/s'], ...over })] })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});

test('a form is sent with the cookie and the CSRF token of its page, and its session is kept', async () => {
  await service({
    'GET /signin': () =>
      said(200, '<input name="csrf" value="c-42">', 'set-cookie: pre=1; Path=/', 'content-type: text/html'),
    'POST /signin': ({ head, body }) =>
      /^cookie: pre=1$/im.test(head) && body === 'csrf=c-42'
        ? said(
            303,
            '',
            'set-cookie: sid=s-1; Path=/; HttpOnly',
            'set-cookie: pre=; Path=/; Max-Age=0',
            'location: /',
          )
        : said(403, 'no'),
    'GET /me': ({ head }) => (/^cookie: sid=s-1$/im.test(head) ? json({ name: 'Ann' }) : said(401, '')),
  });
  const form = login({
    path: ['/signin'],
    expect: [303],
    body: ['csrf=', take('csrf')],
    before: [
      asked({
        path: ['/signin'],
        ...found({ name: 'csrf', from: { after: 'name="csrf" value="', before: '"' } }),
      }),
    ],
    ...found(),
  });
  const session = await opened({
    cookies: true,
    logins: [form],
    setup: [asked({ path: ['/me'], login: 0, ...found({ name: 'me', from: { json: '/name' } }) })],
    requests: [
      { ...asked({ name: 'mine', login: 0 }), weight: 1 },
      { ...asked({ name: 'open' }), weight: 1 },
    ],
  });
  expect(session.shared).toMatchObject({ me: 'Ann' });
  expect(session.sharedJars.map((jar) => jar.map(({ key }) => key))).toEqual([['sid'], []]);
  expect(session.loggedIn).toEqual([0]);
});

test('cookies that the setup was given outlive a new login, whose own take the place of the old ones', async () => {
  let nth = 0;
  await service({
    'POST /login': ({ head }) =>
      /^cookie:/im.test(head) ? said(400, 'in already') : said(200, '', `set-cookie: sid=s${++nth}; Path=/`),
    'GET /tenant': () => said(200, '', 'set-cookie: tenant=t1; Path=/'),
  });
  const session = await opened({
    cookies: true,
    logins: [login(found())],
    setup: [asked({ path: ['/tenant'], login: 0 })],
  });
  expect(session.gave.renewedJars).toBeUndefined();
  const { sharedJars = [], renewedJars = [] } = await session.logIn();
  const kept = (jars: typeof sharedJars) =>
    jars.map((jar) => jar.map(({ key, value }) => `${key}=${value}`).sort());
  expect(kept(sharedJars)).toEqual([['sid=s2', 'tenant=t1'], []]);
  expect(kept(renewedJars)).toEqual([['sid=s2'], []]);
  expect((await session.logIn()).sharedJars).toHaveLength(2);
});

describe('a login for each user', () => {
  test('is made with its own row, four at once, and yields captures and cookies of its own', async () => {
    let [now, most] = [0, 0];
    await service({
      'POST /login': async (one) => {
        most = Math.max(most, ++now);
        await wait(3);
        now--;
        const email = emailOf(one);
        return json({ token: `token-of-${email}` }, `set-cookie: sid=${email}; Path=/`);
      },
    });
    const session = await opened({ cookies: true, logins: [perUser], data: users(30) }, 30);
    expect(session.users).toHaveLength(30);
    for (const [i, user] of session.users.entries()) {
      expect(user.captures).toEqual({ token: `token-of-user${i}@example.com` });
      expect(structuredClone(user.jars)[0]?.[0]?.value).toBe(`user${i}@example.com`);
      expect(user.jars[1]).toBeNull();
    }
    expect(most).toBe(4);
    expect(session.shared).toEqual({ run: 'run1' });
    expect(captured.every(([, isOfUser]) => isOfUser)).toBe(true);
    expect(progress.at(-1)).toMatchObject({ phase: 'login', note: '30 of 30 users are logged in' });
    const before = heard.length;
    await session.logIn();
    expect(heard.length - before).toBe(30);
  });

  test('that is refused to some is told with their count and the first one', async () => {
    await service({
      'POST /login': (one) =>
        /user(11|17|29)@/.test(emailOf(one)) ? said(401, 'wrong password') : json({ token: 't' }),
    });
    await expect(opened({ logins: [perUser], data: users(40) }, 40)).rejects.toMatchObject({
      code: 'login-failed',
      message: expect.stringMatching(
        /^3 of 40 users were refused, first user 12: the login \(POST \S+\) was answered 401: wrong password$/,
      ),
    });
    expect(heard.filter(({ path }) => path === '/login')).toHaveLength(40);
  });

  test('that is refused to all, or never answered, is not tried for all', async () => {
    await service({ 'POST /login': () => said(401, '') });
    await expect(opened({ logins: [perUser], data: users(1000) }, 1000)).rejects.toMatchObject({
      message: expect.stringMatching(/^10\d of the first 10\d of 1,000 users were refused, first user 1: /),
    });
    expect(heard.length).toBeLessThan(110);
    await server.close();
    await service({ 'POST /login': () => said(503, '') });
    await expect(opened({ logins: [perUser], data: users(1000) }, 1000)).rejects.toMatchObject({
      code: 'service-broken',
      message: expect.stringMatching(/^\d+ of the first \d+ of 1,000 users were not let in, first user 1: /),
    });
    expect(heard.length).toBeLessThan(20);
  });

  test('that is refused is told without its row and its cookies, wherever they come to stand', async () => {
    await service({
      'GET /page': () => said(200, '', 'set-cookie: pre=cookie of a page; Path=/'),
      'POST /login?pw=user0%40example.com': ({ head }) =>
        said(403, `no user0@example.com (user0%40example.com) with ${/^cookie: (.*)$/im.exec(head)?.[1]}`),
    });
    const one = login({
      perUser: true,
      path: ['/login?pw=', { value: 'row', table: 0, column: 0, encoding: 'url' }],
      before: [asked({ path: ['/page'] })],
    });
    await expect(opened({ cookies: true, logins: [one], data: users(1) }, 1)).rejects.toMatchObject({
      code: 'login-failed',
      message: expect.stringMatching(
        /^1 of 1 users was refused, first user 1: the login \(POST \S+\/login\?pw=\*\*\*\) was answered 403: no \*\*\* \(\*\*\*\) with pre=\*\*\*$/,
      ),
    });
  });

  test('that a rate limiter shuts ends there, and the limiter is named', async () => {
    let asks = 0;
    await service({
      'POST /login': () => (++asks > 20 ? said(429, 'slow down', 'retry-after: 30') : json({ token: 't' })),
    });
    await expect(opened({ logins: [perUser], data: users(1000) }, 1000)).rejects.toMatchObject({
      code: 'limited-at-start',
      message: expect.stringMatching(
        /^a rate limiter on the login let in 20 of 1,000 users, then no more. User \d+: .* answered 429 \(Retry-After 30 s\): slow down$/,
      ),
    });
    expect(asks).toBeLessThan(25);
  });
});

describe('the clean-up', () => {
  const cleanup = [
    asked({ name: 'all', method: 'DELETE', path: ['/items?run=', take('run')], expect: [204] }),
    asked({ name: 'gone', method: 'DELETE', path: ['/gone'] }),
    asked({
      name: 'left',
      ...found(),
      path: ['/left'],
      inspection: {
        captures: [],
        checks: [{ of: { json: '/left' }, holds: { equals: 0 } }],
      },
    }),
    asked({ name: 'slow', path: ['/slow'] }),
    asked({ name: 'never', path: ['/', take('cart')] }),
  ];

  test('is asked in order, with the tag of the run, and its outcomes are data', async () => {
    await service({
      'DELETE /items?run=run1': () => said(204, ''),
      'DELETE /gone': () => said(404, 'hunter2-hunter2'),
      'GET /left': () => json({ left: 3 }),
      'GET /slow': () => new Promise(() => {}),
    });
    const stopped = new AbortController();
    const session = sessionOf(planOf({ logins: [], cleanup }), stopped.signal);
    await session.open(() => {});
    stopped.abort();
    const of = { side: 'target' };
    expect(await session.cleanUp()).toEqual([
      { ...of, name: 'all', status: 204, error: null, ok: true },
      { ...of, name: 'gone', status: 404, error: null, ok: false },
      { ...of, name: 'left', status: 200, error: 'expected /left to be 0, found 3', ok: false },
      { ...of, name: 'slow', status: null, error: 'no response within 0.4 s', ok: false },
      {
        ...of,
        name: 'never',
        status: null,
        error: expect.stringContaining('"cart" was never captured'),
        ok: false,
      },
    ]);
  });

  test('carries on what it captured, which is a secret; what a wrong response holds is not carried on', async () => {
    const list = { json: '/ids/0' };
    await service({
      'GET /list': () => json({ ids: ['item-1234'] }),
      'DELETE /items/item-1234': () => said(204, ''),
      'GET /other': () => said(500, '{"ids":["item-5678"]}'),
    });
    const session = await opened({
      logins: [],
      cleanup: [
        asked({ name: 'list', path: ['/list'], ...found({ name: 'id', from: list }) }),
        asked({ name: 'item', method: 'DELETE', path: ['/items/', take('id')] }),
        asked({ name: 'other', path: ['/other'], ...found({ name: 'id', from: list }) }),
        asked({ name: 'again', method: 'DELETE', path: ['/items/', take('id')] }),
      ],
    });
    const outcomes = await session.cleanUp();
    expect(outcomes.map(({ name, ok }) => [name, ok])).toEqual([
      ['list', true],
      ['item', true],
      ['other', false],
      ['again', true],
    ]);
    expect(pathsHeard().slice(-4)).toEqual([
      'GET /list',
      'DELETE /items/item-1234',
      'GET /other',
      'DELETE /items/item-1234',
    ]);
    expect(captured).toEqual([
      ['item-1234', false],
      ['item-5678', false],
    ]);
  });

  test.each([
    ['of the right status', 200, 204],
    ['of a wrong status', 500, null],
  ])('uses what a response %s gave to a setup that failed: %i', async (_, code, status) => {
    await service({
      'POST /items': () => said(code, '{"id":"item-1234"}'),
      'DELETE /items/item-1234': () => said(204, ''),
    });
    const [id, etag] = [{ json: '/id' }, { header: 'etag' }];
    const captures = found({ name: 'id', from: id }, { name: 'etag', from: etag });
    const session = sessionOf(
      planOf({
        logins: [],
        setup: [asked({ name: 'create', method: 'POST', path: ['/items'], ...captures })],
        cleanup: [asked({ name: 'remove', method: 'DELETE', path: ['/items/', take('id')] })],
      }),
    );
    await expect(session.open(() => {})).rejects.toThrow("the setup's create");
    expect((await session.cleanUp()).map((outcome) => outcome.status)).toEqual([status]);
  });

  describe('where the login has expired since the load', () => {
    test.each([
      ['token', false],
      ['cookie', true],
    ])('its %s is made anew once, also after the run was cancelled', async (_, cookies) => {
      let logins = 0;
      let valid = 't1';
      const guard = ({ path, head }: Heard) =>
        path.endsWith(`as=${valid}`) || new RegExp(`^cookie: sid=${valid}$`, 'im').test(head)
          ? OK
          : said(401, 'expired');
      await service({
        'POST /login': () => json({ token: `t${++logins}` }, `set-cookie: sid=t${logins}; Path=/`),
        'GET /one?as=t1': guard,
        'GET /one?as=t2': guard,
        'GET /two?as=t2': guard,
        'GET /one': guard,
        'GET /two': guard,
        'GET /open': () => said(401, ''),
      });
      const of = (name: string) =>
        asked({ name, path: cookies ? [`/${name}`] : [`/${name}?as=`, take('token')], login: 0 });
      const stopped = new AbortController();
      const cleanup = [asked({ name: 'open', path: ['/open'] }), of('one'), of('two')];
      const plan = planOf({ ...(cookies && { cookies }), logins: [login(cookies ? found() : {})], cleanup });
      const session = sessionOf(plan, stopped.signal);
      await session.open(() => {});
      stopped.abort();
      valid = 't2';
      const before = heard.length;
      expect((await session.cleanUp()).map(({ name, status }) => [name, status])).toEqual([
        ['open', 401],
        ['one', 200],
        ['two', 200],
      ]);
      const names = pathsHeard()
        .slice(before)
        .map((path) => path.replace(/\?.*/, ''));
      expect(names).toEqual(['GET /open', 'GET /one', 'POST /login', 'GET /one', 'GET /two']);
    });

    test('and the new one is refused, it is tried once, and nothing is asked again', async () => {
      let logins = 0;
      await service({
        'POST /login': () => (++logins > 1 ? said(403, '') : json({ token: 't1' })),
        'GET /one?as=t1': () => said(401, ''),
      });
      const one = asked({ name: 'one', path: ['/one?as=', take('token')], login: 0 });
      const session = await opened({ logins: [login()], cleanup: [one, one] });
      expect((await session.cleanUp()).map(({ status }) => status)).toEqual([401, 401]);
      expect(pathsHeard().filter((path) => !path.endsWith('/health'))).toEqual([
        'POST /login',
        'GET /one?as=t1',
        'POST /login',
        'GET /one?as=t1',
      ]);
    });
  });

  test('of an environment that never was ready is none', async () => {
    await service({});
    expect(await sessionOf(planOf({ logins: [], cleanup })).cleanUp()).toEqual([]);
    expect(heard).toEqual([]);
  });
});

test('a check asks each request and each step once, in order, with their captures, and tells what is unmet', async () => {
  await service({
    'POST /login': (one) => json({ token: `token-of-${emailOf(one)}` }, 'set-cookie: sid=1; Path=/'),
    'GET /list': () => json({ total: 0 }),
    'POST /carts': () => said(201, '{"id":"c1"}'),
    'DELETE /carts/c1': () => said(204, ''),
    'GET /clean': () => said(500, ''),
  });
  const step = { flow: 0, weight: 1, login: 0 };
  const plan = planOf({
    cookies: true,
    logins: [perUser],
    data: users(4),
    requests: [
      {
        ...asked({ name: 'list', path: ['/list'] }),
        weight: 1,
        inspection: {
          captures: [],
          checks: [{ of: { json: '/total' }, holds: { atLeast: 1 } }],
        },
      },
      {
        ...step,
        ...asked({ name: 'create', method: 'POST', path: ['/carts'], expect: [201] }),
        ...found({
          name: 'cart',
          from: { json: '/id' },
        }),
      },
      { ...step, ...asked({ name: 'pay', path: ['/pay/', take('order')] }) },
      {
        ...step,
        ...asked({
          name: 'clean',
          method: 'DELETE',
          path: ['/carts/', take('cart')],
          headers: [['authorization', ['Bearer ', take('token')]]],
        }),
      },
    ],
    flows: [
      {
        name: 'order',
        weight: 1,
        steps: [
          { request: 1, think: { fromMs: 60_000, toMs: 60_000 } },
          { request: 2 },
          { request: 3, always: true },
        ],
      },
    ],
    cleanup: [asked({ name: 'all', path: ['/clean'] })],
  });
  const check = await checkTarget(plan, {
    signal: new AbortController().signal,
    permission: permitTyped(false).target,
    probes: TYPED_PROBES,
    onProgress: () => {},
  });
  expect(check.refusal).toBeNull();
  expect(check.before).toMatchObject([
    { what: 'login', name: '', status: 200, isGood: true, captures: [{ name: 'token', letters: 26 }] },
  ]);
  expect(
    check.requests.map(({ name, unmet, answer, failure }) => [name, unmet, answer?.status, failure?.says]),
  ).toEqual([
    ['list', 'expected /total to be at least 1, found 0', 200, undefined],
    ['create', null, 201, undefined],
    ['pay', null, undefined, expect.stringContaining('"order" was never captured')],
    ['clean', null, 204, undefined],
  ]);
  expect(check.cleanup).toEqual([{ side: 'target', name: 'all', status: 500, error: null, ok: false }]);
  const loaded = heard.slice(heard.findIndex(({ path }) => path === '/login'));
  expect(loaded.map(({ path }) => path)).toEqual(['/login', '/list', '/carts', '/carts/c1', '/clean']);
  expect(loaded[3]?.head).toMatch(/^authorization: Bearer token-of-user0@example\.com$/im);
  expect(loaded[3]?.head).toMatch(/^cookie: sid=1$/im);
  expect(loaded[1]?.head).not.toMatch(/^cookie:/im);
});

test('a check shows nothing of the row and the cookies with which it asks', async () => {
  await service({
    'POST /login': () => json({}, 'set-cookie: sid=cookie of a user; Path=/'),
    'GET /me?is=user0%40example.com': ({ head }) =>
      said(500, `user0@example.com with ${/^cookie: (.*)$/im.exec(head)?.[1]}`),
  });
  const check = await checkTarget(
    planOf({
      cookies: true,
      logins: [{ ...perUser, ...found() }],
      data: users(4),
      requests: [
        {
          ...asked({ path: ['/me?is=', { value: 'row', table: 0, column: 0, encoding: 'url' }], login: 0 }),
          weight: 1,
        },
      ],
    }),
    {
      signal: new AbortController().signal,
      permission: permitTyped(false).target,
      probes: TYPED_PROBES,
      onProgress: () => {},
    },
  );
  expect(check.requests).toMatchObject([{ path: '/me?is=***', answer: { status: 500 } }]);
  expect(heard.at(-1)?.head).toContain('cookie of a user');
  expect(JSON.stringify(check)).not.toMatch(/user0|cookie of/);
  expect(JSON.stringify(check)).toContain('*** with sid=***');
});
