/** The bundled worker as a real thread, driven by the pool and by the engine as the doors drive it. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../src/engine/engine.ts';
import { mergeGenerators, mergeRequests } from '../../src/engine/merge-portions.ts';
import type { PoolEvents } from '../../src/engine/pool-events.ts';
import type { Progress } from '../../src/engine/progress.ts';
import type { RoundOrder } from '../../src/engine/round.ts';
import { WorkerPool } from '../../src/engine/worker-pool.ts';
import { parse } from '../config/example.ts';
import { testInFull } from '../part.ts';
import { add, checkAccounts, latencyOf, orderFor, request } from './run-load.ts';
import { answerEach, type Listening, OK, type OnConnection, serve, status, wait } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

/** Nobody logs in. */
const NOBODY = { captures: {} };

keepSteadyTime();

const workerFile = join(import.meta.dirname, '../../dist/worker/index.js');

let server: Listening;
let close: () => Promise<void> = async () => {};
afterEach(async () => {
  await close();
  close = async () => {};
  await server.close();
});

const slowly = (ms = 8): OnConnection => answerEach((socket) => setTimeout(() => socket.write(OK), ms));

function poolOf(
  origin: string,
  workers: number,
  { signal = new AbortController().signal, timeoutMs = 2000 } = {},
): WorkerPool {
  const {
    warmupMs: _w,
    stages: _m,
    share: _h,
    batches: _b,
    seed: _s,
    uniquePrefix: _u,
    ...member
  } = orderFor(origin, { connections: 3, timeoutMs });
  const pool = new WorkerPool(workerFile, Array<typeof member>(workers).fill(member), NOBODY, signal);
  close = () => pool.close();
  return pool;
}

/** So long that a machine may take seconds to start a thread before anybody could take it for one that waits. */
const LONG = { timeoutMs: 10_000 };

const rounds = (workers: number, measureMs: number, warmupMs = 0, connections = 3) =>
  Array.from({ length: workers }, (_, worker) => ({
    warmupMs,
    stages: [{ durationMs: measureMs, connections: workers * connections, arrivals: null }] as const,
    share: { worker, of: workers },
    together: workers > 1,
    batches: 10,
    seed: `pool/${worker}`,
    uniquePrefix: `c${worker}x`,
  }));

/** Rounds that a machine which stands still may leave with too little, each twice as long, before one counts. */
const ROUNDS = 4;

/** A round of one worker and one request name, with more than a handful of requests, and all of them answered well. */
async function measureEnough(pool: WorkerPool, measureMs: number, warmupMs = 0): Promise<void> {
  for (let nth = 1; ; nth++) {
    const { results, ended } = await pool.measure(rounds(1, measureMs * 2 ** (nth - 1), warmupMs), events());
    expect(ended).toEqual({ how: 'complete' });
    const [first] = results[0]?.stages[0].requests ?? [];
    if (first === undefined) throw new Error('nothing was measured');
    checkAccounts(first);
    expect(first.outcomes.success).toBe(first.sent);
    if (first.sent <= 5 && nth < ROUNDS) continue;
    expect(first.sent).toBeGreaterThan(5);
    return;
  }
}

const events = (over: Partial<PoolEvents> = {}): PoolEvents => ({
  renewLogin: async () => ({ captures: {} }),
  onMeasuring() {},
  onSecond() {},
  ...over,
});

beforeAll(() => {
  if (!existsSync(workerFile)) throw new Error('dist/worker/index.js is missing: npm run build makes it');
});

