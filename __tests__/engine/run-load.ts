/** Runs one worker's load in this thread: the worker's own code, without the thread. */
import type { RequestSpec } from '../../src/config/plan.ts';
import type {
  ArrivalsPart,
  FlowPortion,
  FromWorker,
  LoggedIn,
  RequestPortion,
  StageResult,
  WorkerOrder,
  WorkerResult,
} from '../../src/engine/worker/messages.ts';
import { WorkerLoad } from '../../src/engine/worker/worker-load.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import { wait } from './servers.ts';

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

/** What is not said is as most tests have it: one stage that stays as it is, for one worker. */
export interface Ordered extends Partial<WorkerOrder> {
  readonly connections?: number;
  readonly measureMs?: number;
  readonly arrivals?: ArrivalsPart | null;
}

export const orderFor = (
  origin: string,
  { connections = 2, measureMs = 150, arrivals = null, ...over }: Ordered = {},
): WorkerOrder => ({
  origin,
  address: null,
  requests: [request()],
  loggedIn: [],
  captures: {},
  generation: 0,
  firstUser: 0,
  mostConnections: connections,
  stages: [{ durationMs: measureMs, connections, arrivals }],
  share: { worker: 0, of: 1 },
  warmupMs: 0,
  batches: 10,
  timeoutMs: 2000,
  seed: 'tests',
  uniquePrefix: 'u',
  ...over,
});

/** No test's load is planned to take more than a few seconds. */
const LONGEST_MS = 20_000;

export interface Ran {
  /** Of the first stage. */
  readonly result: StageResult;
  readonly stages: WorkerResult['stages'];
  readonly messages: readonly FromWorker[];
  readonly tookMs: number;
  /** The first request name's, since most tests have one only. */
  readonly first: RequestPortion;
  readonly lost: Extract<FromWorker, { say: 'lost' }> | null;
}

export interface Hooks {
  /** Called with the load as soon as it has started; its `receive` may be used to stop it. */
  started?(load: WorkerLoad): void;
  /** What is new for a session that seems to have expired; without it nobody answers. */
  logIn?(): Promise<LoggedIn>;
}

export async function runLoad(order: WorkerOrder, hooks: Hooks = {}): Promise<Ran> {
  const messages: FromWorker[] = [];
  const startMs = performance.now();
  const startedAt = Date.now();
  const { stages } = await new Promise<WorkerResult>((resolve) => {
    const running = new WorkerLoad(order, (message) => {
      // As over a thread's port: what is told must survive a structured clone, and arrives later.
      const told = structuredClone(message);
      messages.push(told);
      if (told.say === 'done') setImmediate(() => resolve(told.result));
      if (told.say === 'unauthorised') {
        const generation = told.generation + 1;
        hooks.logIn?.().then((given) => running.receive({ say: 'captures', ...given, generation }));
      }
    });
    hooks.started?.(running);
  });
  const tookMs = performance.now() - startMs;
  // By the machine's clock, whatever a test does to the other: a load that blocks its thread would not see it there.
  expect(Date.now() - startedAt).toBeLessThan(LONGEST_MS);
  const lost = messages.find((message) => message.say === 'lost') ?? null;
  for (const stage of stages) for (const portion of stage.requests) checkAccounts(portion);
  for (const stage of stages) checkWalks(order, stage);
  const [result] = stages;
  return { result, stages, messages, tookMs, first: result.requests[0] as RequestPortion, lost };
}

/** sent = the sum of the outcomes + in flight, and the parts of each outcome add up to it. */
export function checkAccounts(portion: Omit<RequestPortion, 'samples'>): void {
  const { sent, inFlight, outcomes, statuses, batches } = portion;
  const ended = add(Object.values(outcomes));
  expect({ ended: ended + inFlight }).toEqual({ ended: sent });
  expect(portion.resent).toBeLessThanOrEqual(sent);
  expect(add(Object.values(statuses))).toBe(outcomes.status);
  expect(add(batches.map((batch) => batch.requests))).toBe(ended);
  expect(add(batches.map((batch) => batch.errors))).toBe(ended - outcomes.success);
  expect(latencyOf(portion).count).toBe(outcomes.success + outcomes.timeout);
  expect(Histogram.of(...batches.map((batch) => batch.latencyOfErrors)).count).toBe(
    outcomes.status + outcomes.check,
  );
}

/** Walks and steps that were there or begun = those that are over, or not reached, and those that are still there. */
export function checkWalks(
  { flows = [] }: Pick<WorkerOrder, 'flows'>,
  { requests, flows: portions }: Pick<StageResult, 'requests' | 'flows'>,
): void {
  flows.forEach(({ steps }, flow) => {
    const { started, carriedIn, carriedOut, sent } = portions[flow] as FlowPortion;
    expect({ begun: carriedIn + started }).toEqual({ begun: sent + carriedOut });
    for (const { request } of steps) {
      const step = requests[request] as RequestPortion;
      const { notReached, ...walks } = step.walks as NonNullable<RequestPortion['walks']>;
      const owed = walks.carriedIn + started;
      expect({ request, owed }).toEqual({ request, owed: step.sent + notReached + walks.carriedOut });
    }
  });
}

export const latencyOf = (portion: Omit<RequestPortion, 'samples'>): Histogram =>
  Histogram.of(...portion.batches.map((batch) => batch.latency));

export const add = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/**
 * Rounds of one load, one after the other on the same connections, as beside a base; then what clears up behind users.
 * @param apartMs the other side's turn between two of them
 */
export async function runRounds(
  order: WorkerOrder,
  count: number,
  apartMs = 20,
): Promise<readonly StageResult[]> {
  const results: StageResult[] = [];
  await new Promise<void>((resolve) => {
    const load = new WorkerLoad({ ...order, pauses: true, keepConnections: true }, (message) => {
      if (message.say !== 'done') return;
      if (results.length === count * order.stages.length) {
        load.close();
        return resolve();
      }
      results.push(...message.result.stages);
      const { stages, share, batches } = order;
      if (results.length === count * order.stages.length) {
        const [stage] = stages;
        const clearing = { stages: [{ ...stage, durationMs: 0 }] as const, share, batches, clears: true };
        const [seed, uniquePrefix] = ['clears', 'c'];
        return load.receive({ say: 'round', round: { ...clearing, warmupMs: 0, seed, uniquePrefix } });
      }
      const [seed, uniquePrefix] = [`${order.seed}/${results.length}`, `u${results.length}`];
      const round = { stages, share, batches, warmupMs: 20, pauses: true, seed, uniquePrefix };
      void wait(apartMs).then(() => load.receive({ say: 'round', round }));
    });
  });
  for (const result of results) {
    checkWalks(order, result);
    for (const portion of result.requests) checkAccounts(portion);
  }
  return results;
}
