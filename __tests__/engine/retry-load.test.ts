/** Requests that are sent again, against servers that decide which attempt of a request is answered how. */
import type { RequestSpec, RetryPolicy } from '../../src/config/plan.ts';
import { seededRandom } from '../../src/engine/random.ts';
import type { FromWorker, RequestPortion } from '../../src/engine/worker/messages.ts';
import { WorkerLoad } from '../../src/engine/worker/worker-load.ts';
import fc from '../fast-check.ts';
import { testInFull } from '../part.ts';
import {
  add,
  checkAccounts,
  latencyOf,
  type Ordered,
  orderFor,
  type Ran,
  request,
  runLoad,
} from './run-load.ts';
import { answerEach, type Heard, type Listening, OK, type Reply, serve, status } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

let server: Listening;
afterEach(() => server.close());

const POLICY: RetryPolicy = {
  statuses: [503],
  ends: ['timeout', 'socket', 'unanswered'],
  times: 3,
  backoffMs: 4,
};

/** Each request has an id in its body and a key in its head; both stay when it is sent again. */
const writing = (retry: Partial<RetryPolicy> = {}, more: Partial<RequestSpec> = {}): RequestSpec =>
  request({
    method: 'POST',
    headers: [['idempotency-key', ['"', { value: 'uuid' }, '"']]],
    body: ['{"id":"', { value: 'unique' }, '"}'],
    retry: { ...POLICY, ...retry },
    ...more,
  });

interface Attempt extends Heard {
  readonly id: string;
  /** From 0, of its request. */
  readonly attempt: number;
  readonly atMs: number;
}

/** Answers by the attempt, and keeps all of them by the request's id. */
async function serveAttempts(reply: (attempt: Attempt, ...rest: Parameters<Reply>) => void) {
  const heard = new Map<string, Attempt[]>();
  server = await serve(
    answerEach((socket, one) => {
      const { id } = JSON.parse(one.body || '{"id":"none"}') as { id: string };
      const before = heard.get(id) ?? [];
      const attempt = { ...one, id, attempt: before.length, atMs: performance.now() };
      heard.set(id, [...before, attempt]);
      reply(attempt, socket, one);
    }),
  );
  return heard;
}

const load = (over: Ordered, hooks?: Parameters<typeof runLoad>[1]): Promise<Ran> =>
  runLoad(orderFor(server.origin, { requests: [writing()], measureMs: 500, ...over }), hooks);

/** As long as it takes to send so many, in place of as many as a time has room for. */
const COUNTED = { mostRequests: 60, measureMs: 15_000 } satisfies Ordered;

const keyOf = ({ head }: Heard): string | undefined => /^idempotency-key: (.*)$/m.exec(head)?.[1];
const heardIn = (heard: ReadonlyMap<string, readonly Attempt[]>): Attempt[] => [...heard.values()].flat();
const repeatedIn = ({ retries }: RequestPortion): number => retries?.repeated ?? 0;