describe('a pool', () => {
  test('of two workers: counts add up, and the merge of both is what the server heard', async () => {
    let heard = 0;
    server = await serve(
      answerEach((socket) => {
        heard++;
        setTimeout(() => socket.write(OK), 8);
      }),
    );
    let [measuring, told] = [0, 0];
    const pool = poolOf(server.origin, 2);
    const result = await pool.measure(
      rounds(2, 1200),
      events({ onMeasuring: () => measuring++, onSecond: (_, sent) => (told = sent) }),
    );
    expect(result.ended).toEqual({ how: 'complete' });
    expect(result.results).toHaveLength(2);
    const seen = result.results.map(({ stages }) => stages[0]);
    for (const worker of seen) for (const each of worker.requests) checkAccounts(each);
    const [merged] = mergeRequests(
      ['ask'],
      seen.map((each) => each.requests),
      (text) => text,
    );
    if (merged === undefined) throw new Error('nothing was merged');
    checkAccounts(merged);
    expect(add(seen.map(({ sent }) => sent))).toBe(heard);
    // A thread that the machine kept waiting may have sent a few before the moment at which both begin.
    expect(merged.sent).toBeLessThanOrEqual(heard);
    expect(merged.sent).toBeGreaterThan(0.9 * heard);
    expect(merged.outcomes.success).toBe(merged.sent);
    expect(latencyOf(merged).count).toBe(add(seen.map((each) => latencyOf(each.requests[0] as never).count)));
    expect(server.accepted).toBe(6);
    expect([measuring, told > 0]).toEqual([1, true]);
    const generator = mergeGenerators(
      seen.map((each) => each.generator),
      false,
      null,
    );
    expect(generator).toMatchObject({ workers: 2, lateShare: null });
    expect(generator.cpuShare).toBeGreaterThanOrEqual(0);
    expect(generator.cpuShare).toBeLessThanOrEqual(1);
  });

  test('measures one round after another over the same connections', async () => {
    server = await serve(slowly());
    const pool = poolOf(server.origin, 1);
    for (let round = 0; round < 3; round++) await measureEnough(pool, 250, 50);
    expect(server.accepted).toBe(3);
  });

  test('replaces connections that were closed between two rounds, without an error', async () => {
    const idle: (() => void)[] = [];
    server = await serve((socket, number) => {
      idle.push(() => socket.end());
      slowly()(socket, number);
    });
    const pool = poolOf(server.origin, 1);
    await measureEnough(pool, 200);
    expect(server.accepted).toBe(3);
    for (const end of idle) end();
    while (server.open > 0) await wait(5);
    await measureEnough(pool, 300);
    expect(server.accepted).toBe(6);
  });

  testInFull(
    'keeps as many connections open as the round asks for, and no thread’s without a part in it',
    async () => {
      server = await serve(slowly());
      const pool = poolOf(server.origin, 2);
      const measure = async (workers: number, connections: number) => {
        const { ended, results } = await pool.measure(rounds(workers, 400, 0, connections), events());
        expect(ended).toEqual({ how: 'complete' });
        expect(results).toHaveLength(workers);
        for (const [{ requests }] of results.map(({ stages }) => stages)) {
          expect(requests[0]?.outcomes.success).toBe(requests[0]?.sent);
          expect(requests[0]?.sent).toBeGreaterThan(0);
        }
      };
      const becomes = async (open: number) => {
        for (let waitedMs = 0; server.open !== open && waitedMs < 5000; waitedMs += 5) await wait(5);
        expect(server.open).toBe(open);
      };
      // The second thread is started for the second round, rests in the third and comes back in the fourth.
      await measure(1, 2);
      await becomes(2);
      await measure(2, 3);
      await becomes(6);
      await measure(1, 1);
      await becomes(1);
      await measure(2, 2);
      await becomes(4);
    },
  );

  testInFull('logs in once more for all workers, whoever notices first', async () => {
    let valid = 'first';
    server = await serve(
      answerEach((socket, { head }) =>
        setTimeout(() => socket.write(head.includes(`Bearer ${valid}`) ? OK : status(401)), 3),
      ),
    );
    const order = orderFor(server.origin, {
      connections: 3,
      loggedIn: [0],
      captures: { token: 'first' },
      requests: [
        request({
          headers: [['authorization', ['Bearer ', { value: 'capture', name: 'token', encoding: 'none' }]]],
        }),
      ],
    });
    const pool = new WorkerPool(
      workerFile,
      [order, order],
      { captures: order.captures },
      new AbortController().signal,
    );
    close = () => pool.close();
    let logins = 0;
    const result = await pool.measure(
      rounds(2, 2500),
      events({
        onMeasuring: () =>
          void wait(300).then(() => {
            valid = 'second';
          }),
        renewLogin: async () => {
          logins++;
          await wait(50);
          return { captures: { token: 'second' } };
        },
      }),
    );
    expect(logins).toBe(1);
    expect(result.ended).toEqual({ how: 'complete' });
    for (const [{ requests }] of result.results.map(({ stages }) => stages)) {
      expect(requests[0]?.outcomes.status).toBeLessThanOrEqual(3);
      // The last second: far more than the answers that were on their way when the login was renewed.
      const ends = requests[0]?.batches.slice(-4).map((batch) => batch.completedSuccesses) ?? [];
      expect(add(ends)).toBeGreaterThan(0);
    }
  });

  test('whose users take long to log in, and are refused all the same, tells how long that was', async () => {
    server = await serve(answerEach((socket) => setTimeout(() => socket.write(status(401)), 3)));
    const users = ['a', 'b'].map((token) => ({ captures: { token }, jars: [] }));
    const order = orderFor(server.origin, { loggedIn: [0], users });
    const pool = new WorkerPool(workerFile, [order], { captures: {}, users }, new AbortController().signal);
    close = () => pool.close();
    const slow = events({
      renewLogin: async () => {
        await wait(1100);
        return { captures: {}, users };
      },
    });
    const { ended } = await pool.measure(rounds(1, 10_000), slow);
    expect(ended).toMatchObject({
      how: 'login-lost',
      why: expect.stringMatching(
        /^the service keeps answering 401 after a second login; logging in 2 users took 1\.[1-9] s, and what lasts for less has expired by then$/,
      ),
    });
  });

  test('whose new login fails ends the round, with the reason', async () => {
    server = await serve(answerEach((socket) => setTimeout(() => socket.write(status(401)), 3)));
    const order = orderFor(server.origin, { loggedIn: [0] });
    const pool = new WorkerPool(
      workerFile,
      [order],
      { captures: order.captures },
      new AbortController().signal,
    );
    close = () => pool.close();
    const failing = events({ renewLogin: () => Promise.reject(new Error('the login was answered 403')) });
    const { ended } = await pool.measure(rounds(1, 10_000), failing);
    expect(ended).toMatchObject({ how: 'login-lost', why: 'the login was answered 403' });
  });

  test('tells a target that crashed, all workers together, soon, with what was counted', async () => {
    let [answering, crashedMs] = [0, Number.POSITIVE_INFINITY];
    server = await serve(
      answerEach((socket, { onConnection }) => {
        // The three connections of each worker, all of which have had their answers before.
        if (onConnection === 10) answering++;
        if (answering === 6 && crashedMs === Number.POSITIVE_INFINITY) {
          crashedMs = performance.now();
          void server.close();
        }
        setTimeout(() => socket.write(OK), 3);
      }),
    );
    const pool = poolOf(server.origin, 2);
    const result = await pool.measure(rounds(2, 20_000), events());
    expect(result.ended).toMatchObject({
      how: 'target-lost',
      why: expect.stringMatching(/ECONNREFUSED|ECONNRESET|CLOSED/),
    });
    expect(performance.now() - crashedMs).toBeLessThan(3000);
    for (const [{ requests }] of result.results.map(({ stages }) => stages)) {
      checkAccounts(requests[0] as never);
      expect(requests[0]?.outcomes.success).toBeGreaterThan(5);
    }
  });

  test('waits for no last response beyond the cap of the workflow', async () => {
    // Of those that are measured, only the first ones are answered.
    let left = Number.POSITIVE_INFINITY;
    server = await serve(
      answerEach((socket) => {
        if (left-- > 0) socket.write(OK);
      }),
    );
    const pool = poolOf(server.origin, 1, LONG);
    const startMs = performance.now();
    const result = await pool.measure(
      rounds(1, 600, 200),
      events({
        onMeasuring: () => {
          left = 100;
        },
      }),
      { ms: 1000 },
    );
    expect(result.ended).toEqual({ how: 'capped', by: 'max-duration' });
    // The responses would be waited for until their timeout.
    expect(performance.now() - startMs).toBeLessThan(LONG.timeoutMs);
    const [first] = result.results[0]?.stages[0].requests ?? [];
    if (first === undefined) throw new Error('nothing was measured');
    checkAccounts(first);
    expect(first.inFlight).toBe(3);
    expect(first.outcomes.success).toBe(first.sent - 3);
  });

  testInFull(
    'of which a thread hangs says so, and can be closed',
    async () => {
      server = await serve(slowly());
      const folder = await mkdtemp(join(tmpdir(), 'tailgate-hanging-'));
      const hanging = join(folder, 'worker.mjs');
      // It waits for what never comes, which stops it as well as computing does, and leaves the processor to others.
      const waits = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)';
      await writeFile(hanging, `setTimeout(() => ${waits}, 200);`);
      const pool = new WorkerPool(hanging, [orderFor(server.origin)], NOBODY, new AbortController().signal);
      close = async () => {
        await pool.close();
        await rm(folder, { recursive: true });
      };
      await expect(pool.measure(rounds(1, 60_000), events())).rejects.toMatchObject({
        code: 'generator-hung',
        message: 'a worker thread of the load was not heard of for 10 s: its event loop has stopped',
      });
    },
    30_000,
  );

  test('whose machine has no more descriptors says so', async () => {
    server = await serve(slowly());
    const folder = await mkdtemp(join(tmpdir(), 'tailgate-exhausted-'));
    const exhausted = join(folder, 'worker.mjs');
    const lost = { say: 'lost', what: 'generator', afterMs: 0, why: 'EADDRNOTAVAIL' };
    await writeFile(
      exhausted,
      `import { parentPort } from 'node:worker_threads'; parentPort.postMessage(${JSON.stringify(lost)}); setTimeout(() => {}, 60_000);`,
    );
    const pool = new WorkerPool(exhausted, [orderFor(server.origin)], NOBODY, new AbortController().signal);
    close = async () => {
      await pool.close();
      await rm(folder, { recursive: true });
    };
    await expect(pool.measure(rounds(1, 60_000), events())).rejects.toMatchObject({
      code: 'generator-exhausted',
      message: expect.stringMatching(
        /no local address or port left for a connection there \(EADDRNOTAVAIL\)$/,
      ),
    });
  });

  test('whose worker can not start says so', async () => {
    server = await serve(slowly());
    const order = orderFor(server.origin);
    const pool = new WorkerPool(
      join(import.meta.dirname, 'no-such-worker.js'),
      [order],
      NOBODY,
      new AbortController().signal,
    );
    close = () => pool.close();
    await expect(pool.measure(rounds(1, 200), events())).rejects.toThrow(/no-such-worker/);
  });
});

