/** A token that expires midway: one new login for all connections, then on; and the end where even that is refused. */
import type { Socket } from 'node:net';
import { add, latencyOf, orderFor, request, runLoad } from './run-load.ts';
import { answerEach, type Heard, type Listening, OK, serve, status, wait } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

let server: Listening;
afterEach(() => server.close());

const requests = [
  request({
    name: 'own',
    path: ['/own'],
    weight: 3,
    headers: [['authorization', ['Bearer ', { value: 'capture', name: 'token', encoding: 'none' }]]],
  }),
  request({ name: 'open', path: ['/open'] }),
];
const session = { requests, loggedIn: [0], captures: { token: 'first' }, connections: 4, measureMs: 600 };

const tokenOf = ({ head }: Heard) => /^authorization: Bearer (.*)$/im.exec(head)?.[1]?.trim();

/**
 * Accepts the tokens that it is told; each connection is kept, or closed with or without a word after each response.
 */
function service(accepts: (token: string | undefined) => boolean, closing: 'kept' | 'announced' | 'silent') {
  return answerEach((socket: Socket, heard) => {
    const said = heard.path === '/open' || accepts(tokenOf(heard)) ? OK : status(401);
    if (closing === 'kept') socket.write(said);
    else if (closing === 'silent') socket.end(said);
    else socket.end(said.replace('\r\n', '\r\nconnection: close\r\n'));
  });
}

describe.each(['kept', 'announced', 'silent'] as const)('with connections that are %s', (closing) => {
  test('401 midway asks once for a new login, and the load resumes with it', async () => {
    let valid = 'first';
    const used = new Set<string | undefined>();
    server = await serve(
      service((token) => {
        used.add(token);
        return token === valid;
      }, closing),
    );
    let logins = 0;
    const ran = await runLoad(orderFor(server.origin, session), {
      started: () =>
        void wait(150).then(() => {
          valid = 'second';
        }),
      logIn: async () => {
        logins++;
        await wait(50);
        return { captures: { token: 'second' } };
      },
    });
    expect(logins).toBe(1);
    expect(ran.lost).toBeNull();
    expect([...used]).toEqual(['first', 'second']);
    // The first 401, and those of the requests that were on their way with it.
    expect(ran.first.statuses['401']).toBeGreaterThanOrEqual(1);
    expect(ran.first.statuses['401']).toBeLessThanOrEqual(4);
    const ends = ran.first.batches.slice(-4).map((batch) => batch.completedSuccesses);
    for (const successes of ends) expect(successes).toBeGreaterThan(0);
  });
});

test('401 for ever: the login is lost after one new one, in little time', async () => {
  server = await serve(service((token) => token === 'first' && server.accepted === 0, 'kept'));
  let logins = 0;
  const ran = await runLoad(orderFor(server.origin, { ...session, measureMs: 5000 }), {
    logIn: async () => ({ captures: { token: `again${++logins}` } }),
  });
  expect(logins).toBe(1);
  expect(ran.lost).toMatchObject({
    what: 'login',
    why: 'the service keeps answering 401 after a second login',
  });
  expect(ran.tookMs).toBeLessThan(1500);
});

test('tokens that last for fifty requests each: a new login for every one of them', async () => {
  let [left, token] = [50, 'first'];
  server = await serve(service((one) => one === token && left-- > 0, 'kept'));
  let logins = 0;
  // By their number: how many there are in a time is the machine's matter.
  const counted = { ...session, requests: requests.slice(0, 1), mostRequests: 400, measureMs: 15_000 };
  const ran = await runLoad(orderFor(server.origin, counted), {
    logIn: async () => {
      [left, token] = [50, `again${++logins}`];
      return { captures: { token } };
    },
  });
  expect(ran.lost).toBeNull();
  expect(logins).toBeGreaterThan(3);
  expect(ran.first.outcomes.success).toBeGreaterThanOrEqual(50 * logins);
  expect(ran.first.outcomes.status).toBeLessThanOrEqual(8 * (logins + 1));
});

describe.each([
  ['closed', null],
  ['open', { perSecond: 200, kind: 'constant', phase: 0 }],
] as const)('the pause for a new login, in a load that is %s', (_, arrivals) => {
  test('is counted, and is in no figure: neither a silence nor a latency, and no time of throughput', async () => {
    let valid = 'first';
    server = await serve(service((token) => token === valid, 'kept'));
    const ran = await runLoad(
      orderFor(server.origin, { ...session, requests: requests.slice(0, 1), measureMs: 1500, arrivals }),
      {
        started: () =>
          void wait(300).then(() => {
            valid = 'second';
          }),
        logIn: async () => {
          await wait(700);
          return { captures: { token: 'second' } };
        },
      },
    );
    expect(ran.result.pausedMs).toBeGreaterThan(690);
    expect(ran.result.pausedMs).toBeLessThan(1000);
    expect(ran.result.silences).toEqual([]);
    expect(latencyOf(ran.first).maxMs).toBeLessThan(500);
    const seconds = add(ran.first.batches.map((batch) => batch.seconds));
    expect(seconds).toBeCloseTo((ran.result.measuredMs - ran.result.pausedMs) / 1000, 3);
    if (arrivals) expect(ran.first.sent).toBeLessThan(200 * (seconds + 0.2));
  });
});

test('nothing is sent while the new login is awaited, and the round ends in time without it', async () => {
  let sinceLast = 0;
  server = await serve(
    answerEach((socket) => {
      sinceLast = performance.now();
      socket.write(status(401));
    }),
  );
  const ran = await runLoad(orderFor(server.origin, { ...session, measureMs: 600 }));
  expect(performance.now() - sinceLast).toBeGreaterThan(400);
  expect(ran.messages.filter((message) => message.say === 'unauthorised')).toHaveLength(1);
  expect(ran.tookMs).toBeLessThan(1200);
});

test('401 to a request that carries no token is an error like any other', async () => {
  server = await serve(answerEach((socket, { path }) => socket.write(path === '/open' ? status(401) : OK)));
  const ran = await runLoad(orderFor(server.origin, { ...session, measureMs: 200 }));
  expect(ran.messages.filter((message) => message.say === 'unauthorised')).toHaveLength(0);
  expect(ran.result.requests[1]?.statuses).toEqual({ 401: ran.result.requests[1]?.sent });
  expect(ran.first.outcomes.success).toBe(ran.first.sent);
});
