/** Somebody on the path to the service, or its own guard, answers in its place. */
import { OK, serve, status } from '../engine/servers.ts';
import { gateOn, service, TOKEN, testFaults } from './gate.ts';

const LOGIN = 'login: { post: /login, json: { name: me }, capture: { session: /token } }';
const CARRYING = '{ name: list, get: /items, headers: { authorization: "Bearer {{session}}" } }';
const withLogin = { scenario: LOGIN, request: CARRYING };

/** Each login gives a token of its own; `holds` says which of them is let through, by their number from 1. */
function sessions(holds: (session: number, asked: number) => boolean, againMs = 0) {
  const logins = { count: 0 };
  const onConnection = service((socket, { path, head, number }) => {
    if (path === '/login') {
      const body = `{"token":"session-${++logins.count}-nobody-may-see"}`;
      const said = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
      return setTimeout(() => socket.write(said), logins.count === 1 ? 0 : againMs);
    }
    const session = Number(/^authorization: Bearer session-(\d+)/im.exec(head)?.[1]);
    return socket.write(holds(session, number) ? OK : status(401));
  });
  return { onConnection, logins };
}

/** No session holds, and only the first login is let in; `again` is what the others are answered. */
function onceLoggedIn(again: string) {
  let logins = 0;
  return service((socket, { path }) => {
    if (path === '/login' && logins++ === 0) {
      const body = '{"token":"first-nobody-may-see"}';
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    } else socket.write(path === '/login' ? again : status(401));
  });
}

describe('answers that are not the service’s own', () => {
  testFaults([
    {
      name: 'a redirect to a login page',
      meets: () => service((socket) => socket.write(status(302, 'location: /login?next=%2Fitems'))),
      verdict: 'invalid',
      cause: 'intercepted',
      reason:
        /^100 % of the requests were redirected to a login page, so these are not the service's own figures/,
      look: ({ out }) => expect(out.replaceAll(/\s+/g, ' ')).toContain("the preview's access protection"),
    },
    {
      name: 'a rate limiter',
      meets: () =>
        service((socket, { number }) => socket.write(number % 4 === 3 ? status(429, 'retry-after: 17') : OK)),
      verdict: 'invalid',
      cause: 'intercepted',
      reason:
        /^2\d(\.\d+)? % of the requests were rejected by a rate limiter \(429, Retry-After up to 17 s\), so these are not the service's own figures/,
      look: ({ out }) => expect(out).toContain('Raise the rate limit'),
    },
    {
      name: 'a rate limiter that has shut the door, which ends a run of a minute within seconds',
      meets: () =>
        service((socket, { number }) =>
          socket.write(number < 60 || number % 25 === 0 ? OK : status(429, 'retry-after: 5993')),
        ),
      setting: { load: '{ connections: 3, duration: 60s, warmup: 100ms, timeout: 4s }', withinMs: 30_000 },
      verdict: 'invalid',
      cause: 'rate-limited',
      reason:
        /^A rate limiter rejected 9\d(\.\d+)? % of the requests in the last 2 s \(429, Retry-After up to 1 h 40 min\), so the run was stopped after \d\.\d s/,
      look: ({ out }) => expect(out).toContain('Raise the rate limit'),
    },
    {
      name: 'a bot challenge',
      meets: () => service((socket) => socket.write(status(403, 'cf-mitigated: challenge'))),
      verdict: 'invalid',
      cause: 'intercepted',
      reason: /^100 % of the requests were stopped by a bot challenge/,
    },
    {
      name: 'a refusal that nothing explains: the service’s own, and a failure',
      meets: () => service((socket) => socket.write(status(403))),
      verdict: 'fail',
      cause: 'over-limit',
      reason: /^Error rate is 25× its limit \(100 %, limit 4 %\), all of them 403 responses to list/,
    },
    {
      name: 'a session that never holds',
      meets: () => sessions(() => false).onConnection,
      setting: withLogin,
      verdict: 'invalid',
      cause: 'login-lost',
      reason: /401 after a second login/,
      look: ({ out, result }) => {
        expect(out).toContain('how long a session of this account lasts');
        expect(JSON.stringify(result)).not.toContain('nobody-may-see');
      },
    },
    {
      name: 'a login that is refused the second time',
      meets: () => onceLoggedIn(status(403)),
      setting: withLogin,
      verdict: 'invalid',
      cause: 'login-lost',
      reason: /the login \(POST .*\/login\) was answered 403: said/,
    },
    {
      name: 'a rate limiter before the login, the second time',
      meets: () => onceLoggedIn(status(429, 'retry-after: 17')),
      setting: withLogin,
      verdict: 'invalid',
      cause: 'login-limited',
      reason:
        /^A rate limiter rejected the new login after \d\.\d s: the login \(POST .*\/login\) was answered 429 \(Retry-After 17 s\): said/,
      look: ({ out }) => {
        expect(out).toContain('Raise the rate limit');
        expect(out).not.toContain('how long a session of this account lasts');
      },
    },
    {
      name: 'a service that is broken when the login is made anew',
      meets: () => onceLoggedIn(status(503)),
      setting: withLogin,
      verdict: 'invalid',
      cause: 'login-broken',
      reason:
        /^Logging in to the target again failed after \d\.\d s: the login \(POST .*\/login\) was answered 503: said/,
      look: ({ out }) => expect(out.replaceAll(/\s+/g, ' ')).toContain('such as its database'),
    },
  ]);
});

