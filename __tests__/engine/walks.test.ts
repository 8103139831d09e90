/** Flows under load, against a real server that knows what it was asked, by whom, and in which order. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Flow, RequestSpec } from '../../src/config/scenario.ts';
import type { Template, TemplatePart } from '../../src/config/template.ts';
import type { FlowPortion, RequestPortion, StageResult } from '../../src/engine/worker/messages.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import { timeOfSlowest } from '../../src/evidence/server-timing.ts';
import { drawn } from '../part.ts';
import { add, latencyOf, type Ordered, orderFor, request, runLoad, runRounds } from './run-load.ts';
import { wait } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

/** Carts that are made, filled and taken away; the server tells what doesn't fit together. */
class Carts {
  readonly open = new Map<string, { readonly socket: object; items: number }>();
  readonly breaches: string[] = [];
  readonly asked: string[] = [];
  origin = '';
  /** What it answers in place of what is right, by what is asked; null: nothing but that. */
  answer: (what: string, nth: number) => { status?: number; body?: string; afterMs?: number } | null = () =>
    null;
  readonly #server: Server;
  #made = 0;

  constructor() {
    this.#server = createServer(async (incoming, response) => {
      let body = '';
      for await (const chunk of incoming) body += String(chunk);
      const what = `${incoming.method} ${incoming.url?.replace(/c\d+/, 'ID')}`;
      this.asked.push(what);
      const own = this.answer(what, this.asked.filter((one) => one === what).length);
      if (own?.afterMs) await wait(own.afterMs);
      const right = this.#act(incoming, body);
      response.statusCode = own?.status ?? right.status;
      for (const [name, value] of Object.entries(right.headers ?? {})) response.setHeader(name, value);
      response.end(own?.body ?? right.body);
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #act({ method, url = '', socket }: IncomingMessage, body: string) {
    if (method === 'POST' && url === '/carts') {
      const id = `c${++this.#made}`;
      this.open.set(id, { socket, items: 0 });
      return { status: 201, body: JSON.stringify({ id, big: 1 }), headers: { etag: `"${id}"` } };
    }
    const id = url.split('/')[2] ?? '';
    const cart = this.open.get(id);
    if (url === '/list') return { status: 200, body: '[]' };
    if (cart === undefined) {
      this.breaches.push(`${method} ${url}: no such cart`);
      return { status: 404, body: 'no such cart' };
    }
    if (cart.socket !== socket) this.breaches.push(`${method} ${url}: of another connection`);
    if (method === 'POST') {
      cart.items++;
      return { status: 200, body: JSON.stringify({ total: cart.items, echo: body }) };
    }
    if (method === 'DELETE') {
      if (cart.items !== 1) this.breaches.push(`${method} ${url}: with ${cart.items} items`);
      this.open.delete(id);
      return { status: 204, body: '' };
    }
    return { status: 200, body: JSON.stringify({ items: cart.items }) };
  }
}

const cart = (then: string): Template => ['/carts/', CART, then].filter((part) => part !== '');
const CART: TemplatePart = { value: 'capture', name: 'cart', encoding: 'url' };

const step = (name: string, method: RequestSpec['method'], over: Partial<RequestSpec>): RequestSpec =>
  request({ name, method, flow: 0, ...over });

const STEPS: readonly RequestSpec[] = [
  step('create', 'POST', {
    path: ['/carts'],
    body: ['{}'],
    expect: [201],
    inspection: { captures: [{ name: 'cart', from: { json: '/id' } }], checks: [] },
  }),
  step('add', 'POST', {
    path: cart('/items'),
    body: ['{"sku":"', { value: 'pick', options: ['A', 'B'] }, '"}'],
    inspection: { captures: [], checks: [{ of: { json: '/total' }, holds: { atLeast: 1 } }] },
  }),
  step('read', 'GET', { path: cart('') }),
  step('remove', 'DELETE', { path: cart(''), expect: [204] }),
];

const flowOf = (over: Partial<Flow> = {}, first = 0): Flow => ({
  name: 'order',
  weight: 1,
  steps: [
    { request: first },
    { request: first + 1 },
    { request: first + 2 },
    { request: first + 3, always: true },
  ],
  ...over,
});

let carts: Carts;
beforeEach(async () => {
  carts = new Carts();
  await carts.listen();
});
afterEach(() => carts.close());

