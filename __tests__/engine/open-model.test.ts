/** Requests that become due by a schedule: what waits has its wait counted, and nothing that was due is left out. */
import type { Socket } from 'node:net';
import { drawn, testInFull } from '../part.ts';
import { latencyOf, type Ordered, orderFor, type Ran, request, runLoad } from './run-load.ts';
import { answerEach, type Listening, OK, type OnConnection, serve, status, wait } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

let server: Listening;
afterEach(() => server.close());

const paced = (perSecond: number, kind: 'constant' | 'poisson' = 'constant') => ({
  arrivals: { perSecond, kind, phase: 0 },
});

async function load(onConnection: OnConnection, over: Ordered): Promise<Ran> {
  server = await serve(onConnection);
  return runLoad(orderFor(server.origin, over));
}

test('sends what was asked for, no more and no less', async () => {
  const over = { ...paced(200), measureMs: 1000, warmupMs: 200 };
  const { first } = await load(
    answerEach((socket) => socket.write(OK)),
    over,
  );
  expect(first.sent).toBeGreaterThanOrEqual(198);
  expect(first.sent).toBeLessThanOrEqual(202);
  expect(first.outcomes.success).toBe(first.sent);
});

test('a Poisson process of the same rate sends about as many (seed fixed)', async () => {
  const { first } = await load(
    answerEach((socket) => socket.write(OK)),
    { ...paced(400, 'poisson'), measureMs: 1000 },
  );
  expect(Math.abs(first.sent - 400)).toBeLessThan(80); // four standard deviations
  expect(first.outcomes.success).toBe(first.sent);
});

test('a stall is seen by every request that was due in it', async () => {
  let stalledUntilMs = Number.POSITIVE_INFINITY;
  let begunMs = 0;
  const { first } = await load(
    answerEach((socket) => {
      const nowMs = performance.now();
      if (begunMs === 0) begunMs = nowMs;
      if (stalledUntilMs === Number.POSITIVE_INFINITY && nowMs - begunMs > 300) stalledUntilMs = nowMs + 400;
      const stalled = nowMs < stalledUntilMs && nowMs - begunMs > 300;
      void wait(stalled ? stalledUntilMs - nowMs : 0).then(() => socket.write(OK));
    }),
    { ...paced(200), measureMs: 1000, connections: 4 },
  );
  expect(first.outcomes.success).toBe(first.sent);
  // 400 ms of 1,000 at 200/s: 80 requests were due in it, and a quarter of them more than 300 ms before its end.
  expect(latencyOf(first).shareAboveMs(100).above).toBeGreaterThan(45);
  expect(latencyOf(first).shareAboveMs(300).above).toBeGreaterThan(12);
  expect(latencyOf(first).shareAboveMs(300).above).toBeLessThan(40);
});

test('what can not be sent in time is a timeout of at least the limit, and the run ends in time', async () => {
  const ran = await load(
    answerEach((socket) => void wait(50).then(() => socket.write(OK))),
    { ...paced(200), measureMs: 600, timeoutMs: 200, connections: 2 },
  );
  const { success, timeout } = ran.first.outcomes;
  expect(success + timeout).toBe(ran.first.sent);
  expect(ran.first.sent).toBeGreaterThanOrEqual(118);
  expect(timeout).toBeGreaterThan(50);
  expect(latencyOf(ran.first).shareAboveMs(199.8).above).toBeGreaterThanOrEqual(timeout);
  expect(latencyOf(ran.first).shareAboveMs(260).above).toBe(0);
  expect(ran.tookMs).toBeLessThan(600 + 200 + 600);
});

testInFull('a rate far beyond what can be sent does not starve the connections, nor hang', async () => {
  const ran = await load(
    answerEach((socket) => socket.write(OK)),
    { ...paced(300_000), measureMs: 200, timeoutMs: 500, connections: 4 },
  );
  expect(ran.first.sent).toBeGreaterThan(1000);
  expect(ran.first.outcomes.success).toBeGreaterThan(0);
  expect(ran.first.outcomes.timeout).toBeGreaterThan(0);
  expect(ran.tookMs).toBeLessThan(5000);
});