test.concurrent('a session that runs out midway: one new login for all connections, and it goes on', async () => {
  // From the tenth request on the first session is over.
  let logins = { count: 0 };
  const meets = () => {
    const service = sessions((session, asked) => session === 2 || asked < 60);
    logins = service.logins;
    return service.onConnection;
  };
  const { result, out } = await gateOn(meets, {
    ...withLogin,
    load: '{ connections: 3, duration: 4s, warmup: 100ms, timeout: 4s }',
  });
  expect(logins.count).toBe(2);
  // What was under way when it ran out was refused: one for each connection at most.
  expect(result.metrics?.errors.status['401'] ?? 0).toBeLessThanOrEqual(3);
  expect(result.metrics?.requests).toBeGreaterThan(50);
  expect(result.verdict).toBe('pass');
  expect(out).not.toContain('nobody-may-see');
}, 170_000);

test.concurrent('a new login that takes seconds is no outage and in no figure, and is told as not measured', async () => {
  const againMs = 2600;
  const { result, out } = await gateOn(
    () => sessions((session, asked) => session === 2 || asked < 60, againMs).onConnection,
    { ...withLogin, load: '{ connections: 3, duration: 8s, warmup: 100ms, timeout: 6s }' },
  );
  expect([result.verdict, result.causes]).toEqual(['pass', []]);
  const told = result.warnings.find(({ code }) => code === 'login-renewed');
  expect(told).toMatchObject({ side: null, logins: 1, pausedSeconds: expect.any(Number) });
  const { pausedSeconds = 0 } = told as { pausedSeconds?: number };
  expect(pausedSeconds).toBeGreaterThan(againMs / 1000 - 0.1);
  expect(result.metrics?.latencyMs?.max).toBeLessThan(againMs);
  const { requests = 0, throughputPerSecond = 0 } = result.metrics ?? {};
  expect(throughputPerSecond).toBeGreaterThan((1.1 * requests) / 8);
  const again = result.course?.[0]?.events.filter(({ kind }) => kind === 'logged-in-again') ?? [];
  const [{ fromSeconds = 0, toSeconds = 0 } = {}, ...others] = again;
  expect(others).toEqual([]);
  // To half a second, or to a second of the picture.
  expect(toSeconds - fromSeconds).toBeGreaterThanOrEqual(againMs / 1000 - 0.1);
  expect(toSeconds - fromSeconds).toBeLessThan(againMs / 1000 + 2.1);
  expect(out.replaceAll(/\s+/g, ' ')).toMatch(
    /Nothing was sent for \d+(\.\d+)? s; P99 and throughput include neither that time/,
  );
}, 170_000);

test.concurrent('a redirect to another host is not followed, and no secret goes there', async () => {
  const heard: string[] = [];
  const elsewhere = await serve((socket) => socket.on('data', (bytes) => heard.push(String(bytes))));
  const asked: string[] = [];
  const { result } = await gateOn(() =>
    service((socket, { head }) => {
      asked.push(head);
      socket.write(status(307, `location: ${elsewhere.origin}/items`));
    }),
  );
  await elsewhere.close();
  expect(asked[0]).toContain(TOKEN);
  expect({ heard, accepted: elsewhere.accepted }).toEqual({ heard: [], accepted: 0 });
  expect(result.causes[0]).toMatchObject({ code: 'over-limit', metric: 'errors' });
  expect(result).toMatchObject({
    verdict: 'fail',
    reason: expect.stringMatching(/^Error rate is .*, all of them 307 responses to list/),
  });
}, 170_000);
