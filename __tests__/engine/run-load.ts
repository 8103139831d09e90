/** Runs one share of load in this thread: the worker's own code, without the thread. */
import type { RequestSpec } from '../../src/config/plan.ts';
import type { Captures } from '../../src/engine/render.ts';
import { Share } from '../../src/engine/worker/worker-load.ts';
import type {
  FromWorker,
  RequestPortion,
  WorkerOrder,
  Share as ShareResult,
} from '../../src/engine/worker/messages.ts';
import { Histogram } from '../../src/evidence/histogram.ts';

export const request = (over: Partial<RequestSpec> = {}): RequestSpec => ({
  name: 'ask',
  method: 'GET',
  weight: 1,
  path: ['/'],
  headers: [['accept', ['*/*']]],
  body: null,
  expect: null,
  ...over,
});

export const orderFor = (origin: string, over: Partial<WorkerOrder> = {}): WorkerOrder => ({
  origin,
  address: null,
  requests: [request()],
  loggedIn: [],
  captures: {},
  connections: 2,
  mostConnections: over.connections ?? 2,
  arrivals: null,
  warmupMs: 0,
  measureMs: 150,
  timeoutMs: 2000,
  seed: 'tests',
  uniquePrefix: 'u',
  ...over,
});

/** No test's share is planned to take more than a few seconds. */
const LONGEST_MS = 20_000;

export interface Ran {
  readonly share: ShareResult;
  readonly messages: readonly FromWorker[];
  readonly tookMs: number;
  /** The first request name's, since most tests have one only. */
  readonly first: RequestPortion;
  readonly lost: Extract<FromWorker, { say: 'lost' }> | null;
}

export interface Hooks {
  /** Called with the share before it starts; its `receive` may be used to stop it. */
  started?(share: Share): void;
  /** New captures for a session that seems to have expired; without it nobody answers. */
  logIn?(): Promise<Captures>;
}

export async function runLoad(order: WorkerOrder, hooks: Hooks = {}): Promise<Ran> {
  const messages: FromWorker[] = [];
  const startMs = performance.now();
  const startedAt = Date.now();
  const share = await new Promise<ShareResult>((resolve) => {
    const running = new Share(order, (message) => {
      // As over a thread's port: what is told must survive a structured clone, and arrives later.
      const told = structuredClone(message);
      messages.push(told);
      if (told.say === 'done') setImmediate(() => resolve(told.share));
      if (told.say === 'unauthorised') {
        hooks.logIn?.().then((captures) => running.receive({ say: 'captures', captures }));
      }
    });
    hooks.started?.(running);
    running.start();
  });
  const tookMs = performance.now() - startMs;
  // By the machine's clock, whatever a test does to the other: a share that blocks its thread would not see it there.
  expect(Date.now() - startedAt).toBeLessThan(LONGEST_MS);
  const lost = messages.find((message) => message.say === 'lost') ?? null;
  for (const requestShare of share.requests) checkAccounts(requestShare);
  return { share, messages, tookMs, first: share.requests[0] as RequestPortion, lost };
}

/** sent = the sum of the outcomes + in flight, and the parts of each outcome add up to it. */
export function checkAccounts(share: RequestPortion): void {
  const { sent, inFlight, outcomes, statuses, batches } = share;
  const ended = add(Object.values(outcomes));
  expect({ ended: ended + inFlight }).toEqual({ ended: sent });
  expect(share.retried).toBeLessThanOrEqual(sent);
  expect(add(Object.values(statuses))).toBe(outcomes.status);
  expect(add(batches.map((batch) => batch.requests))).toBe(ended);
  expect(add(batches.map((batch) => batch.errors))).toBe(ended - outcomes.success);
  expect(latencyOf(share).count).toBe(outcomes.success + outcomes.timeout);
  expect(Histogram.of(...batches.map((batch) => batch.latencyOfErrors)).count).toBe(outcomes.status);
}

export const latencyOf = (share: RequestPortion): Histogram =>
  Histogram.of(...share.batches.map((batch) => batch.latency));

export const add = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
