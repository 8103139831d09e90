/** A load that runs through stages without a pause, as the server sees it. */
import type { Socket } from 'node:net';
import type { StagePart } from '../../src/engine/worker/messages.ts';
import { testInFull } from '../part.ts';
import { add, type Hooks, type Ordered, orderFor, type Ran, request, runLoad } from './run-load.ts';
import { answerEach, type Listening, OK, type OnConnection, serve, status, wait } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

let server: Listening;
afterEach(() => server.close());

const stage = (durationMs: number, connections: number, over: Partial<StagePart> = {}): StagePart => ({
  durationMs,
  connections,
  arrivals: null,
  ...over,
});

const open = (perSecond: number, fromPerSecond?: number): Pick<StagePart, 'arrivals'> => ({
  arrivals: { kind: 'constant', phase: 0, perSecond, ...(fromPerSecond !== undefined && { fromPerSecond }) },
});

interface Seen {
  readonly ran: Ran;
  /** When each request was heard, since before the load was made: no earlier than by the load's own clock. */
  readonly heardMs: readonly number[];
  /** Connections that were open then. */
  readonly open: readonly number[];
}

/** Each request is answered after 4 ms, or as is said. */
async function load(
  stages: readonly [StagePart, ...StagePart[]],
  over: Ordered = {},
  reply: (socket: Socket, number: number, head: string) => void = (socket) =>
    void wait(4).then(() => socket.write(OK)),
  hooks: Hooks = {},
): Promise<Seen> {
  const heardMs: number[] = [];
  const openThen: number[] = [];
  let startMs = 0;
  const onConnection: OnConnection = answerEach((socket, { number, head }) => {
    heardMs.push(performance.now() - startMs);
    openThen.push(server.open);
    reply(socket, number, head);
  });
  server = await serve(onConnection);
  const connections = Math.max(
    ...stages.map(({ connections: to, fromConnections: from = to }) => Math.max(from, to)),
  );
  const order = orderFor(server.origin, { connections, stages, ...over });
  startMs = performance.now();
  return { ran: await runLoad(order, hooks), heardMs, open: openThen };
}

const sentIn = ({ stages }: Ran) => stages.map(({ requests }) => add(requests.map(({ sent }) => sent)));

/** When the first request of each stage was heard: a stage's requests are sent before the next one's. */
function firstsOf({ ran, heardMs }: Seen): (number | undefined)[] {
  const sent = sentIn(ran);
  return sent.map((_, at) => heardMs[add(sent.slice(0, at))]);
}

test('stages come in their order, each as long as it is to be, on as many connections', async () => {
  const seen = await load([stage(500, 2), stage(400, 8), stage(600, 3)]);
  const { ran, heardMs, open: openThen } = seen;
  expect(ran.stages.map(({ measuredMs }) => Math.round(measuredMs))).toEqual([500, 400, 600]);
  expect(add(sentIn(ran))).toBe(heardMs.length);
  const [, second = 0, third = 0] = firstsOf(seen);
  // Never too soon; and long before its middle.
  expect(second).toBeGreaterThanOrEqual(500);
  expect(second).toBeLessThan(680);
  expect(third).toBeGreaterThanOrEqual(900);
  expect(third).toBeLessThan(1180);
  // In the midst of each stage, what the one before had is gone.
  const openAt = (ms: number) => openThen[heardMs.findIndex((heard) => heard > ms)];
  expect([openAt(300), openAt(750), openAt(1250)]).toEqual([2, 8, 3]);
  expect(server.accepted).toBe(8);
});

test('no pause lies between two stages, and connections that stay are not opened anew', async () => {
  const { heardMs } = await load([stage(300, 4), stage(300, 4)]);
  const gaps = heardMs.slice(1).map((ms, i) => ms - (heardMs[i] as number));
  // A drain and a warm-up would take a second.
  expect(Math.max(...gaps)).toBeLessThan(150);
  expect(server.accepted).toBe(4);
});

test('a connection with a request under way closes after its response, and the request counts where it was sent', async () => {
  const { ran, heardMs } = await load([stage(900, 6), stage(1500, 1)], {}, (socket, number) => {
    // The last ones of the first stage are answered in the second.
    void wait(number < 6 ? 700 : 500).then(() => socket.write(OK));
  });
  const [first, second] = ran.stages;
  expect(first.requests[0]).toMatchObject({ sent: 12, outcomes: { success: 12 } });
  expect(add(first.requests[0]?.batches.map(({ completedSuccesses }) => completedSuccesses) ?? [])).toBe(6);
  // What came in during the second stage is its throughput, whenever it was sent.
  const own = second?.requests[0];
  expect(own?.sent).toBe(heardMs.length - 12);
  const completed = add(own?.batches.map(({ completedSuccesses }) => completedSuccesses) ?? []);
  expect(completed).toBeGreaterThanOrEqual(7);
  expect(server.accepted).toBe(6);
});