const ordered = (over: Ordered = {}) =>
  orderFor(carts.origin, { requests: STEPS, flows: [flowOf()], ...over });

const named = ({ requests }: StageResult, name: string, specs = STEPS): RequestPortion =>
  requests[specs.findIndex((spec) => spec.name === name)] as RequestPortion;

const flow = ({ flows }: StageResult): FlowPortion => flows[0] as FlowPortion;

describe('a user walks through a flow on one connection', () => {
  test.each([1, 7])('step by step, with what it captured; %i at once', async (connections) => {
    const { result } = await runLoad(ordered({ connections, measureMs: drawn(1200, 400), warmupMs: 50 }));
    expect(carts.breaches).toEqual([]);
    expect(flow(result).outcomes.success).toBeGreaterThan(connections);
    expect(flow(result).outcomes.success).toBe(flow(result).sent);
    // All were finished, and have cleared up behind them.
    expect(carts.open.size).toBe(0);
  });

  test('its time is that of its requests together', async () => {
    carts.answer = (what) => ({ afterMs: what === 'GET /carts/ID' ? 30 : 10 });
    const think = { fromMs: 40, toMs: 40 };
    const steps = flowOf().steps.map((one, index) => (index === 1 ? { ...one, think } : one));
    const order = ordered({ measureMs: 900, flows: [flowOf({ steps, thinkAfter: think })] });
    const { result } = await runLoad(order);
    const latency = latencyOf(flow(result));
    expect(latency.percentileMs(50)).toBeGreaterThan(60);
    // Without the 80 ms of thinking.
    expect(latency.percentileMs(50)).toBeLessThan(120);
    expect(named(result, 'add').batches.some(({ busyMs }) => busyMs >= 40)).toBe(true);
    expect(carts.breaches).toEqual([]);
    const [timings] = flow(result).timings ?? [];
    if (timings === undefined) throw new Error('no walk has told its steps');
    const { responses, latencyMs, byName } = timeOfSlowest(timings, 1);
    expect(responses).toBe(flow(result).outcomes.success);
    expect([...byName.keys()]).toEqual(['create', 'add', 'read', 'remove']);
    expect([...byName.values()].reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(latencyMs, 6);
    expect(byName.get('read')).toBeGreaterThanOrEqual(29);
    expect(byName.get('read')).toBeGreaterThan(byName.get('add') ?? Number.NaN);
  });

  test('of a walk with a failed step nothing is told of its time, nor of what its service tells of the last one', async () => {
    carts.answer = (what) => (what === 'GET /carts/ID' ? { status: 500 } : null);
    const { result } = await runLoad(ordered({ measureMs: drawn(1000, 300) }));
    expect(flow(result).outcomes).toMatchObject({ success: 0 });
    expect(flow(result).outcomes.status).toBeGreaterThan(0);
    expect(flow(result).timings).toBeUndefined();
  });

  test('requests and flows come as often as their weights say', async () => {
    const requests = [request({ name: 'list', path: ['/list'], weight: 3 }), ...STEPS];
    const { result } = await runLoad(
      ordered({ requests, flows: [flowOf({}, 1)], measureMs: drawn(400, 200), connections: 1 }),
    );
    const list = named(result, 'list', requests).sent;
    expect(Math.abs(list - 3 * flow(result).started)).toBeLessThanOrEqual(3);
    expect(named(result, 'create', requests).sent).toBe(flow(result).started);
    expect(carts.breaches).toEqual([]);
  });
});

describe('a step that fails', () => {
  test('leaves those behind it unreached, but for what is always sent', async () => {
    carts.answer = (what, nth) => (what === 'POST /carts/ID/items' && nth % 2 === 0 ? { status: 500 } : null);
    const { result } = await runLoad(ordered({ measureMs: drawn(1500, 500) }));
    const { status, success } = flow(result).outcomes;
    expect(status).toBeGreaterThan(2);
    expect(success).toBeGreaterThan(2);
    expect(flow(result).statuses).toEqual({ 500: status });
    expect(Math.abs((named(result, 'read').walks?.notReached ?? 0) - status)).toBeLessThanOrEqual(2);
    expect(named(result, 'remove').walks?.notReached).toBe(0);
    expect(carts.open.size).toBe(0);
  });

  test('by its check is an error of that kind, with what was found', async () => {
    carts.answer = (what) => (what === 'POST /carts/ID/items' ? { body: '{"total":0}' } : null);
    const { result } = await runLoad(ordered({ measureMs: drawn(500, 250) }));
    const added = named(result, 'add');
    expect(added.outcomes).toMatchObject({ success: 0, status: 0, check: added.sent });
    expect(added.samples[0]).toMatchObject({ kind: 'check', text: expect.stringContaining('/total') });
    expect(flow(result).outcomes.check).toBe(flow(result).sent);
    expect(named(result, 'read').sent).toBe(0);
  });

  test('without what it should have captured ends the walk, and what needs that is not sent', async () => {
    carts.answer = (what) => (what === 'POST /carts' ? { body: '{}' } : null);
    const { result } = await runLoad(ordered({ measureMs: drawn(500, 250) }));
    expect(named(result, 'create').outcomes.check).toBe(named(result, 'create').sent);
    expect(named(result, 'remove').sent).toBe(0);
    expect(named(result, 'remove').walks?.notReached).toBeGreaterThan(2);
    expect(carts.breaches).toEqual([]);
  });

  const captures = [{ name: 'cart', from: { json: '/id' } }];
  test.each([
    ['by its check', { captures, checks: [{ of: { json: '/big' }, holds: { atLeast: 2 } }] }],
    [
      'without another value',
      { captures: [...captures, { name: 'none', from: { header: 'x-none' } }], checks: [] },
    ],
  ])('%s, and what it captured all the same is cleared away', async (_, inspection) => {
    const [create, ...others] = STEPS as [RequestSpec, ...RequestSpec[]];
    const requests = [{ ...create, inspection }, ...others];
    const { result } = await runLoad(ordered({ measureMs: drawn(500, 250), requests }));
    expect(named(result, 'create').outcomes).toMatchObject({ success: 0, status: 0 });
    expect(flow(result).outcomes.check).toBeGreaterThan(2);
    expect(named(result, 'add').sent).toBe(0);
    const removed = named(result, 'remove');
    expect(removed.outcomes.success).toBe(removed.sent);
    expect(removed.walks?.notReached).toBe(0);
    expect(carts.open.size).toBe(0);
  });
});

describe('arrivals at a rate', () => {
  test('begin flows, whose steps follow one another', async () => {
    const { result } = await runLoad(
      ordered({
        connections: 6,
        measureMs: 1000,
        arrivals: { perSecond: 40, kind: 'constant', phase: 0 },
      }),
    );
    expect(flow(result).started).toBe(40);
    expect(flow(result).outcomes.success + flow(result).carriedOut).toBe(40);
    expect(carts.breaches).toEqual([]);
  });
});

describe('at the end of the load', () => {
  test('who is slow is cut, and clears up', async () => {
    const think = { fromMs: 60_000, toMs: 60_000 };
    const steps = flowOf().steps.map((one, index) => (index === 2 ? { ...one, think } : one));
    const { result, tookMs } = await runLoad(
      ordered({ measureMs: 200, timeoutMs: 300, flows: [flowOf({ steps })] }),
    );
    expect(flow(result)).toMatchObject({ started: 2, carriedOut: 2, sent: 0 });
    expect(named(result, 'read')).toMatchObject({ sent: 0, walks: { carriedOut: 2, notReached: 0 } });
    expect(tookMs).toBeLessThan(5000);
    expect(carts.open.size).toBe(0);
  });

  test('a step that was sent just before walks are cut, and takes as long as it may, is cleared up behind', async () => {
    carts.answer = (what) => (what === 'GET /carts/ID' ? { afterMs: 1500 } : null);
    // Sent about 250 ms after the end, and given up 900 ms later.
    const think = { fromMs: 350, toMs: 350 };
    const requests = STEPS.map((one) => (one.name === 'read' ? { ...one, timeoutMs: 900 } : one));
    const steps = flowOf().steps.map((one, index) => (index === 2 ? { ...one, think } : one));
    await runLoad(ordered({ measureMs: 100, timeoutMs: 400, requests, flows: [flowOf({ steps })] }));
    expect(carts.asked.filter((what) => what === 'GET /carts/ID')).toHaveLength(2);
    expect(carts.asked.filter((what) => what === 'DELETE /carts/ID')).toHaveLength(2);
    expect(carts.open.size).toBe(0);
  });

  describe('while a new login is awaited', () => {
    const authorization: Template = ['Bearer ', { value: 'capture', name: 'token', encoding: 'none' }];
    const requests = STEPS.map((one) => ({ ...one, headers: [['authorization', authorization] as const] }));
    const loggedIn = requests.map((_, index) => index);
    const session = { requests, loggedIn, captures: { token: 'first' }, measureMs: 400, connections: 3 };
    beforeEach(() => {
      let refused = false;
      const startMs = performance.now();
      carts.answer = (what) => {
        if (refused || what !== 'GET /carts/ID' || performance.now() < startMs + 200) return null;
        refused = true;
        return { status: 401 };
      };
    });

    test('users wait for it where they stand, and go on with it', async () => {
      const { result, lost } = await runLoad(ordered(session), {
        logIn: async () => {
          await wait(600);
          return { captures: { token: 'second' } };
        },
      });
      expect(lost).toBeNull();
      expect(named(result, 'read').statuses).toEqual({ 401: 1 });
      expect(flow(result).carriedOut).toBeGreaterThan(0);
      expect(carts.open.size).toBe(0);
      expect(carts.breaches).toEqual([]);
    });

    test('that never comes, they wait no longer than walks go on', async () => {
      const { tookMs } = await runLoad(ordered({ ...session, timeoutMs: 500 }));
      expect(tookMs).toBeGreaterThan(1300);
      expect(tookMs).toBeLessThan(4000);
    });
  });
});

test('between two rounds of a comparison users stand where they are, and after them they clear up', async () => {
  const think = { fromMs: 5, toMs: 30 };
  const steps = flowOf().steps.map((one, index) => (index === 2 ? { ...one, think } : one));
  const order = ordered({ connections: 4, measureMs: 60, flows: [flowOf({ steps })] });
  const flows = (await runRounds(order, 12)).map(flow);
  // What is carried out of one is carried into the next, but for what is begun or over in the lead-in.
  expect(add(flows.map(({ carriedIn }) => carriedIn))).toBeGreaterThan(0);
  expect(add(flows.map(({ started }) => started))).toBeGreaterThan(4);
  expect(carts.breaches.filter((breach) => !breach.startsWith('DELETE'))).toEqual([]);
  expect(carts.open.size).toBe(0);
});

test('a pause between two slices is in no time of a flow, and what is left of thinking is thought in the next one', async () => {
  const asked: { readonly what: string; readonly atMs: number }[] = [];
  carts.answer = (what) => {
    asked.push({ what, atMs: performance.now() });
    return { afterMs: 10 };
  };
  // Longer than a slice with its lead-in, so that each user is paused while it thinks.
  const [thoughtMs, sliceMs, apartMs, count] = [250, 200, 300, 12];
  const think = { fromMs: thoughtMs, toMs: thoughtMs };
  const steps = flowOf().steps.map((one, index) => (index === 2 ? { ...one, think } : one));
  const order = ordered({ connections: 1, measureMs: sliceMs, flows: [flowOf({ steps })] });
  const slices = await runRounds(order, count, apartMs);
  const latency = Histogram.merge(...slices.map((slice) => latencyOf(flow(slice))));
  expect(latency.count).toBeGreaterThan(1);
  // Four requests of 10 ms; none of them has a pause in it as well.
  expect(latency.percentileMs(0)).toBeGreaterThanOrEqual(39);
  expect(latency.percentileMs(100)).toBeLessThan(apartMs + 39);
  const waits = asked.flatMap(({ what, atMs }, i) => {
    const before = asked[i - 1];
    return what === 'GET /carts/ID' && before ? [atMs - before.atMs - 10] : [];
  });
  expect(waits.length).toBeGreaterThan(1);
  // All of it is thought under load: none of it passes in the pause, and it does not begin anew after one.
  for (const wait of waits) expect(wait).toBeGreaterThan(thoughtMs + apartMs - 15);
  // The time in which its connection is taken is that of the slices, beyond which a request may reach.
  const busyMs = add(
    slices.flatMap(({ requests }) => requests.flatMap(({ batches }) => batches.map((one) => one.busyMs))),
  );
  expect(busyMs).toBeGreaterThan(5 * sliceMs);
  expect(busyMs).toBeLessThan(count * (sliceMs + 100));
  expect(carts.breaches.filter((breach) => !breach.startsWith('DELETE'))).toEqual([]);
});