describe('a request goes out again', () => {
  test('until it succeeds: with the same body and the same key, which no other request has', async () => {
    const heard = await serveAttempts(({ attempt }, socket) =>
      setTimeout(() => socket.write(attempt < 2 ? status(503) : OK), 2),
    );
    const { first } = await load({});
    const { sent, outcomes, retries } = first;
    expect(sent).toBeGreaterThan(5);
    expect(outcomes).toMatchObject({ success: sent, status: 0 });
    expect(retries).toEqual({
      repeated: 2 * sent,
      recovered: sent,
      givenUp: 0,
      statuses: { 503: 2 * sent },
      ends: { timeout: 0, socket: 0, unanswered: 0 },
    });
    expect([...heard.values()].map(({ length }) => length)).toEqual(Array(sent).fill(3));
    const keys = [...heard.values()].map((attempts) => new Set(attempts.map(keyOf)));
    expect(keys.every(({ size }) => size === 1)).toBe(true);
    expect(new Set(keys.flatMap((own) => [...own])).size).toBe(sent);
    for (const key of keys.flatMap((own) => [...own]))
      expect(key).toMatch(/^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"\r?$/);
    // What a retried attempt was answered is no error of the figures, and no throughput.
    expect(add(first.batches.map(({ retried = 0 }) => retried))).toBe(2 * sent);
    expect(add(first.batches.map(({ completedResponses }) => completedResponses))).toBeLessThanOrEqual(sent);
  });

  test('so often as it may; then its last answer is what it ends with', async () => {
    const heard = await serveAttempts((_, socket) => setTimeout(() => socket.write(status(503)), 2));
    const { first } = await load({ requests: [writing({ times: 2 })] });
    expect(first.outcomes.status).toBe(first.sent);
    expect(first.retries).toMatchObject({ repeated: 2 * first.sent, recovered: 0, givenUp: 0 });
    expect(first.statuses).toEqual({ 503: first.sent });
    expect([...heard.values()].every(({ length }) => length === 3)).toBe(true);
  });

  test('never after a status that is not declared, nor after a success', async () => {
    await serveAttempts(({ number }, socket) =>
      setTimeout(() => socket.write(number % 2 ? status(500) : OK), 2),
    );
    const { first } = await load({});
    expect(first.outcomes.status).toBeGreaterThan(0);
    expect(repeatedIn(first)).toBe(0);
  });

  test('after a timeout, which its latency holds', async () => {
    const silent = new Set<string>();
    const heard = await serveAttempts(({ id, attempt }, socket) => {
      // The first two requests, which leaves their second attempts all the time of the load that is to come.
      if (attempt === 0 && silent.size < 2) silent.add(id);
      else setTimeout(() => socket.write(OK), 2);
    });
    const { first } = await load({ timeoutMs: 600, measureMs: 1000 });
    expect(first.outcomes.success).toBe(first.sent);
    // On a machine that is busy with something else another attempt may wait as long.
    const again = [...heard.values()].filter(({ length }) => length > 1);
    expect(again.map(([one]) => one?.id)).toEqual(expect.arrayContaining([...silent]));
    expect(first.retries?.ends.timeout).toBeGreaterThanOrEqual(again.length);
    expect(repeatedIn(first)).toBe(first.retries?.ends.timeout);
    expect(latencyOf(first).shareAboveMs(599).above).toBeGreaterThanOrEqual(again.length);
  });

  test('after a close without an answer', async () => {
    await serveAttempts(({ attempt }, socket) => {
      if (attempt === 0) setTimeout(() => socket.end(), 40);
      else setTimeout(() => socket.write(OK), 2);
    });
    // With a key it might be taken for a close that crossed the request, and go out once more by itself.
    const { first } = await load({ requests: [writing({}, { headers: [] })] });
    expect(first.outcomes.success).toBe(first.sent);
    expect(first.retries?.ends.unanswered).toBe(first.sent);
  });

  test('with a rate, too: it takes its turn among those that are due', async () => {
    const heard = await serveAttempts(({ attempt }, socket) =>
      setTimeout(() => socket.write(attempt === 0 ? status(503) : OK), 2),
    );
    const arrivals = { perSecond: 100, kind: 'constant', phase: 0 } as const;
    const { first } = await load({ arrivals, measureMs: 500 });
    expect(first.sent).toBeGreaterThanOrEqual(49);
    expect(first.outcomes.success).toBe(first.sent);
    expect(repeatedIn(first)).toBe(first.sent);
    expect(heardIn(heard)).toHaveLength(2 * first.sent);
    // Without the wait for a connection, and with that for the second attempt.
    expect(add(first.batches.map(({ service }) => add([...service].filter((_, i) => i % 2 === 1))))).toBe(
      first.sent,
    );
  });

  test('with the token of the latest login, and nothing else changed', async () => {
    let expired = false;
    const heard = await serveAttempts(({ attempt, head }, socket) => {
      if (expired && /authorization: old/.test(head)) return socket.write(status(401));
      // The wait that is asked for goes beyond the expiry.
      setTimeout(() => socket.write(attempt === 0 ? status(503, 'retry-after: 1') : OK), 4);
    });
    setTimeout(() => {
      expired = true;
    }, 400);
    const headers: RequestSpec['headers'] = [
      ['authorization', [{ value: 'capture', name: 'token', encoding: 'none' }]],
    ];
    const { first } = await load(
      {
        requests: [writing({}, { headers, weight: 1 }), request({ name: 'read', headers, weight: 9 })],
        loggedIn: [0, 1],
        captures: { token: 'old' },
        measureMs: 900,
      },
      { logIn: async () => ({ captures: { token: 'new' } }) },
    );
    const tokens = [...heard.values()]
      .filter(([one]) => one?.id !== 'none')
      .map((attempts) => attempts.map(({ head }) => /authorization: (\w+)/.exec(head)?.[1]).join());
    expect(tokens.length).toBeGreaterThan(0);
    expect(tokens).toContain('old,new');
    expect(first.retries?.recovered).toBeGreaterThan(0);
  });
});

test('with a key a request goes out once more where its connection was being closed; without one it does not', async () => {
  const closing = () =>
    serveAttempts(({ onConnection }, socket) => {
      // The fourth request of each connection finds it closed.
      if (onConnection === 3) socket.destroy();
      else socket.write(OK);
    });
  const { retry: _, ...keyed } = writing();
  const heard = await closing();
  const { first } = await load({ requests: [keyed], ...COUNTED });
  expect(first.resent).toBeGreaterThan(3);
  expect(first.retries).toBeUndefined();
  const twice = [...heard.values()].filter(({ length }) => length > 1);
  expect(twice).toHaveLength(first.resent);
  for (const attempts of twice) expect(new Set(attempts.map(keyOf)).size).toBe(1);
  await server.close();
  await closing();
  const bare = await load({ requests: [{ ...keyed, headers: [] }], ...COUNTED });
  expect(bare.first.resent).toBe(0);
  expect(bare.first.outcomes.success).toBeLessThan(bare.first.sent);
});

describe('Retry-After', () => {
  test.each([
    ['in seconds', () => ({ asked: '1', leastMs: Date.now() + 1000 })],
    [
      'as a date',
      () => {
        const asked = new Date(Date.now() + 2000).toUTCString();
        return { asked, leastMs: Date.parse(asked) };
      },
    ],
  ])('%s is waited for, beyond the end of the load if need be', async (_, ask) => {
    const due = new Map<string, number>();
    const early: number[] = [];
    await serveAttempts(({ attempt, id }, socket) => {
      if (attempt > 0) {
        early.push((due.get(id) ?? 0) - Date.now());
        return socket.write(OK);
      }
      const { asked, leastMs } = ask();
      due.set(id, leastMs);
      setTimeout(() => socket.write(status(503, `retry-after: ${asked}`)), 5);
    });
    const { first } = await load({ measureMs: 100, timeoutMs: 5000 });
    expect(first.outcomes.success).toBe(first.sent);
    expect(early).toHaveLength(first.sent);
    expect(Math.max(...early)).toBeLessThanOrEqual(2);
  });

  test('beyond what is left of the load is not waited for: the request ends with what it had', async () => {
    await serveAttempts((_, socket) => setTimeout(() => socket.write(status(503, 'retry-after: 30')), 5));
    const { first, tookMs } = await load({ timeoutMs: 1000 });
    expect(first.outcomes.status).toBe(first.sent);
    expect(first.retries).toMatchObject({ repeated: 0, givenUp: first.sent, statuses: {} });
    expect(tookMs).toBeLessThan(5000);
  });
});

describe('the connection is free meanwhile', () => {
  test('it sends other requests; what is due goes first', async () => {
    const heard = await serveAttempts(({ id, attempt }, socket) =>
      setTimeout(() => socket.write(id !== 'none' && attempt === 0 ? status(503) : OK), 3),
    );
    const requests = [writing({ backoffMs: 200 }), request({ name: 'read' })];
    const { result } = await load({ requests, connections: 1, measureMs: 1000 });
    const [write, read] = result.requests;
    const first = heardIn(heard)
      .filter(({ id }) => id !== 'none')
      .sort((a, b) => a.number - b.number)[0] as Attempt;
    const second = heard.get(first.id)?.[1] as Attempt;
    // One connection: whatever came between the two was sent while the first waited.
    expect(second.number - first.number).toBeGreaterThan(1);
    // What is due doesn't wait for the end, when nothing new is sent.
    expect(heard.get('none')?.at(-1)?.number).toBeGreaterThan(second.number);
    expect(write?.outcomes.success).toBe(write?.sent);
    expect(read?.outcomes.success).toBe(read?.sent);
    // Time that the connection was taken, which holds no wait; the latencies do.
    const busyMs = add(result.requests.flatMap(({ batches }) => batches.map((batch) => batch.busyMs)));
    const latencies = write ? latencyOf(write) : null;
    expect(busyMs).toBeLessThan(1300);
    expect((latencies?.meanMs ?? 0) * (latencies?.count ?? 0)).toBeGreaterThan(busyMs);
  });

  test('where the service closes each connection, one is opened for what is due after the end', async () => {
    await serveAttempts(({ attempt }, socket) => {
      setTimeout(
        () => socket.end(status(attempt === 0 ? 503 : 200, 'connection: close', 'retry-after: 1')),
        3,
      );
    });
    const { first } = await load({ measureMs: 100, timeoutMs: 5000 });
    expect(first.sent).toBeGreaterThan(0);
    expect(first.outcomes.success).toBe(first.sent);
  });
});

describe('an end before the last repetition', () => {
  test('a run that is stopped has what waits as under way', async () => {
    await serveAttempts((_, socket) => setTimeout(() => socket.write(status(503, 'retry-after: 20')), 5));
    const { first } = await load(
      { measureMs: 5000, timeoutMs: 60_000 },
      {
        started: (running) => setTimeout(() => running.receive({ say: 'stop' }), 300),
      },
    );
    expect(first.inFlight).toBe(first.sent);
    expect(first.sent).toBeGreaterThan(5);
    expect(add(Object.values(first.retries?.statuses ?? {}))).toBeGreaterThanOrEqual(first.sent - 2);
    expect(repeatedIn(first)).toBe(0);
  });

  test('max-requests counts attempts, and what waits then ends with what it had', async () => {
    const heard = await serveAttempts((_, socket) => setTimeout(() => socket.write(status(503)), 2));
    const { first, result, tookMs } = await load({ mostRequests: 21, measureMs: 20_000, timeoutMs: 20_000 });
    expect(heardIn(heard)).toHaveLength(21);
    expect(result.sent).toBe(21);
    expect(first.inFlight).toBe(0);
    expect(first.outcomes.status).toBe(first.sent);
    expect(first.sent + repeatedIn(first)).toBe(21);
    expect(tookMs).toBeLessThan(10_000);
  });

  test('with a rate, what may be sent again has a cap of its own', async () => {
    const heard = await serveAttempts((_, socket) => setTimeout(() => socket.write(status(503)), 2));
    const arrivals = { perSecond: 100, kind: 'constant', phase: 0 } as const;
    const { first } = await load({ arrivals, measureMs: 300, mostRepetitions: 17 });
    expect(first.outcomes.status).toBe(first.sent);
    expect(repeatedIn(first)).toBe(17);
    expect(heardIn(heard)).toHaveLength(first.sent + 17);
    expect(first.retries?.givenUp).toBeGreaterThan(0);
  });

  testInFull('a slice waits for its last repetition, and leaves none to the next one', async () => {
    const heard = await serveAttempts(({ attempt }, socket) =>
      setTimeout(() => socket.write(attempt === 0 ? status(503, 'retry-after: 1') : OK), 5),
    );
    const order = orderFor(server.origin, {
      requests: [writing()],
      measureMs: 100,
      timeoutMs: 5000,
      warmupMs: 20,
      keepConnections: true,
    });
    const ended: { readonly first: RequestPortion | undefined; readonly heard: number }[] = [];
    const between: number[] = [];
    await new Promise<void>((resolve) => {
      const running: WorkerLoad = new WorkerLoad(order, (message: FromWorker) => {
        if (message.say !== 'done') return;
        ended.push({ first: message.result.stages[0].requests[0], heard: heardIn(heard).length });
        if (ended.length === 2) {
          running.close();
          return resolve();
        }
        setTimeout(() => {
          between.push(heardIn(heard).length);
          running.receive({ say: 'round', round: { ...order, uniquePrefix: 'v' } });
        }, 1200);
      });
    });
    for (const { first } of ended) {
      expect(first?.sent).toBeGreaterThan(2);
      expect(first?.outcomes.success).toBe(first?.sent);
    }
    // Those of the warm-up that were waiting when it was over are dropped: none of them comes later.
    expect(between).toEqual([ended[0]?.heard]);
  });
});

type Fate = 'ok' | 'late' | 503 | 429 | 500 | 'close' | 'cut' | 'silent';

testInFull(
  'whatever happens to attempts, each request ends once, and each attempt is accounted for',
  async () => {
    const fates = fc.array(
      fc.constantFrom<Fate>('ok', 'ok', 'late', 503, 503, 429, 500, 'close', 'cut', 'silent'),
      { minLength: 5, maxLength: 30 },
    );
    const loads = fc.record({
      fates,
      times: fc.integer({ min: 1, max: 4 }),
      connections: fc.integer({ min: 1, max: 6 }),
      open: fc.boolean(),
      seed: fc.nat(1000),
    });
    await fc.assert(
      fc.asyncProperty(loads, async ({ fates: list, times, connections, open, seed }) => {
        const { int } = seededRandom(`${seed}`);
        const heard = await serveAttempts((_, socket) => {
          const fate = list[int(0, list.length - 1)] as Fate;
          if (fate === 'ok') socket.write(OK);
          else if (fate === 'late') setTimeout(() => socket.write(OK), int(1, 40));
          else if (fate === 'close') setTimeout(() => socket.end(), int(0, 40));
          else if (fate === 'cut') setTimeout(() => socket.destroy(), int(0, 40));
          else if (fate !== 'silent') socket.write(status(fate, `retry-after: ${int(0, 1)}`));
        });
        const arrivals = open ? ({ perSecond: 80, kind: 'poisson', phase: 0 } as const) : null;
        const policy = { statuses: [503, 429], times };
        const ran = await load({
          requests: [writing(policy), writing(policy, { name: 'other', headers: [] })],
          connections,
          arrivals,
          measureMs: 250,
          timeoutMs: 120,
        });
        await server.close();
        const { requests, sent } = ran.result;
        for (const portion of requests) {
          checkAccounts(portion);
          const { sent: begun, outcomes, retries, inFlight } = portion;
          if (retries === undefined) throw new Error('its attempts are counted');
          const goneOn = add(Object.values(retries.statuses)) + add(Object.values(retries.ends));
          expect(inFlight).toBe(0);
          // Each attempt that did not end its request was followed by another one, or by the end of its wait in a queue.
          if (open) expect(retries.repeated).toBeLessThanOrEqual(goneOn);
          else expect(retries.repeated).toBe(goneOn);
          expect(retries.repeated).toBeLessThanOrEqual(times * begun);
          expect(retries.recovered).toBeLessThanOrEqual(Math.min(outcomes.success, goneOn));
          expect(retries.givenUp).toBeLessThanOrEqual(begun - outcomes.success);
          expect(add(portion.batches.map(({ retried = 0 }) => retried))).toBe(goneOn);
        }
        // What was written is what was counted: requests, repetitions, and those that met a closing connection.
        const counted = add(requests.map((one) => one.sent + repeatedIn(one) + one.resent));
        if (open) expect(sent).toBeLessThanOrEqual(counted);
        else expect(sent).toBe(counted);
        expect(heardIn(heard).length).toBeLessThanOrEqual(sent);
      }),
      { numRuns: 8 },
    );
  },
  60_000,
);