test('a connection that is to close and fails is not opened again', async () => {
  const { ran } = await load([stage(200, 5), stage(600, 1)], {}, (socket, number) => {
    if (number < 5) void wait(280).then(() => socket.destroy());
    else void wait(4).then(() => socket.write(OK));
  });
  expect(add(Object.values(ran.first.outcomes)) - ran.first.outcomes.success).toBe(5);
  // The five that were cut, and the one that goes on.
  expect(server.accepted).toBe(6);
});

test('many connections are opened one a turn, so that no response waits for all of them', async () => {
  const numbers = new Set<number>();
  const { ran } = await load([stage(200, 2), stage(400, 80)], {}, undefined, {
    started: () => {
      const look = () => {
        numbers.add(server.accepted);
        if (server.accepted < 80) setImmediate(look);
      };
      look();
    },
  });
  expect(ran.stages).toHaveLength(2);
  // At once, they would be accepted in a turn or two.
  expect(numbers.size).toBeGreaterThan(20);
});

test('a ramp opens connections one at a time, and closes them', async () => {
  const {
    ran,
    heardMs,
    open: openThen,
  } = await load([
    stage(800, 21, { fromConnections: 1 }),
    stage(800, 1, { fromConnections: 21 }),
    stage(300, 1),
  ]);
  expect(ran.stages).toHaveLength(3);
  const line = (ms: number) => (ms < 800 ? 1 + (20 * ms) / 800 : 21 - (20 * (ms - 800)) / 800);
  // One opens or closes each 40 ms; four of them are the leeway for a thread that has to wait.
  const off = heardMs.filter((ms, i) => ms < 1600 && Math.abs((openThen[i] as number) - line(ms)) > 4.5);
  expect(off.length).toBeLessThan(0.02 * heardMs.length);
  expect(Math.max(...openThen)).toBeLessThanOrEqual(21);
  expect(server.accepted).toBe(21);
  await wait(50);
  expect(server.open).toBe(0);
});

test('a ramp of rates keeps its moments, as the server hears them', async () => {
  const { ran, heardMs } = await load([
    stage(400, 8, open(50)),
    stage(1000, 8, open(250, 50)),
    stage(400, 8, open(250)),
  ]);
  // 20 and 150 and 100 are due.
  expect(sentIn(ran)).toEqual([20, 150, 100]);
  // The nth of a ramp is due where 50 t + 100 t² is n.
  const dueMs = (n: number) => {
    if (n < 20) return n * 20;
    if (n < 170) return 400 + 1000 * ((-50 + Math.sqrt(2500 + 400 * (n - 20))) / 200);
    return 1400 + (n - 170) * 4;
  };
  // None is early: at an even rate of as many requests, some would be by a tenth of a second and more.
  const lags = heardMs.map((ms, n) => ms - dueMs(n)).sort((a, b) => a - b);
  expect(lags[0]).toBeGreaterThan(-1);
  expect(lags[Math.floor(lags.length / 2)]).toBeLessThan(80);
});

test('what was due and waits at a boundary is still sent, and counts where it was due', async () => {
  // One connection serves 20 of 50 that are due in each second.
  const { ran, heardMs } = await load(
    [stage(500, 1, open(50)), stage(500, 1, open(20))],
    {},
    (socket) => void wait(50).then(() => socket.write(OK)),
  );
  expect(sentIn(ran)).toEqual([25, 10]);
  expect(heardMs).toHaveLength(35);
  expect(ran.stages.map(({ requests }) => requests[0]?.outcomes.success)).toEqual([25, 10]);
});

test('the warm-up has the load of the first moment, and is in no stage', async () => {
  const {
    ran,
    heardMs,
    open: openThen,
  } = await load([stage(300, 12, { fromConnections: 2 }), stage(200, 12)], {
    warmupMs: 300,
  });
  const inWarmUp = heardMs.length - add(sentIn(ran));
  expect(inWarmUp).toBeGreaterThan(10);
  const early = openThen.slice(0, inWarmUp - 4);
  expect(Math.max(...early)).toBe(2);
  const [first, second] = ran.stages;
  expect(first.sent).toBe(inWarmUp + add(first.requests.map(({ sent }) => sent)));
  expect(second?.sent).toBe(second?.requests[0]?.sent);
  expect(first.measuredMs).toBeCloseTo(300, 6);
});

test('a silence over a boundary is told in both stages, each its part', async () => {
  let begunMs = 0;
  const { ran } = await load([stage(600, 2), stage(600, 2)], {}, (socket) => {
    begunMs ||= performance.now();
    const sinceMs = performance.now() - begunMs;
    void wait(sinceMs > 400 && sinceMs < 900 ? 900 - sinceMs : 4).then(() => socket.write(OK));
  });
  const [first, second] = ran.stages.map(({ silences }) => silences);
  expect(first).toHaveLength(1);
  expect(second).toHaveLength(1);
  const [before, after] = [first?.[0], second?.[0]];
  expect(before?.toMs).toBeCloseTo(600, 6);
  expect(before?.fromMs).toBeGreaterThan(380);
  expect(before?.fromMs).toBeLessThan(550);
  expect(after?.fromMs).toBe(0);
  expect(after?.toMs).toBeGreaterThan(280);
  expect(after?.toMs).toBeLessThan(500);
});

