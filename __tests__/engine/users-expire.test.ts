/** Tens of users whose tokens last for a second each, and who are all logged in anew as often as that. */
import { get } from 'node:http';
import { logInUsers } from '../../src/engine/target/log-in-users.ts';
import { add, orderFor, request, runLoad } from './run-load.ts';
import { answerEach, type Listening, OK, serve, status, wait } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

const USERS = 40;
const LIFE_MS = 1000;
const LOGIN_MS = 10;

/** Gives tokens, and lets in who has one that is its own and has not expired. */
class Accounts {
  readonly logins: number[] = [];
  mostAtOnce = 0;
  foreign = 0;
  readonly #tokens = new Map<string, { readonly user: string; readonly untilMs: number }>();
  #atOnce = 0;

  async logIn(user: string): Promise<string> {
    this.logins.push(Number(user));
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    await wait(LOGIN_MS);
    this.#atOnce--;
    const token = `t${this.logins.length}-${user}`;
    this.#tokens.set(token, { user, untilMs: performance.now() + LIFE_MS });
    return token;
  }

  letsIn(user: string, token: string): boolean {
    const known = this.#tokens.get(token);
    if (known !== undefined && known.user !== user) this.foreign++;
    return known !== undefined && known.untilMs > performance.now();
  }
}

let server: Listening;
afterEach(() => server.close());

function ask(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(`${server.origin}${path}`, { agent: false }, async (response) => {
      let body = '';
      for await (const chunk of response) body += String(chunk);
      resolve(body);
    }).on('error', reject);
  });
}

const capture = (name: string) => ({ value: 'capture', name, encoding: 'none' }) as const;

test('they are logged in a few at a time while nothing is sent, and the load goes on with what each was given', async () => {
  const accounts = new Accounts();
  server = await serve(
    answerEach((socket, { path, head }) => {
      const [, what = '', user = ''] = path.split('/');
      if (what === 'login') {
        void accounts.logIn(user).then((token) => {
          socket.end(
            `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${token.length}\r\n\r\n${token}`,
          );
        });
        return;
      }
      const token = /^authorization: Bearer (.*)$/im.exec(head)?.[1]?.trim() ?? '';
      setTimeout(() => socket.write(accounts.letsIn(user, token) ? OK : status(401)), 25);
    }),
  );
  const logInAll = async () => {
    const users = await logInUsers(
      USERS,
      async (user) => ({ captures: { user: String(user), token: await ask(`/login/${user}`) }, jars: [] }),
      () => {},
    );
    return { captures: {}, users };
  };
  const requests = [
    request({
      path: ['/own/', capture('user')],
      headers: [['authorization', ['Bearer ', capture('token')]]],
    }),
  ];
  const first = await logInAll();
  let renewals = 0;
  const ran = await runLoad(
    orderFor(server.origin, {
      connections: USERS,
      measureMs: 3500,
      requests,
      loggedIn: [0],
      users: first.users,
    }),
    {
      logIn: () => {
        renewals++;
        return logInAll();
      },
    },
  );
  expect(ran.lost).toBeNull();
  expect(renewals).toBeGreaterThanOrEqual(2);
  // Not once for each user that is refused: one is enough for all.
  expect(renewals).toBeLessThanOrEqual(5);
  expect(accounts.logins).toHaveLength(USERS * (1 + renewals));
  expect(new Set(accounts.logins).size).toBe(USERS);
  expect(accounts.mostAtOnce).toBeGreaterThan(1);
  expect(accounts.mostAtOnce).toBeLessThanOrEqual(4);
  expect(accounts.foreign).toBe(0);
  // What was on its way when the first one was refused.
  expect(ran.first.statuses['401']).toBeLessThanOrEqual(USERS * renewals);
  expect(ran.first.outcomes.success).toBeGreaterThan(5 * USERS);
  expect(add(ran.first.batches.slice(-4).map((batch) => batch.completedSuccesses))).toBeGreaterThan(0);
  // Ten rounds of four logins each time, which is no time of the load.
  expect(ran.result.pausedMs).toBeGreaterThanOrEqual(renewals * (USERS / 4) * LOGIN_MS * 0.9);
  expect(ran.result.pausedMs).toBeLessThan(ran.result.measuredMs / 2);
});
