/** Several worker threads go through stages: at the same moments, whenever each of them was started. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../src/engine/engine.ts';
import type { Progress } from '../../src/engine/progress.ts';
import type { RoundPart } from '../../src/engine/worker/messages.ts';
import { WorkerPool } from '../../src/engine/worker-pool.ts';
import { parse } from '../config/example.ts';
import { testInFull } from '../part.ts';
import { add, checkAccounts, orderFor, request } from './run-load.ts';
import { answerEach, type Listening, OK, serve, wait } from './servers.ts';

/** Nobody logs in. */
const NOBODY = { captures: {} };

const workerFile = join(import.meta.dirname, '../../dist/worker/index.js');
const WORKERS = 2;
/** A thread takes longer than that to start; requests that were sent one after the other are read so. */
const LEEWAY_MS = 25;

let server: Listening;
let close: () => Promise<void> = async () => {};
afterEach(async () => {
  await close();
  close = async () => {};
  await server.close();
});

beforeAll(() => {
  if (!existsSync(workerFile)) throw new Error('dist/worker/index.js is missing: npm run build makes it');
});

interface Heard {
  readonly worker: string;
  readonly atMs: number;
}

/** A pool whose requests tell which worker sent them. */
async function openPool(heard: Heard[]): Promise<WorkerPool> {
  server = await serve(
    answerEach((socket, { path }) => {
      heard.push({ worker: path.slice(1, 4), atMs: performance.now() });
      void wait(8).then(() => socket.write(OK));
    }),
  );
  const requests = [request({ path: ['/', { value: 'unique' }] })];
  const {
    stages: _s,
    warmupMs: _w,
    share: _h,
    batches: _b,
    seed: _e,
    uniquePrefix: _u,
    ...member
  } = orderFor(server.origin, { connections: 20, requests });
  const pool = new WorkerPool(workerFile, [member, member], NOBODY, new AbortController().signal);
  close = () => pool.close();
  return pool;
}

const partsOf = (stages: RoundPart['stages'], warmupMs: number, workers = WORKERS): RoundPart[] =>
  Array.from({ length: workers }, (_, worker) => ({
    stages,
    share: { worker, of: workers },
    together: workers > 1,
    warmupMs,
    batches: 10,
    seed: `together/${worker}`,
    uniquePrefix: `w${worker}x`,
  }));

const events = { renewLogin: async () => ({ captures: {} }), onMeasuring() {}, onSecond() {} };
const stage = (
  durationMs: number,
  connections: number,
  arrivals: RoundPart['stages'][0]['arrivals'] = null,
) => ({
  durationMs,
  connections,
  arrivals,
});

test.each([0, 300])('a stage begins on all of them at once, after a warm-up of %d ms', async (warmupMs) => {
  const heard: Heard[] = [];
  const pool = await openPool(heard);
  // The first thread is there already when the second one has yet to start.
  await pool.measure(partsOf([stage(100, 4)], 0, 1), events);
  heard.length = 0;
  const stages = [stage(300, 8), stage(300, 20), stage(300, 6)] as const;
  const { ended, results } = await pool.measure(partsOf(stages, warmupMs), events);
  expect(ended).toEqual({ how: 'complete' });
  const sent = results.map((one) => one.stages.map(({ requests }) => add(requests.map((each) => each.sent))));
  for (const { stages: seen } of results)
    for (const { requests } of seen) for (const portion of requests) checkAccounts(portion);
  // Of each worker, the first so many that were heard after its warm-up belong to its first stage, and so on.
  const bounds = results.map((_, worker) => {
    const own = heard.filter((one) => one.worker === `w${worker}x`).map(({ atMs }) => atMs);
    const measured = own.slice(own.length - add(sent[worker] ?? []));
    let from = 0;
    return (sent[worker] ?? []).map((count) => {
      const times = measured.slice(from, from + count);
      from += count;
      return { firstMs: times[0] as number, lastMs: times.at(-1) as number };
    });
  });
  const at = (index: number) => bounds.flatMap((ofWorker) => ofWorker[index] ?? []);
  for (const index of [1, 2]) {
    expect(at(index)).toHaveLength(WORKERS);
    const first = Math.min(...at(index).map(({ firstMs }) => firstMs));
    const lastBefore = Math.max(...at(index - 1).map(({ lastMs }) => lastMs));
    expect(lastBefore - first).toBeLessThan(LEEWAY_MS);
  }
  // Without a warm-up nothing is sent before they begin together.
  if (warmupMs === 0) expect(add(sent.flat())).toBe(heard.length);
});

testInFull('their schedules interleave: what is due on all together is evenly spread', async () => {
  const heard: Heard[] = [];
  const pool = await openPool(heard);
  const parts = partsOf([stage(1000, 20)], 0).map((part): RoundPart => {
    const arrivals = { kind: 'constant', perSecond: 10, phase: part.share.worker / WORKERS } as const;
    return { ...part, stages: [stage(1000, 20, arrivals)] };
  });
  await pool.measure(parts, events);
  expect(heard).toHaveLength(20);
  const [one, other] = ['w0x', 'w1x'].map((worker) => heard.filter((each) => each.worker === worker));
  // Each sends one in 100 ms. What delays them delays both, now the one and now the other.
  const apart = one?.map(({ atMs }, i) => (other?.[i]?.atMs ?? 0) - atMs).sort((a, b) => a - b) ?? [];
  expect(apart).toHaveLength(10);
  expect(Math.abs((apart[5] ?? 0) - 50)).toBeLessThan(20);
});

testInFull('the engine tells a round for each stage, and which of them is under way', async () => {
  server = await serve(answerEach((socket) => void wait(3).then(() => socket.write(OK))));
  const progress: Progress[] = [];
  const engine = createEngine({
    workerFile,
    version: '0.0.0',
    signal: new AbortController().signal,
    onProgress: (each) => progress.push(each),
    onSecret() {},
  });
  close = () => engine.close();
  const plan = parse(
    `load:
  warmup: 100ms
  stages:
    - { name: calm, connections: 2, duration: 1s }
    - { connections: { from: 2, to: 12 }, duration: 1s }
scenario: { requests: [{ name: ask, get: / }] }
gate: { p99: { max: 1 s } }
`,
    { inputs: { targetUrl: server.origin } },
  );
  await engine.prepare(plan);
  const polled = server.accepted;
  const { stages } = plan.load;
  const rounds = await engine.measure(plan, {
    side: 'target',
    sequence: 0,
    stage: 0,
    stages,
    warmupMs: 100,
    seed: 's',
  });
  expect(rounds.map((round) => [round.stage, round.connections, round.plannedMs, round.ended.how])).toEqual([
    [0, 2, 1000, 'complete'],
    [1, 12, 1000, 'complete'],
  ]);
  for (const { requests, ticks, sent } of rounds) {
    for (const portion of requests) checkAccounts(portion);
    expect(ticks).toHaveLength(2);
    expect(sent).toBeGreaterThan(20);
  }
  const told = progress.filter(({ phase }) => phase === 'measure').map((each) => each.stage);
  expect([...new Set(told)]).toEqual(['calm', 'stage 2']);
  const elapsedMs = add(rounds.map((round) => round.elapsedMs));
  expect(elapsedMs).toBeGreaterThanOrEqual(2100);
  expect(server.accepted - polled).toBe(12);
});
