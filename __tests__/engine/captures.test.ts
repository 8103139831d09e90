/** Logins that hand out something new each time. */
import type { Login } from '../../src/config/plan.ts';
import { Session } from '../../src/engine/session.ts';
import { permitTyped } from '../../src/engine/target/guard.ts';
import { makePlan } from '../judgement/make.ts';
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
