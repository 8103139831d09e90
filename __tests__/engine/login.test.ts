import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Login } from '../../src/config/plan.ts';
import type { Inspection } from '../../src/config/scenario.ts';
import { redactor } from '../../src/config/secrets/redact.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { logIn } from '../../src/engine/target/login.ts';
import { createValues } from '../../src/engine/values.ts';
import { answerEach, freePort, type Heard, type Listening, serve } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

/** Name → JSON Pointer. */
function capturing(pointers: Readonly<Record<string, string>>): Inspection {
  return { captures: Object.entries(pointers).map(([name, json]) => ({ name, from: { json } })), checks: [] };
}

keepSteadyTime();

let server: Listening | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const SECRET = 'hunter2-hunter2';
const login = (over: Partial<Login> = {}): Login => ({
  name: '',
  method: 'POST',
  path: ['/login'],
  headers: [['content-type', ['application/json']]],
  body: [`{"password":"${SECRET}"}`],
  expect: null,
  inspection: capturing({ token: '/token' }),
  ...over,
});

let captured: string[] = [];
beforeEach(() => {
  captured = [];
});

async function attempt(origin: string, over: Partial<Login> = {}, signal = new AbortController().signal) {
  const values = createValues('l', seededRandom('login'));
  const asking = {
    url: origin,
    address: '127.0.0.1',
    deadlineMs: 400,
    signal,
    captures: {},
    values,
    jar: null,
  };
  return logIn(login(over), asking, {
    redact: (text) => text.replaceAll(SECRET, '***'),
    onCaptured: (value) => captured.push(value),
  });
}

const answer = (code: number, body: string | Buffer, ...headers: string[]): Buffer =>
  Buffer.concat([
    Buffer.from(
      [`HTTP/1.1 ${code} Said`, `content-length: ${Buffer.byteLength(body)}`, ...headers, '', ''].join(
        '\r\n',
      ),
    ),
    Buffer.from(body as string),
  ]);

async function answered(bytes: Buffer | null, over: Partial<Login> = {}) {
  const heard: Heard[] = [];
  server = await serve(
    answerEach((socket, request) => {
      heard.push(request);
      if (bytes !== null) socket.write(bytes);
    }),
  );
  const startMs = performance.now();
  const result = await attempt(server.origin, over).catch((error: unknown) => error);
  return { result, heard, tookMs: performance.now() - startMs };
}

const GOOD = '{"token":"abc","user":{"id":7,"roles":["admin"]},"admin":true}';

describe('a login that works', () => {
  test('sends what it was told to, once, and captures by pointer', async () => {
    const { result, heard } = await answered(answer(200, GOOD), {
      inspection: capturing({ token: '/token', id: '/user/id', role: '/user/roles/0', admin: '/admin' }),
    });
    expect(result).toEqual({ token: 'abc', id: '7', role: 'admin', admin: 'true' });
    expect(captured).toEqual(['abc', '7', 'admin', 'true']);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ method: 'POST', path: '/login', body: `{"password":"${SECRET}"}` });
    expect(heard[0]?.head).toMatch(/^content-type: application\/json$/im);
    expect(heard[0]?.head).toMatch(new RegExp(`^content-length: ${heard[0]?.body.length}$`, 'im'));
  });

  test.each([
    ['a number beyond 2^53', '1234567890123456789'],
    ['a number that ends with zeros', '2.10'],
    ['a number with an exponent', '1e3'],
    ['a truth', 'false'],
  ])('%s keeps its text', async (_, token) => {
    const { result } = await answered(answer(200, `{"token": ${token} }`));
    expect(result).toEqual({ token });
    expect(captured).toEqual([token]);
  });

  test.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['gzip, br', (body: string) => brotliCompressSync(gzipSync(body))],
    ['identity', (body: string) => body],
  ] as const)('may be answered in %s', async (encoding, compress) => {
    const { result } = await answered(answer(200, compress(GOOD), `content-encoding: ${encoding}`));
    expect(result).toEqual({ token: 'abc' });
  });

  test('may be answered with the status that is expected', async () => {
    expect((await answered(answer(302, GOOD), { expect: [302] })).result).toEqual({ token: 'abc' });
  });
});

