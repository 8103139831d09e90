/** `tailgate check`: each request once, against real servers, and what it says to change. */
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { testInFull } from '../part.ts';
import { command } from './in-process.ts';
import { openShell, type Shell } from './process.ts';

const TOKEN = 'token-that-the-login-hands-out';
const PASSWORD = 'password-of-the-account';
const ENV = { TAILGATE_PASSWORD: PASSWORD };

interface Asked {
  readonly line: string;
  readonly body: string;
  readonly authorization: string | undefined;
}
type Reply = (response: ServerResponse, asked: Asked, request: IncomingMessage) => void;

let shell: Shell;
let server: Server;
let asked: Asked[];
beforeEach(async () => {
  shell = await openShell();
  asked = [];
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await shell.remove();
});

const json =
  (status: number, body: unknown, headers = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

async function listen(routes: Readonly<Record<string, Reply>>): Promise<string> {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const path = (request.url ?? '').split('?')[0];
    const one = {
      line: `${request.method} ${request.url}`,
      body,
      authorization: request.headers.authorization,
    };
    asked.push(one);
    (routes[`${request.method} ${path}`] ?? json(404, { error: 'not found' }))(response, one, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const LOGIN: Readonly<Record<string, Reply>> = {
  'GET /health': json(200, {}),
  'POST /login': (response, { body }) =>
    body.includes(PASSWORD)
      ? json(200, { access: { token: TOKEN } })(response)
      : json(401, { error: `wrong password ${PASSWORD}` })(response),
};
const WITH_LOGIN = `  headers: { authorization: "Bearer {{token}}" }
  login: { post: /login, json: { password: "{{env.TAILGATE_PASSWORD}}" }, capture: { token: /access/token } }
`;

async function check(
  url: string,
  requests: string,
  { scenario = '', words = [] as string[], env = ENV } = {},
) {
  const text = `target: { ready: /health }\nload: { connections: 2, duration: 1s, timeout: 1s }\nscenario:\n${scenario}  requests:\n${requests}\ngate: { p99: { max: 1 s } }\n`;
  await writeFile(join(shell.folder, 'tailgate.yml'), text);
  const ended = await command(shell.folder, ['check', '--target-url', url, ...words], env);
  return { ...ended, said: ended.out.replaceAll(/\s+/g, ' ') };
}

test('what is right is shown with status, time and size, and exits 0', async () => {
  const url = await listen({
    ...LOGIN,
    'GET /items': json(200, [{ id: 1, secret: 'value-of-a-record' }]),
    'POST /items': json(201, { id: 2 }),
  });
  const { exitCode, out, err } = await check(
    url,
    '    - { name: list, get: /items }\n    - { name: create, post: /items, json: { sku: "{{unique}}" }, expect: 201 }',
    { scenario: WITH_LOGIN },
  );
  expect(exitCode).toBe(0);
  expect(asked.map(({ line }) => line)).toEqual([
    'GET /health',
    'GET /health',
    'GET /health',
    'POST /login',
    'GET /items',
    'POST /items',
  ]);
  expect(asked.slice(4).map(({ authorization }) => authorization)).toEqual([
    `Bearer ${TOKEN}`,
    `Bearer ${TOKEN}`,
  ]);
  expect(out).toMatch(/^ok +target +http:\S+$/m);
  expect(out).toMatch(/^ok +login +200 +[\d.]+ ms +\d+ B +captured token = \*\*\* \(30 characters\)$/m);
  expect(out).toMatch(/^ok +request +200 +[\d.]+ ms +\d+ B +list: GET \/items$/m);
  expect(out).toMatch(/^ok +request +201 +[\d.]+ ms +8 B +create: POST \/items$/m);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    `All 2 requests are answered as expected. Next: tailgate run --config tailgate.yml --target-url ${url}`,
  );
  for (const text of [out, err]) {
    for (const secret of [TOKEN, PASSWORD, 'value-of-a-record']) expect(text).not.toContain(secret);
  }
});

describe('what is wrong is said with what to change, and exits 2', () => {
  const missing = json(422, {
    detail: [{ loc: ['body', 'amount'], msg: 'Field required', type: 'missing' }],
  });
  test.each<[string, Readonly<Record<string, Reply>>, string, string, readonly string[]]>([
    [
      'a status that expect does not list',
      { 'POST /items': json(201, {}) },
      '{ post: /items, json: {}, expect: 200 }',
      '',
      ['wrong request 201', 'expect says 200: set expect: 201'],
    ],
    [
      'a field that is missing',
      { 'POST /items': missing },
      '{ post: /items, json: { sku: a } }',
      '',
      [
        "it lacks “amount” (Field required): add this to the request's json",
        'if 422 is intended, set expect: 422',
      ],
    ],
    [
      'a field that is refused',
      { 'POST /items': missing },
      '{ post: /items, json: { lines: [{ amount: 0 }] } }',
      '',
      ['these values were rejected: “amount” (Field required)'],
    ],
    [
      'a login that is not used',
      { 'GET /items': json(401, { error: 'no token' }) },
      '{ get: /items }',
      WITH_LOGIN.replace(/^ {2}headers.*\n/, ''),
      ['it does not use the login: add { authorization: "Bearer {{token}}" } to scenario.headers'],
    ],
    [
      'no login',
      { 'GET /items': json(401, {}) },
      '{ get: /items }',
      '',
      ['it needs a login: add scenario.login'],
    ],
    [
      'a token that is not accepted',
      { 'GET /items': json(401, {}) },
      '{ get: /items }',
      WITH_LOGIN,
      [
        'it carries what the login captured, but that is not accepted: check that scenario.login.capture takes the right value',
      ],
    ],
    [
      'another path',
      { 'GET /a': json(200, {}) },
      '{ get: /items }\n    - { get: /a }',
      '',
      ['there is no such path, or no such record', '1 of 2 requests is not answered as expected'],
    ],
    [
      'paths below another one',
      {},
      '{ get: /items }\n    - { get: /a }',
      '',
      ['nothing is found below http:', 'the URL has to include it, as in --target-url http://127.0.0.1:'],
    ],
    [
      'a redirect to a path',
      { 'GET /items': json(308, {}, { location: '/items/?token=abc' }) },
      '{ get: /items }',
      '',
      ['it redirects to /items/, and redirects are not followed: use that path'],
    ],
    [
      'a redirect to a login',
      { 'GET /items': json(302, {}, { location: 'https://sso.example.com/login?x=abc' }) },
      '{ get: /items }',
      '',
      [
        'it redirects to https://sso.example.com/login, a login: put the header that opens the preview into scenario.headers',
      ],
    ],
    [
      'a different method',
      { 'POST /items': json(405, {}, { allow: 'GET, HEAD' }) },
      '{ post: /items, json: {} }',
      '',
      ['the path accepts GET, HEAD, not POST'],
    ],
    [
      'another kind of body',
      { 'POST /items': json(415, {}) },
      '{ post: /items, body: a=1 }',
      '',
      ['the body has no content-type: set it in headers'],
    ],
    [
      'a service that fails',
      { 'GET /items': json(500, {}) },
      '{ get: /items }',
      '',
      ['the service itself failed: see its log'],
    ],
    [
      'a rate limiter',
      { 'GET /items': json(429, {}, { 'retry-after': '7' }) },
      '{ get: /items }',
      '',
      ['(Retry-After 7)'],
    ],
    [
      'no answer',
      { 'GET /items': () => {} },
      '{ get: /items }',
      '',
      ['no response', 'it takes longer than load.timeout, 1 s'],
    ],
    [
      'a closed connection',
      { 'GET /items': (response) => void response.destroy() },
      '{ get: /items }',
      '',
      ['no response came: '],
    ],
  ])('%s', async (_, routes, request, scenario, words) => {
    const url = await listen({ ...LOGIN, ...routes });
    const { exitCode, said } = await check(url, `    - ${request}`, { scenario });
    expect(exitCode).toBe(2);
    for (const word of words) expect(said).toContain(word);
    expect(said).not.toContain('token=abc');
    expect(said).not.toContain(TOKEN);
  });

  test('a base path that stands in the URL and in the path', async () => {
    const url = await listen({ 'GET /api/health': json(200, {}) });
    const { said, exitCode } = await check(`${url}/api`, '    - { get: /api/items }');
    expect(exitCode).toBe(2);
    expect(said).toContain('/api is both in --target-url and in the path');
    expect(asked.at(-1)?.line).toBe('GET /api/api/items');
  });

  test('a login that fails: nothing else is asked', async () => {
    const url = await listen(LOGIN);
    const { exitCode, said } = await check(url, '    - { get: /items }', {
      scenario: WITH_LOGIN.replace(
        '{ password: "{{env.TAILGATE_PASSWORD}}" }',
        '{ password: "wrong", key: "{{env.TAILGATE_PASSWORD}}" }',
      ).replace('key', 'k'),
      env: { TAILGATE_PASSWORD: 'another-password' },
    });
    expect(exitCode).toBe(2);
    expect(said).toMatch(/wrong login 401 .* the login \(POST http:\S+\/login\) was answered 401/);
    expect(said).toContain("Nothing else was sent. Check the login's path");
    expect(asked.at(-1)?.line).toBe('POST /login');
  });

  test('a target that is not ready', async () => {
    const url = await listen({});
    const { exitCode, said } = await check(url, '    - { get: /items }', {
      words: ['--target-timeout', '1s'],
    });
    expect(exitCode).toBe(2);
    expect(said).toContain('/health did not become ready');
    expect(said).toContain('set target.ready to a path that returns 2xx');
  });
});

test('what is answered as expected may deserve a look', async () => {
  const page: Reply = (response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
  const url = await listen({
    ...LOGIN,
    'GET /api/itmes': page,
    'GET /api/items': json(200, []),
    'POST /graphql': json(200, { errors: [{ message: 'no such field' }] }),
  });
  const { exitCode, said } = await check(
    url,
    '    - { get: /api/items }\n    - { get: /api/itmes }\n    - { post: /graphql, json: { query: "{ a }" } }',
  );
  expect(exitCode).toBe(0);
  expect(said).toContain('a service with a single-page app returns one for any path');
  expect(said).toContain('it lists errors with a success status, as GraphQL does');
});

test('a mistake in the file or a flag is told as anywhere', async () => {
  const url = await listen(LOGIN);
  const { exitCode, err } = await check(url, '    - { get: items }');
  expect([exitCode, asked]).toEqual([2, []]);
  expect(err).toContain('does not start with a slash');
  const flag = await command(shell.folder, ['check', '--duration', '20s'], {});
  expect(flag.err).toContain("Unknown option '--duration'");
});

describe('`tailgate run` suggests it', () => {
  const run = async (url: string, requests: string) => {
    await writeFile(
      join(shell.folder, 'tailgate.yml'),
      `load: { connections: 2, duration: 1s, warmup: 0s }\nscenario:\n${requests}\ngate: { errors: { max: 1 % } }\n`,
    );
    return shell.run(['--target-url', url, '--target-timeout', '1s']);
  };

  testInFull(
    'where it fails before the load, and where many requests fail',
    async () => {
      const url = await listen({
        'GET /items': json(404, {}),
        'POST /login': json(401, {}),
        'GET /': json(200, {}),
      });
      const failing = await run(url, '  requests: [{ get: /items }]');
      expect(failing.exitCode).toBe(1);
      expect(failing.err).toContain(
        `to see the response to each request: tailgate check --config tailgate.yml --target-url ${url}\n`,
      );
      const refused = await run(
        url,
        '  login: { post: /login, capture: { t: /t } }\n  requests: [{ get: "/items?t={{t}}" }]',
      );
      expect(refused.causes).toMatchObject([{ code: 'login-failed' }]);
      expect(refused.err).toContain('tailgate check --config');
    },
    60_000,
  );

  testInFull(
    'and not where all is well',
    async () => {
      const url = await listen({
        'GET /items': (response) => void setTimeout(() => response.end('ok'), 20),
        'GET /': json(200, {}),
      });
      expect((await run(url, '  requests: [{ get: /items }]')).err).not.toContain('tailgate check');
    },
    60_000,
  );
});

describe('probes', () => {
  const REQUEST = '    - { name: list, get: /items }';
  const page =
    (text: string): Reply =>
    (response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end(text);
  const withProbes = (probes: string) => `${REQUEST}\nprobes:\n${probes}`;

  test('each is read once, with what it read, and what it could not', async () => {
    let pages = 0;
    const url = await listen({
      ...LOGIN,
      'GET /items': json(200, []),
      'GET /metrics': (response, one, request) => {
        pages += 1;
        page('heap_bytes 10485760\nprocess_cpu_seconds_total 12\n')(response, one, request);
      },
    });
    const { exitCode, said, out } = await check(
      url,
      withProbes(
        [
          '  - prometheus: { url: "{{target}}/metrics", series: { heap: heap_bytes, cpu: process_cpu_seconds_total } }',
          '  - prometheus: { url: "{{target}}/metrics", series: { lost: heap_byte } }',
          '  - prometheus: { url: "{{target}}/none?token={{env.TAILGATE_PASSWORD}}", series: { a: a } }',
        ].join('\n'),
      ),
    );
    // As in a run, nothing of this fails.
    expect([exitCode, pages]).toEqual([0, 2]);
    expect(out).toMatch(/^ok +probe +probes\[0\]\.prometheus +[\d.]+ ms$/m);
    expect(said).toContain('it read heap 10 MiB and cpu (counts up)');
    expect(out).toMatch(/^note +probe +probes\[1\]\.prometheus/m);
    expect(said).toContain('There is heap_bytes');
    expect(said).toContain('was answered (404');
    expect(said).toContain('A run continues without it');
    expect(out).not.toContain(PASSWORD);
  });

  test('what a hostile page calls its series steers no terminal', async () => {
    const url = await listen({
      ...LOGIN,
      'GET /items': json(200, []),
      'GET /metrics': page('x{a="\u001b[2J\u001b]0;owned\u0007"} 1\nx{a="\u202e|<b>"} 2\n'),
    });
    const { out, said } = await check(
      url,
      withProbes('  - prometheus: { url: "{{target}}/metrics", series: { x: x } }'),
    );
    expect(said).toContain('x fits 2');
    for (const letter of ['\u0007', '\u001b', '\u202e']) expect(out).not.toContain(letter);
  });

  test('the service as a process of this machine', async () => {
    const url = await listen({ ...LOGIN, 'GET /items': json(200, []) });
    const { exitCode, said } = await check(url, withProbes('  - process: {}'));
    expect(exitCode).toBe(0);
    if (process.platform === 'linux')
      expect(said).toMatch(/it read cpu \(counts up\), memory [\d.,]+ [MG]iB, load [\d.]+/);
  });
});

test.each([
  ['it may not', json(403, {}), /^note +cleanup +403 +remove items$/m, 'it is not answered as expected'],
  ['it fails a check', json(200, { left: 3 }), /^note +cleanup +200 +remove items$/m, 'found 3'],
])('a clean-up of which %s is told, and fails nothing', async (_, reply, line, why) => {
  const url = await listen({ ...LOGIN, 'GET /items': json(200, []), 'DELETE /items': reply });
  const scenario =
    '  cleanup: [ { name: remove items, delete: /items, check: [ { json: /left, equals: 0 } ] }, { get: /items } ]\n';
  const { exitCode, out, said } = await check(url, '    - { get: /items }', { scenario });
  expect(out).toMatch(line);
  expect(said).toContain(why);
  expect(said).toContain('what this check created may still be there');
  expect(out.match(/cleanup/g)).toHaveLength(1);
  expect(exitCode).toBe(0);
});
