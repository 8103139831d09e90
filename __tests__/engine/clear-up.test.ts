/** What users leave behind in the middle of their walks, after the last round of a side: who removes it, and how. */
import type { Load } from '../../src/config/plan.ts';
import type { Flow } from '../../src/config/scenario.ts';
import type { TemplatePart } from '../../src/config/template.ts';
import type { PoolEvents } from '../../src/engine/pool-events.ts';
import { clearUp } from '../../src/engine/session/clear-up.ts';
import type { LoggedIn, RoundPart, WorkerOrder, WorkerResult } from '../../src/engine/worker/messages.ts';
import { WorkerLoad } from '../../src/engine/worker/worker-load.ts';
import { orderFor, request } from './run-load.ts';
import { answerEach, type Listening, serve, status, wait } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

const capture = (name: string): TemplatePart => ({ value: 'capture', name, encoding: 'url' });

/** Things that are made, and removed by whoever has the token. */
class Things {
  readonly left = new Set<string>();
  token = 'first';
  removals = 0;
  server: Listening | null = null;
  #made = 0;

  async listen(): Promise<string> {
    this.server = await serve(
      answerEach((socket, { method, path, head }) => {
        if (method === 'DELETE') this.removals++;
        if (!head.includes(`authorization: Bearer ${this.token}`)) return socket.write(status(401));
        const body = JSON.stringify({ id: `t${method === 'POST' ? ++this.#made : 0}` });
        if (method === 'POST') this.left.add(`t${this.#made}`);
        if (method === 'DELETE') this.left.delete(path.slice(1));
        return socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      }),
    );
    return this.server.origin;
  }
}

const things = new Things();
afterEach(async () => {
  await things.server?.close();
  things.left.clear();
  things.token = 'first';
  things.removals = 0;
});

const headers = [['authorization', ['Bearer ', capture('token')]]] as const;
const REQUESTS = [
  request({
    name: 'make',
    method: 'POST',
    path: ['/'],
    headers,
    flow: 0,
    inspection: { captures: [{ name: 'thing', from: { json: '/id' } }], checks: [] },
  }),
  request({ name: 'look', path: ['/look'], headers, flow: 0 }),
  request({ name: 'remove', method: 'DELETE', path: ['/', capture('thing')], headers, flow: 0 }),
];
const FLOW: Flow = {
  name: 'keep',
  weight: 1,
  steps: [
    { request: 0 },
    // Nobody gets beyond it.
    { request: 1, think: { fromMs: 60_000, toMs: 60_000 } },
    { request: 2, always: true },
  ],
};

const stageOf = (connections: number, durationMs = 250) => ({ durationMs, connections, arrivals: null });
const partOf = (connections: number, over: Partial<RoundPart> = {}): RoundPart => ({
  stages: [stageOf(connections)],
  share: { worker: 0, of: 1 },
  warmupMs: 0,
  batches: 1,
  pauses: true,
  seed: `of ${connections}`,
  uniquePrefix: `u${connections}`,
  ...over,
});

/** A pool of one worker, in this thread. */
class OneWorker {
  readonly rounds: RoundPart[] = [];
  readonly #order: WorkerOrder;
  #load: WorkerLoad | null = null;
  #events: PoolEvents | null = null;
  #done: (result: WorkerResult) => void = () => {};

  constructor(order: WorkerOrder) {
    this.#order = order;
  }

  async measure([round]: readonly RoundPart[], events: PoolEvents) {
    if (round === undefined) throw new RangeError('a worker without a round');
    this.rounds.push(round);
    this.#events = events;
    const done = new Promise<WorkerResult>((resolve) => {
      this.#done = resolve;
    });
    if (this.#load === null) {
      const order = { ...this.#order, ...round, keepConnections: true };
      this.#load = new WorkerLoad(order, (message) => {
        if (message.say === 'done') setImmediate(() => this.#done(message.result));
        if (message.say === 'unauthorised') void this.#renew(message.generation);
      });
    } else this.#load.receive({ say: 'round', round });
    return { results: [await done], ended: { how: 'complete' } as const };
  }

  close(): void {
    this.#load?.close();
  }

  async #renew(generation: number): Promise<void> {
    const given = await this.#events?.renewLogin().catch(() => null);
    if (given) this.#load?.receive({ say: 'captures', ...given, generation: generation + 1 });
    else this.#load?.receive({ say: 'stop' });
  }
}

const quietly: PoolEvents = {
  renewLogin: () => Promise.reject(new Error('nobody expired')),
  onMeasuring() {},
  onSecond() {},
};