describe('a login that fails', () => {
  test.each([
    ['401', answer(401, '{"error":"bad credentials"}'), 'was answered 401: {"error":"bad credentials"}'],
    [
      'a redirect, which is not followed',
      answer(302, '', 'location: /elsewhere'),
      'was answered 302, a redirect, which is never followed with credentials: (empty)',
    ],
    ['200 that is not the status expected', answer(201, GOOD), 'was answered 201'],
    ['no JSON', answer(200, '<html>Sign in</html>'), 'is no JSON; it is <html>Sign in</html>'],
    [
      'nothing at the pointer',
      answer(200, '{"access":"abc"}'),
      'to capture as token at /token, found nothing; it is ',
    ],
    ['null at the pointer', answer(200, '{"token":null}'), 'at /token, found null; it is'],
    ['an empty token', answer(200, '{"token":""}'), 'at /token, found an empty text'],
    ['an object as token', answer(200, '{"token":{}}'), 'at /token, found an object'],
    ['a list as token', answer(200, '{"token":["a"]}'), 'at /token, found a list of 1'],
    ['gzip that is none', answer(200, GOOD, 'content-encoding: gzip'), 'incorrect header check'],
    [
      'a decompression bomb',
      answer(200, gzipSync(Buffer.alloc(64 << 20)), 'content-encoding: gzip'),
      "can't be read: it is larger than 8 MiB",
    ],
    [
      'a coding that nobody reads',
      answer(200, GOOD, 'content-encoding: zstd'),
      'can\'t be read: its Content-Encoding "zstd" is none of',
    ],
    ['no body in gzip', answer(200, '', 'content-encoding: gzip'), 'found no body; it is (empty)'],
    ['more than 1 MiB', answer(200, Buffer.alloc(3 << 20, 'x')), 'but at most 1048576 are read'],
    ['another protocol', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'), 'HPE_'],
  ])('by %s says so', async (_, bytes, words) => {
    const over = words === 'was answered 201' ? { expect: [200] } : {};
    const { result, heard } = await answered(bytes, over);
    expect(result).toMatchObject({
      name: 'Unmeasurable',
      code: 'login-failed',
      message: expect.stringContaining(words),
    });
    expect((result as Error).message).toMatch(/POST http:\/\/127\.0\.0\.1:\d+\/login/);
    expect(heard).toHaveLength(1);
  });

  test.each([
    [429, 'limited-at-start', ['retry-after: 5993'], 'was answered 429 (Retry-After 5993 s): slow down'],
    [429, 'limited-at-start', [], 'was answered 429: slow down'],
    [429, 'limited-at-start', ['retry-after: soon'], 'was answered 429: slow down'],
    [500, 'service-broken', [], 'was answered 500: slow down'],
    [503, 'service-broken', ['retry-after: 5'], 'was answered 503: slow down'],
    [403, 'login-failed', [], 'was answered 403: slow down'],
  ] as const)('by %d says whose doing that is: %s', async (code, cause, headers, words) => {
    const { result } = await answered(answer(code, 'slow down', ...headers));
    expect(result).toMatchObject({ code: cause, message: expect.stringContaining(words) });
  });

  test('says what looks wrong with the values that it sends', async () => {
    const doubts = ['the value of TAILGATE_PASSWORD in the environment ends with a line break'];
    const { result } = await answered(answer(401, 'bad credentials'), { doubts });
    expect((result as Error).message).toMatch(
      /was answered 401 \(the value of TAILGATE_PASSWORD in the environment ends with a line break\): bad credentials$/,
    );
  });

  test('shows its response redacted, and its start only', async () => {
    const { result } = await answered(answer(400, `${'x'.repeat(290)}${SECRET}${'y'.repeat(1000)}`));
    const { message } = result as Error;
    // Cut before it was redacted, the start of the secret would have been left.
    expect(message).not.toContain('hunter');
    expect(message).toContain(`${'x'.repeat(290)}***`);
    expect(message.length).toBeLessThan(400);
  });

  test.each([
    ['refused', answer(401, '')],
    ['no HTTP', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')],
    ['without what is captured', answer(200, '{}')],
  ])('because it is %s shows its address redacted', async (_, bytes) => {
    const { result } = await answered(bytes, { path: ['/login?key=', SECRET] });
    expect((result as Error).message).toMatch(/POST http:\/\/127\.0\.0\.1:\d+\/login\?key=\*\*\*\)/);
  });

  test.each([
    ['never answered', null],
    ['stalled amid its body', Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"tok')],
  ])('because it is %s ends at its deadline', async (_, bytes) => {
    const { result, tookMs } = await answered(bytes);
    expect(result).toMatchObject({
      code: 'service-broken',
      message: expect.stringMatching(
        /^the login \(POST http:\S+\/login\) failed: no response within 0\.4 s$/,
      ),
    });
    expect(tookMs).toBeLessThan(1000);
  });

  test('because nobody listens says so', async () => {
    await expect(attempt(`http://127.0.0.1:${await freePort()}`)).rejects.toMatchObject({
      code: 'service-broken',
      message: expect.stringMatching(
        /^the login \(POST http:\S+\/login\) failed: the connection was refused \(ECONNREFUSED\)$/,
      ),
    });
  });

  test('because it was cancelled says that', async () => {
    server = await serve(answerEach(() => {}));
    await expect(attempt(server.origin, {}, AbortSignal.timeout(50))).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('a login that fails although it was let in shows nothing of the session that it was given', () => {
  const SID = '5f3a9c1e7b2d4f60a8e1';
  const WORDY = 'correcthorsebattery';
  const json = (sid: string | number) => JSON.stringify({ sid, user: {} });

  test.each<[string, Buffer, Partial<Login>, string]>([
    [
      'one pointer finds nothing',
      answer(200, json(SID)),
      { inspection: capturing({ sid: '/sid', id: '/user/id' }) },
      'to capture as id at /user/id, found nothing; it is {"sid":"***","user":{}}',
    ],
    [
      'another status is expected',
      answer(200, json(SID)),
      { inspection: capturing({ sid: '/sid' }), expect: [201] },
      'was answered 200: {"sid":"***","user":{}}',
    ],
    [
      'an unusual status is expected',
      answer(418, json(WORDY)),
      { expect: [418] },
      'to capture as token at /token, found nothing; it is {"sid":"***","user":{}}',
    ],
    [
      'nothing random about it',
      answer(200, json(WORDY)),
      {},
      'as token at /token, found nothing; it is {"sid":"***","user":{}}',
    ],
    [
      'a number',
      answer(200, json(1234567890123)),
      {},
      'at /token, found nothing; it is {"sid":"***","user":{}}',
    ],
    [
      'deep within, as a name, in a sentence and among words',
      answer(200, `{"all":[{"${SID}":true}],"say":"welcome, ${SID}!","role":"admin","left":3600}`),
      {},
      '{"all":[{"***":true}],"say":"welcome, ***!","role":"admin","left":3600}',
    ],
    ['a plain text', answer(200, `${WORDY}\n`), {}, 'is no JSON; it is ***'],
    [
      'a text of JSON',
      answer(200, `"${WORDY}"`),
      {},
      'to capture as token at /token, found nothing; it is "***"',
    ],
    [
      'the start of JSON',
      answer(200, `{"organisation":"${WORDY}", "sid": '${SID}`),
      {},
      `is no JSON; it is {"organisation":"***", "sid": '***`,
    ],
    ['a form', answer(200, `sid=${WORDY}&user=me`), {}, 'is no JSON; it is ***'],
    [
      'a page',
      answer(200, `<form><input name="csrf" value="${WORDY}">Sign in again, ${SID}</form>`),
      {},
      'is no JSON; it is <form><input name="csrf" value="***">Sign in again, ***</form>',
    ],
    [
      'a redirect',
      answer(
        302,
        `Found: <a href="/app?sid=${WORDY}">`,
        'set-cookie: k=cookie-value',
        'location: /a?sid=loc',
      ),
      {},
      'never followed with credentials: Found: <a href="***=***">',
    ],
  ])('%s', async (_, bytes, over, words) => {
    const { result } = await answered(bytes, over);
    const { message } = result as Error;
    expect(result).toMatchObject({ code: 'login-failed' });
    expect(message.endsWith(words)).toBe(true);
    // What it goes through on its way to the comment leaves the response's shape readable.
    expect(redactor([])(message)).toBe(message);
    expect(message).not.toMatch(/5f3a9c1e7b2d|correcthorse|1234567|cookie-value|sid=loc/);
  });

  test.each<[string, number, Partial<Login>]>([
    ['finds nothing at another pointer', 200, { inspection: capturing({ id: '/user/id', sid: '/sid' }) }],
    ['has another status', 200, { inspection: capturing({ sid: '/sid' }), expect: [201] }],
    ['is an error', 422, { inspection: capturing({ sid: '/sid', id: '/user/id' }) }],
  ])('what was captured is handed over to be masked where the response %s', async (_, status, over) => {
    const { result } = await answered(answer(status, json(SID)), over);
    expect(result).toMatchObject({ code: 'login-failed' });
    expect(captured).toEqual([SID]);
  });

  test('nested as deep as a response can be, it is told and no bug', async () => {
    const deep = `${'['.repeat(200_000)}"is ${SID}"${']'.repeat(200_000)}`;
    const { result } = await answered(answer(200, deep));
    expect(result).toMatchObject({ code: 'login-failed', message: expect.stringContaining('it is [[[[') });
  });
});

describe('a login that was refused', () => {
  test.each([
    '{"error":"wrong password"}',
    '{"error":"invalid_credentials"}',
    '{"code":"AADSTS50126","message":"Unauthorized"}',
    '{"timestamp":"2026-11-22T20:22:42","path":"/api/v1/auth/login","error":"userNotFound"}',
    'Unauthorized',
  ])('is told in the words of the service: %s', async (body) => {
    const { result } = await answered(answer(401, body));
    expect((result as Error).message.endsWith(`was answered 401: ${body}`)).toBe(true);
  });

  test.each([
    '5f3a9c1e7b2d4f60a8e1',
    '22e60793-a82f-495c-9d7f-25f298f94149',
    'kQ9xZrT71xPqLmB2',
  ])('but not with what looks like a session: %s', async (sid) => {
    const { result } = await answered(answer(403, `{"error":"blocked","session":"${sid}"}`));
    const { message } = result as Error;
    expect(message.endsWith('was answered 403: {"error":"blocked","session":"***"}')).toBe(true);
  });
});

describe('a captured value has a largest size', () => {
  const saying = (token: string) => answered(answer(200, JSON.stringify({ token })));

  test('8192 letters are taken', async () => {
    const token = 'a'.repeat(8192);
    expect((await saying(token)).result).toEqual({ token });
  });

  test('one more is a login that failed, told without the value', async () => {
    const { result } = await saying('a'.repeat(8193));
    expect(result).toMatchObject({ code: 'login-failed' });
    expect((result as Error).message).toMatch(
      /found 8193 characters, but at most 8192 are allowed; it is \{"token":"\*\*\*"\}$/,
    );
  });
});
