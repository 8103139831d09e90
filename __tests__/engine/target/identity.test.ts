/** Which commit an environment says it serves, before the load and after it. */
import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { redactor } from '../../../src/config/secrets/redact.ts';
import { isCommit } from '../../../src/config/target/is-commit.ts';
import { confirmAll, confirmCommit } from '../../../src/engine/target/confirm.ts';
import { awaitReady } from '../../../src/engine/target/ready.ts';
import type { Site } from '../../../src/engine/target/site.ts';
import { Unmeasurable, type UnmeasurableCode } from '../../../src/engine/unmeasurable.ts';
import { invalid } from '../../../src/judgement/validity/unmeasurable.ts';
import { answerEach, type Listening, OK, serve, status } from '../servers.ts';
import { siteOf } from '../site.ts';

const SHA = '0123456789abcdef0123456789abcdef01234567';
const OTHER = 'fedcba9876543210fedcba9876543210fedcba98';
const SECRET = 'hunter2-hunter2';
const never = new AbortController().signal;
const json = (body: string, code = 200) =>
  `HTTP/1.1 ${code} Said\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const serves = (commit: unknown) => json(JSON.stringify({ commit }));

let servers: Listening[] = [];
afterEach(async () => {
  for (const server of servers) await server.close();
  servers = [];
});

/** A service that is ready, and answers /version with what `says` gives at each call. */
async function site(says: (call: number) => string | null, over: Partial<Site> = {}): Promise<Site> {
  let calls = 0;
  const server = await serve(
    answerEach((socket, { path }) => {
      const answer = path === '/version' ? says(calls++) : OK;
      if (answer === null) socket.destroy();
      else socket.write(answer);
    }),
  );
  servers.push(server);
  const identity = { path: '/version', commit: '/commit' };
  return siteOf(server.origin, { identity, redact: redactor([SECRET]), ...over });
}

const QUICK = { deadlineMs: 600, pollMs: 20 };
const PATIENT = { deadlineMs: 10_000, pollMs: 20 };

async function ready(asked: Site, patience = QUICK) {
  const notes: string[] = [];
  const result = await awaitReady(asked, never, (note) => notes.push(note), patience).catch(
    (error: unknown) => error,
  );
  return { result, notes };
}

describe('what counts as the same commit', () => {
  test.each([
    [SHA, SHA],
    [SHA.toUpperCase(), SHA],
    [SHA.slice(0, 7), SHA],
    [SHA.slice(0, 12).toUpperCase(), SHA],
    [SHA, SHA.slice(0, 7)],
  ])('%s and %s', (said, expected) => expect(isCommit(said, expected)).toBe(true));

  test.each([
    [SHA.slice(0, 6), SHA],
    [OTHER, SHA],
    [`${SHA.slice(0, 7)}-dirty`, SHA],
    [SHA.slice(1, 9), SHA],
    ['', SHA],
    ['v1.2.3', SHA],
  ])('not %s and %s', (said, expected) => expect(isCommit(said, expected)).toBe(false));
});

describe('before the load', () => {
  test('ready once the right commit is served, three times in a row', async () => {
    let calls = 0;
    const says = (call: number) => {
      calls = call + 1;
      return serves(calls > 4 ? SHA.slice(0, 8) : OTHER);
    };
    const asked = await site(says, { commit: SHA });
    const { result, notes } = await ready(asked, PATIENT);
    expect(result).toEqual({ address: '127.0.0.1', commit: SHA.slice(0, 8) });
    expect(calls).toBe(7);
    expect(notes).toEqual(Array(4).fill(`it serves the commit ${OTHER}, not ${SHA}`));
  });

  test('old and new in turn are no deployment that came to its end', async () => {
    const asked = await site((call) => serves(call % 2 === 0 ? SHA : OTHER));
    const { result } = await ready(asked);
    expect(result).toMatchObject({ code: 'not-ready' });
  });

  test('another commit to the end makes the run invalid, both named', async () => {
    const asked = await site(() => serves(OTHER), { commit: SHA });
    const { result } = await ready(asked);
    expect(result).toMatchObject({
      name: 'Unmeasurable',
      code: 'wrong-commit',
      message: `${asked.origin} did not serve the commit under test within 0.6 s: it serves the commit ${OTHER}, not ${SHA}`,
    });
  });

  test('GitHub’s merge commit is named as such, and is not waited for', async () => {
    const asked = await site(() => serves(OTHER), { commit: SHA, mergeCommit: OTHER });
    const { result, notes } = await ready(asked, PATIENT);
    expect(result).toMatchObject({
      code: 'merge-commit',
      message: `${asked.origin} serves GitHub's merge commit of this pull request (${OTHER}) instead of its head (${SHA})`,
    });
    expect(notes).toEqual([]);
  });

  test.each([
    ['404', json('{}', 404), '/version was answered 404'],
    ['405', json('{}', 405), '/version was answered 405'],
    ['a page', json('<html>'), '/version was not answered with JSON: <html>'],
    ['nothing at the pointer', json('{"sha":"x"}'), '/version was answered without a text at /commit'],
    ['null', serves(null), '/version was answered without a text at /commit'],
    ['an object', serves({}), '/version was answered without a text at /commit'],
  ])('%s: it answers, and the place of the commit is to blame', async (_, answer, words) => {
    const asked = await site(() => answer, { commit: SHA });
    const { message, code } = (await ready(asked)).result as Unmeasurable;
    expect([code, message]).toEqual([
      'no-commit',
      expect.stringContaining(`${asked.origin} did not say which commit it serves within 0.6 s: ${words}`),
    ]);
    expect(invalid(new Unmeasurable(code, message)).causes).toEqual([{ code: 'no-commit', detail: message }]);
  });

  test.each([
    ['503', json('{}', 503), '/version was answered 503', 'service-broken'],
    ['429', json('{}', 429), '/version was answered 429', 'limited-at-start'],
    ['401', json('{}', 401), '/version was answered 401', 'not-ready'],
    [
      'a redirect to a login',
      status(302, 'location: https://login.example.com/?token=abc'),
      '/version was answered 302, a redirect to https://login.example.com/… (is the preview protected by a login?)',
      'not-ready',
    ],
  ])('%s: not ready, and the response told', async (_, answer, words, code) => {
    const { result } = await ready(await site(() => answer, { commit: SHA }));
    expect(result).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test.each([
    [serves(`it is ${SECRET}`)],
    [json(`{"password":"${SECRET}"}`)],
    [json(`<p>${Buffer.from(`user:${SECRET}`).toString('base64')}</p>`)],
    [json(`<p>${'x'.repeat(110)}${SECRET}${'y'.repeat(500)}</p>`)],
    [json(`see ?q=${encodeURIComponent(SECRET)}`)],
  ])('a response that repeats a secret is quoted without it: %s', async (answer) => {
    const { result } = await ready(await site(() => answer, { commit: SHA }));
    const { message } = result as Error;
    expect(message).not.toContain('hunter');
    expect(message).not.toContain('aHVudGVy');
    expect(message).toContain('***');
    expect(message.length).toBeLessThan(500);
  });

  test('the path of readiness may be left out, then the commit alone is asked for', async () => {
    const asked = await site(() => serves(SHA), { ready: null, commit: SHA });
    expect((await ready(asked, PATIENT)).result).toMatchObject({ commit: SHA });
  });

  test('whole and shortened in turn, it is the same commit, and the whole one is what is known', async () => {
    const asked = await site((call) => serves(call % 2 === 0 ? SHA.slice(0, 7) : SHA));
    expect((await ready(asked, PATIENT)).result).toMatchObject({ commit: SHA });
  });

  test('the path that was asked last is the one that is blamed', async () => {
    const asked = await site(() => json('{}', 502));
    expect((await ready(asked)).result).toMatchObject({
      message: expect.stringContaining(`${asked.origin}/version did not become ready`),
    });
    const unready = await site(() => serves(SHA), { ready: '/version/none' });
    servers.at(-1)?.close();
    expect((await ready(unready)).result).toMatchObject({
      message: expect.stringContaining(`${unready.origin}/version/none did not become ready`),
    });
  });

  test('a base is called one', async () => {
    const messages = [
      await ready(await site(() => status(503), { side: 'base' })),
      await ready(await site(() => json('{}'), { side: 'base' })),
      await ready(await site(() => serves(OTHER), { side: 'base', commit: SHA })),
    ].map(({ result }) => (result as Error).message);
    expect(messages).toEqual([
      expect.stringMatching(/^The base http:\S+\/version did not become ready/),
      expect.stringMatching(/^The base http:\S+ did not say which commit/),
      expect.stringMatching(/^The base http:\S+ did not serve the commit under test/),
    ]);
  });

  test('a refusal while it is waited for is passed on', async () => {
    const asked = await site(() => serves(SHA), {
      resolve: async () => {
        throw new ConfigurationError('no');
      },
    });
    expect((await ready(asked)).result).toBeInstanceOf(ConfigurationError);
  });
});