describe('the engine', () => {
  const file = `
load: { connections: 4, duration: 3s, warmup: 200ms, timeout: 2s }
target: { ready: /health }
scenario:
  headers: { authorization: "Bearer {{token}}" }
  login: { post: /login, json: { password: "{{env.TAILGATE_PASSWORD}}" }, capture: { token: /token } }
  requests:
    - { name: list, weight: 3, get: /list }
    - { name: create, weight: 1, post: /create, json: { number: "{{unique}}" }, expect: 201 }
gate: { p99: { max: 1 s } }
`;
  const TOKEN = 'secret-token-1234567890';
  const json = (code: number, body: string) =>
    `HTTP/1.1 ${code} Said\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

  async function start(signal = new AbortController().signal) {
    const bodies: string[] = [];
    server = await serve(
      answerEach((socket, { path, head, body }) => {
        if (path === '/health') socket.write(OK);
        else if (path === '/login') socket.write(json(200, `{"token":"${TOKEN}"}`));
        else if (!head.includes(`Bearer ${TOKEN}`)) socket.write(status(401));
        else if (path === '/list') setTimeout(() => socket.write(OK), 3);
        else {
          bodies.push(body);
          // Every tenth is refused, with the token in the words.
          const refused = bodies.length % 10 === 0;
          socket.write(refused ? json(400, `no, ${TOKEN}`) : json(201, '{}'));
        }
      }),
    );
    const progress: Progress[] = [];
    const secrets: string[] = [];
    const engine = createEngine({
      workerFile,
      version: '0.0.0',
      signal,
      onProgress: (each) => progress.push(each),
      onSecret: (value) => secrets.push(value),
    });
    close = () => engine.close();
    const plan = parse(file, { inputs: { targetUrl: server.origin } });
    await engine.prepare(plan);
    return { engine, plan, progress, secrets, bodies };
  }

  const order = {
    side: 'target',
    sequence: 0,
    stage: 0,
    warmupMs: 100,
    seed: 'engine',
  } as const;
  const orderOf = (durationMs: number): RoundOrder => ({
    ...order,
    stages: [{ name: null, connections: 4, durationMs, arrivals: null }],
  });

  testInFull(
    'from readiness and login to a round: figures, progress, and no secret in a sample',
    async () => {
      const { engine, plan, progress, secrets, bodies } = await start();
      const [round] = await engine.measure(plan, orderOf(1200));
      if (round === undefined) throw new Error('there was no round');
      expect(round.ended).toEqual({ how: 'complete' });
      const [list, create] = round.requests;
      if (list === undefined || create === undefined) throw new Error('a request name was lost');
      for (const each of round.requests) checkAccounts(each);
      expect(list.outcomes.success).toBe(list.sent);
      expect(create.outcomes.status).toBeGreaterThan(0);
      expect(Math.abs(list.sent - 3 * create.sent)).toBeLessThanOrEqual(3);
      expect(new Set(bodies).size).toBe(bodies.length);
      expect(secrets).toEqual([TOKEN]);
      expect(create.samples.length).toBeGreaterThan(0);
      expect(JSON.stringify(create.samples)).not.toContain(TOKEN);
      expect(round.measuredMs).toBeCloseTo(1200, -2);
      expect([...new Set(progress.map((each) => each.phase))]).toEqual(
        expect.arrayContaining(['ready', 'warm-up', 'measure']),
      );
    },
  );

  test('cancelled midway ends soon, with what was counted', async () => {
    const cancel = new AbortController();
    const { engine, plan, progress, bodies } = await start(cancel.signal);
    const measuring = engine.measure(plan, orderOf(20_000));
    while (!progress.some(({ phase }) => phase === 'measure')) await wait(5);
    const before = bodies.length;
    while (bodies.length < before + 20) await wait(5);
    const cancelledMs = performance.now();
    cancel.abort();
    const [round] = await measuring;
    if (round === undefined) throw new Error('there was no round');
    expect(performance.now() - cancelledMs).toBeLessThan(2500);
    expect(round.ended).toEqual({ how: 'cancelled' });
    for (const each of round.requests) {
      checkAccounts(each);
      expect(each.outcomes.success).toBeGreaterThan(5);
    }
    expect(round.measuredMs).toBeLessThan(10_000);
  });
});

describe('once all requests are sent that may be', () => {
  const few = rounds(1, 5000).map((round) => ({ ...round, mostRequests: 3 }));
  const silent = () => serve(answerEach(() => {}));

  test('responses are waited for no longer than the load may take', async () => {
    server = await silent();
    const startMs = performance.now();
    const { ended, results } = await poolOf(server.origin, 1, LONG).measure(few, events(), {
      ms: 500,
    });
    expect(ended).toEqual({ how: 'capped', by: 'max-requests' });
    expect(results[0]?.stages[0]).toMatchObject({ sent: 3, requests: [{ sent: 3, inFlight: 3 }] });
    expect(performance.now() - startMs).toBeLessThan(LONG.timeoutMs);
  });

  test('whoever cancels ends the wait', async () => {
    server = await silent();
    const cancel = new AbortController();
    const cancelSoon = () => setTimeout(() => cancel.abort(), 300);
    const pool = poolOf(server.origin, 1, { signal: cancel.signal });
    const { ended } = await pool.measure(few, events({ onMeasuring: cancelSoon }));
    expect(ended).toEqual({ how: 'cancelled' });
  });
});