test('a cap in the midst of a stage ends the load there: what comes after it is not begun', async () => {
  const { ran, heardMs } = await load([stage(200, 2), stage(10_000, 2), stage(200, 2)], {
    mostRequests: 300,
  });
  expect(ran.messages.some(({ say }) => say === 'capped')).toBe(true);
  expect(ran.stages).toHaveLength(2);
  expect(ran.stages[0].measuredMs).toBeCloseTo(200, 6);
  expect(heardMs).toHaveLength(300);
  expect(add(ran.stages.map(({ sent }) => sent))).toBe(300);
  expect(ran.stages[1]?.measuredMs).toBeLessThan(5000);
});

testInFull('so does a target that is gone, and it is told by the connections that there are', async () => {
  const { ran } = await load([stage(150, 20), stage(10_000, 1)], {}, (socket, number) => {
    if (number === 400) void server.close();
    else void wait(4).then(() => socket.write(OK));
  });
  expect(ran.lost).toMatchObject({ what: 'target' });
  expect(ran.stages.length).toBeLessThanOrEqual(2);
  expect(ran.tookMs).toBeLessThan(5000);
});

test('what is stopped in the midst of a stage has an account of each that was begun', async () => {
  const { ran } = await load(
    [stage(200, 3), stage(10_000, 5), stage(200, 2)],
    {},
    (socket, number) => void wait(number < 30 ? 4 : 60).then(() => socket.write(OK)),
    { started: (running) => void wait(500).then(() => running.receive({ say: 'stop' })) },
  );
  expect(ran.stages).toHaveLength(2);
  const [, second] = ran.stages;
  expect(second?.measuredMs).toBeGreaterThan(200);
  expect(second?.measuredMs).toBeLessThan(5000);
  // Those that were under way; runLoad has checked that none is lost.
  expect(second?.requests[0]?.inFlight).toBe(5);
});

test('a login that is awaited over a boundary is a pause of both stages, and the load goes on with the second', async () => {
  let valid = 'first';
  const bearer = ['Bearer ', { value: 'capture', name: 'token', encoding: 'none' }] as const;
  const { ran, open: openThen } = await load(
    [stage(500, 2), stage(700, 6)],
    {
      requests: [request({ headers: [['authorization', bearer]] })],
      loggedIn: [0],
      captures: { token: 'first' },
    },
    (socket, _, head) =>
      void wait(4).then(() => socket.write(head.includes(`Bearer ${valid}`) ? OK : status(401))),
    {
      started: () =>
        void wait(300).then(() => {
          valid = 'second';
        }),
      logIn: async () => {
        await wait(400);
        return { captures: { token: 'second' } };
      },
    },
  );
  const [first, second] = ran.stages;
  const pausedMs = (first.pausedMs ?? 0) + (second?.pausedMs ?? 0);
  expect(pausedMs).toBeGreaterThanOrEqual(400);
  expect(first.pausedMs).toBeGreaterThan(100);
  expect(first.pausedMs).toBeLessThanOrEqual(200.1);
  expect(second?.pausedMs).toBeGreaterThan(150);
  expect([first.silences, second?.silences]).toEqual([[], []]);
  expect(second?.requests[0]?.outcomes.success).toBe(second?.requests[0]?.sent);
  expect(openThen.at(-1)).toBe(6);
});

test('half seconds are counted in each stage by the same clock', async () => {
  const { ran, heardMs } = await load(
    [stage(1200, 2), stage(500, 2)],
    { ticks: true },
    (socket, number) => void wait(4).then(() => socket.write(number % 10 === 0 ? status(500) : OK)),
  );
  const [first, second] = ran.stages.map(({ ticks }) => ticks);
  const lengths = (ticks: typeof first) => ticks?.map(({ fromMs, ms }) => [fromMs, ms].map(Math.round));
  expect(lengths(first)).toEqual([
    [0, 500],
    [500, 700],
  ]);
  expect(lengths(second)).toEqual([[0, 500]]);
  const all = [...(first ?? []), ...(second ?? [])];
  // But for those that came after the end.
  const missing =
    heardMs.length - add(all.flatMap(({ requests, carried }) => [requests, carried?.requests ?? 0]));
  expect(missing).toBeGreaterThanOrEqual(0);
  expect(missing).toBeLessThanOrEqual(2);
  const completed = add(
    ran.stages.flatMap(({ requests }) => requests[0]?.batches ?? []).map((b) => b.completedSuccesses),
  );
  expect(add(all.map(({ successes }) => successes))).toBe(completed);
  expect(add(all.map(({ errors }) => errors))).toBeGreaterThan(0);
  // One on each connection at most.
  expect(add(first?.map(({ carried }) => carried?.requests ?? 0) ?? [])).toBe(0);
  expect(add(second?.map(({ carried }) => carried?.requests ?? 0) ?? [])).toBeLessThanOrEqual(2);
});