describe('after the load', () => {
  const options = { address: '127.0.0.1', signal: never, pauseMs: 10 };
  const confirmed = async (asked: Site, before = SHA) =>
    confirmCommit(asked, before, options).then(
      () => null,
      (error: unknown) => error,
    );

  test('the same as before is fine', async () => {
    expect(await confirmed(await site(() => serves(SHA)))).toBeNull();
    expect(await confirmed(await site(() => serves('build 17')), 'build 17')).toBeNull();
    expect(await confirmed(await site(() => serves(SHA.slice(0, 7))))).toBeNull();
    expect(await confirmed(await site(() => serves(SHA)), SHA.slice(0, 12))).toBeNull();
  });

  test('a service that needs a moment is given it', async () => {
    const answers = [null, status(503), serves(SHA)];
    expect(await confirmed(await site((call) => answers[call] ?? serves(SHA)))).toBeNull();
  });

  test.each([
    [SHA],
    [null],
  ])('another commit means that it was deployed midway (wanted: %s)', async (commit) => {
    const error = await confirmed(await site(() => serves(OTHER), { commit }));
    expect(error).toMatchObject({ code: 'wrong-commit' });
    expect((error as Error).message).toContain('was redeployed while it was measured');
    expect((error as Error).message).toContain(SHA);
    expect((error as Error).message).toContain(OTHER);
  });

  test('no response any more: it can’t be told what was measured', async () => {
    const error = await confirmed(await site(() => status(500)));
    expect(error).toMatchObject({
      code: 'unknown-commit',
      message: expect.stringMatching(/no longer says which commit it serves.*\/version was answered 500$/),
    });
  });

  test.each<[(UnmeasurableCode | null)[], UnmeasurableCode | null]>([
    [[null, null], null],
    [['unknown-commit', null], 'unknown-commit'],
    [['unknown-commit', 'wrong-commit'], 'wrong-commit'],
  ])('%j of several: %s, for a silent one does not hide another commit', async (codes, expected) => {
    const asks = codes.map((code) => async () => {
      if (code !== null) throw new Unmeasurable(code, 'so it is');
    });
    const code = await confirmAll(asks).then(
      () => null,
      (error: unknown) => (error as Unmeasurable).code,
    );
    expect(code).toBe(expected);
  });

  test('cancelled, nothing is claimed', async () => {
    const cancelled = AbortSignal.abort();
    await expect(
      confirmCommit(await site(() => serves(OTHER)), SHA, { ...options, signal: cancelled }),
    ).resolves.toBeUndefined();
  });
});