interface Cleared {
  /** Connections of each round. */
  readonly rounds?: readonly number[];
  readonly maxRequests?: number;
  readonly sides?: number;
  /** What has expired since the last round is renewed by this. */
  readonly logIn?: (signal?: AbortSignal) => Promise<LoggedIn>;
}

/** Rounds with users who stand in the middle of their walks at the end, one thing each; then what clears up. */
async function cleared({ rounds = [4], maxRequests, sides = 1, logIn }: Cleared) {
  const origin = await things.listen();
  const mostConnections = Math.max(...rounds);
  const pool = new OneWorker(
    orderFor(origin, {
      connections: mostConnections,
      requests: REQUESTS,
      flows: [FLOW],
      loggedIn: [0, 1, 2],
      captures: { token: 'first' },
      timeoutMs: 500,
    }),
  );
  let latest: readonly RoundPart[] = [];
  for (const connections of rounds) {
    latest = [partOf(connections)];
    await pool.measure(latest, quietly);
  }
  const made = things.left.size;
  if (logIn) things.token = 'second';
  const load = { timeoutMs: 500, ...(maxRequests !== undefined && { maxRequests }) } as Load;
  const startMs = performance.now();
  await clearUp(
    {
      plan: { load, scenario: { logins: [], requests: REQUESTS, flows: [FLOW] } },
      session: { logIn: logIn ?? (() => quietly.renewLogin()) },
      pool,
      latest,
      mostConnections,
      complete: true,
    },
    { sent: made, sides, shard: undefined, signal: new AbortController().signal },
  );
  pool.close();
  return { made, left: things.left.size, tookMs: performance.now() - startMs, pool };
}

test('each user removes what it made', async () => {
  expect(await cleared({})).toMatchObject({ made: 4, left: 0 });
});

test('users whose connections the last round did not need do so, too', async () => {
  expect(await cleared({ rounds: [6, 2] })).toMatchObject({ made: 6, left: 0 });
});

describe('where the login has expired', () => {
  test('it is made anew once for all of them, and whoever was refused asks once more', async () => {
    let logins = 0;
    const { made, left } = await cleared({
      rounds: [12],
      logIn: async () => {
        logins++;
        await wait(100);
        return { captures: { token: 'second' } };
      },
    });
    expect({ logins, made, left }).toEqual({ logins: 1, made: 12, left: 0 });
    expect(things.removals).toBeGreaterThan(made);
    expect(things.removals).toBeLessThanOrEqual(2 * made);
  });

  test('and the new one is refused as well, nobody asks a third time', async () => {
    const { left } = await cleared({ logIn: async () => ({ captures: { token: 'worthless' } }) });
    expect({ left, removals: things.removals }).toEqual({ left: 4, removals: 8 });
  });

  test('a login that takes too long is given up with it', async () => {
    const asked: AbortSignal[] = [];
    const { tookMs } = await cleared({
      logIn: (signal) =>
        new Promise((_, reject) => {
          if (signal === undefined) throw new Error('nobody ends it');
          asked.push(signal);
          signal.addEventListener('abort', () => reject(new Error('cancelled')));
        }),
    });
    expect(asked.map(({ aborted }) => aborted)).toEqual([true]);
    expect(tookMs).toBeLessThan(3000);
  });
});

describe('what max-requests leaves', () => {
  test.each([
    [100, 1, 0],
    [7, 1, 1],
    [7, 2, 3],
    [4, 1, 4],
  ])('of %i after 4, shared by %i: %i are left behind', async (maxRequests, sides, left) => {
    const { made, left: found } = await cleared({ maxRequests, sides });
    expect({ made, left: found, removals: things.removals }).toEqual({ made: 4, left, removals: 4 - left });
  });
});

test('a side that did not come to its end, or whose users don’t pause, is left alone', async () => {
  let asked = 0;
  const pool = { measure: () => Promise.reject(new Error(String(asked++))) };
  const side = {
    plan: { load: { timeoutMs: 500 } as Load, scenario: { logins: [], requests: REQUESTS } },
    session: { logIn: () => quietly.renewLogin() },
    pool,
    mostConnections: 4,
  };
  const options = { sent: 0, sides: 1, shard: undefined, signal: new AbortController().signal };
  await clearUp({ ...side, latest: [partOf(4)], complete: false }, options);
  await clearUp({ ...side, latest: [partOf(4, { pauses: false })], complete: true }, options);
  expect(asked).toBe(0);
  await clearUp({ ...side, latest: [partOf(4)], complete: true }, options);
  expect(asked).toBe(1);
});