test('a target that is gone is told, and everything that was due is accounted for', async () => {
  server = await serve(() => {});
  await server.close();
  const ran = await runLoad(orderFor(server.origin, { ...paced(200), measureMs: 5000, connections: 4 }));
  expect(ran.lost).toMatchObject({ what: 'target', why: 'ECONNREFUSED' });
  expect(ran.tookMs).toBeLessThan(1500);
});

/** Turns of the event loop, of which each reads what has come in: the measure of what could be known, however slow. */
function countTurns() {
  let [count, isOver] = [0, false];
  const next = () => {
    count++;
    if (!isOver) setImmediate(next);
  };
  setImmediate(next);
  return {
    now: () => count,
    stop: () => {
      isOver = true;
    },
  };
}

/** In one the response is sent; in the next it is read, with or before its connection's end; and so is what crossed. */
const CROSSING_TURNS = 3;

test.each([
  'kept',
  'announced',
  'silent',
] as const)('with connections that are %s, every request that was due is sent and answered', async (closing) => {
  const measureMs = drawn(800, 400);
  const seen = { requests: 0, crossed: 0, latestTurns: 0 };
  const turns = countTurns();
  const endedIn = new Map<Socket, number>();
  const { first } = await load(
    answerEach((socket) => {
      seen.requests++;
      const ended = endedIn.get(socket);
      if (ended !== undefined) {
        seen.crossed++;
        seen.latestTurns = Math.max(seen.latestTurns, turns.now() - ended);
        return;
      }
      if (closing === 'kept') return void socket.write(OK);
      endedIn.set(socket, turns.now());
      socket.end(closing === 'silent' ? OK : OK.replace('\r\n', '\r\nconnection: close\r\n'));
    }),
    { ...paced(200), measureMs, connections: 4 },
  ).finally(turns.stop);
  expect(first.sent).toBeGreaterThanOrEqual((measureMs * 200) / 1000 - 2);
  // What was written into a connection after its end, before that was heard of, went out once more or was an error.
  for (let waitedMs = 0; seen.requests < first.sent + first.resent && waitedMs < 2000; waitedMs += 5)
    await wait(5);
  expect(seen.requests).toBe(first.sent + first.resent);
  const { success, unanswered, socket, ...others } = first.outcomes;
  expect(others).toEqual({ status: 0, check: 0, body: 0, timeout: 0 });
  expect(unanswered + socket).toBe(first.sent - success);
  expect(first.resent + unanswered + socket).toBe(seen.crossed);
  // Nothing is written into a connection whose end is announced; where nothing announces it, only what goes out before
  // it can be heard of. How many that are is the machine's matter: one that is busy has several requests due at once.
  if (closing !== 'silent') expect(seen.crossed).toBe(0);
  expect(seen.latestTurns).toBeLessThanOrEqual(CROSSING_TURNS);
});

test('what waits for a new login is sent with the new token', async () => {
  let valid = 'first';
  server = await serve(
    answerEach((socket, { head }) => socket.write(head.includes(`Bearer ${valid}`) ? OK : status(401))),
  );
  const bearer = ['Bearer ', { value: 'capture', name: 'token', encoding: 'none' }] as const;
  const order = orderFor(server.origin, {
    ...paced(200),
    requests: [request({ headers: [['authorization', bearer]] })],
    loggedIn: [0],
    captures: { token: 'first' },
    connections: 2,
    measureMs: 1000,
  });
  const ran = await runLoad(order, {
    started: () =>
      void wait(250).then(() => {
        valid = 'second';
      }),
    logIn: async () => {
      await wait(200);
      return { captures: { token: 'second' } };
    },
  });
  // 40 requests became due while the login was renewed; only those that were on their way before may be refused.
  expect(ran.lost).toBeNull();
  expect(ran.first.statuses['401'] ?? 0).toBeLessThanOrEqual(4);
});
