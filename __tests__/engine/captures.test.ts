/** Logins that hand out something new each time. */
import type { Login } from '../../src/config/plan.ts';
import { CapturedSecrets } from '../../src/engine/captured-secrets.ts';
import { Session } from '../../src/engine/session.ts';
import { permitTyped } from '../../src/engine/target/guard.ts';
import { makePlan } from '../judgement/make.ts';
import { testInFull } from '../part.ts';
import { answerEach, OK, serve } from './servers.ts';

test('a session that renews itself again and again ends where too much is to be kept secret', async () => {
  const token = (times: number) => `${times}-`.padEnd(8000, 'x');
  let logins = 0;
  const answerLogin = () => {
    const body = JSON.stringify({ token: token(++logins) });
    return `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  };
  const server = await serve(
    answerEach((socket, { path }) => {
      socket.write(path === '/login' ? answerLogin() : OK);
    }),
  );
  const plan = makePlan();
  const login: Login = {
    name: '',
    method: 'POST',
    path: ['/login'],
    headers: [],
    body: null,
    expect: null,
    inspection: { captures: [{ name: 'token', from: { json: '/token' } }], checks: [] },
  };
  const captured: string[] = [];
  const session = new Session(
    { ...plan, scenario: { ...plan.scenario, logins: [login] } },
    'target',
    { origin: server.origin },
    {
      signal: new AbortController().signal,
      run: 'x',
      uniquePrefix: 'x',
      permission: permitTyped(false).target,
      commit: null,
      redact: (text) => text,
      onCaptured: (value) => captured.push(value),
    },
  );
  await session.open(() => {});
  const renewing = async () => {
    for (;;) await session.logIn();
  };
  await expect(renewing()).rejects.toMatchObject({
    code: 'login-failed',
    message: 'its logins handed out more than 250000 letters to capture',
  });
  expect(captured).toHaveLength(31);
  expect(captured[0]).toBe(token(1));
  await server.close();
});

describe('logins of users that are renewed again and again', () => {
  const USERS = 5;
  /** Of 8,000 letters each: with no generation forgotten, ten logins of all users would be too much. */
  const TOKENS = 20;
  const RENEWALS = 12;

  testInFull('never end, since only the latest tokens are kept secret', async () => {
    let logins = 0;
    const tokens = (nth: number) =>
      Array.from({ length: TOKENS }, (_, i) => `token-${nth}-${i}-`.padEnd(8000, '-'));
    const server = await serve(
      answerEach((socket, { path }) => {
        const body = JSON.stringify(path === '/login' ? tokens(++logins) : {});
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      }),
    );
    const plan = makePlan();
    const login: Login = {
      name: '',
      method: 'POST',
      path: ['/login'],
      headers: [],
      body: null,
      expect: null,
      perUser: true,
      inspection: {
        captures: Array.from({ length: TOKENS }, (_, i) => ({ name: `${i}`, from: { json: `/${i}` } })),
        checks: [],
      },
    };
    const captured = new CapturedSecrets(() => {});
    const session = new Session(
      { ...plan, scenario: { ...plan.scenario, logins: [login] } },
      'base',
      { origin: server.origin },
      {
        signal: new AbortController().signal,
        run: 'x',
        uniquePrefix: 'x',
        permission: permitTyped(false).target,
        commit: null,
        users: USERS,
        redact: (text) => text,
        ...captured.listenTo('base'),
      },
    );
    await session.open(() => {});
    for (let nth = 0; nth < RENEWALS; nth++) await session.logIn();
    expect(logins).toBe(USERS * (1 + RENEWALS));
    const latest = Array.from({ length: 2 * USERS }, (_, i) => tokens(logins - i)).flat();
    expect([...captured.all].sort()).toEqual(latest.sort());
    await server.close();
  });

  test('on one side forget nothing of the other, nor what is shared, and hide what is remembered', () => {
    const captured = new CapturedSecrets(() => {});
    const [target, base] = [captured.listenTo('target'), captured.listenTo('base')];
    const plan = { ...makePlan(), secrets: ['of-the-environment'] };
    target.onCaptured('shared-login', false);
    base.onCaptured('base-user-0', true);
    for (let nth = 0; nth < 4; nth++) {
      target.onCaptured('of-both-sides', true);
      target.onCaptured(`target-user-${nth}`, true);
      target.onUsersLoggedIn();
    }
    base.onCaptured('of-both-sides', true);
    target.onCaptured('target-user-4', true);
    const text =
      'of-the-environment shared-login base-user-0 of-both-sides target-user-1 target-user-2 target-user-4';
    expect(captured.redactFor(plan)(text)).toBe('*** *** *** *** target-user-1 *** ***');
    target.onUsersLoggedIn();
    target.onUsersLoggedIn();
    target.onUsersLoggedIn();
    expect(captured.redactFor(plan)(text)).toBe('*** *** *** *** target-user-1 target-user-2 target-user-4');
  });
});
