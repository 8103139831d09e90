/** A round that begins late, after a response that took long, ends when the other machines end it. */
import { join } from 'node:path';
import { createEngine } from '../../src/engine/engine.ts';
import { endingOnTime } from '../../src/engine/shard-clock.ts';
import { parse } from '../config/example.ts';
import { answerEach, type Listening, OK, serve, wait } from './servers.ts';

const workerFile = join(import.meta.dirname, '../../dist/worker/index.js');
const stage = { name: null, connections: 2, durationMs: 3000, arrivals: null };
const ordered = { stages: [stage, { ...stage, durationMs: 1000 }] as const, startMs: 50_000 };

test.each([
  ['early', 49_990, [3000, 1000]],
  ['in time', 50_000, [3000, 1000]],
  ['late', 51_200, [1800, 1000]],
  ['after its first stage', 53_400, [1, 599]],
  ['after its end', 60_000, [1, 1]],
])('%s', (_, nowMs, wanted) => {
  expect(endingOnTime(ordered, nowMs).map(({ durationMs }) => durationMs)).toEqual(wanted);
});

test('who has no others to end with loads for as long as was asked for', () => {
  expect(endingOnTime({ stages: [stage] }, 60_000)).toEqual([stage]);
});

/** What a loaded machine may be late by. */
const LEEWAY_MS = 200;
let server: Listening | null = null;
let close: () => Promise<void> = async () => {};
afterAll(async () => {
  await close();
  await server?.close();
});

test('after a slow drain a round is cut, one whose time is over has hardly anything, and the next is whole', async () => {
  let heldUntilMs = 0;
  server = await serve(
    answerEach((socket) => void wait(Math.max(3, heldUntilMs - Date.now())).then(() => socket.write(OK))),
  );
  const engine = createEngine({
    workerFile,
    version: '0.0.0',
    signal: new AbortController().signal,
    onProgress() {},
    onSecret() {},
  });
  close = () => engine.close();
  const plan = parse(
    `load: { connections: 2, duration: 1s, warmup: 0s }
scenario: { requests: [{ name: ask, get: / }] }
gate: { p99: { max: 1 s } }
`,
    { inputs: { targetUrl: server.origin } },
  );
  await engine.prepare(plan);
  const [only] = plan.load.stages;
  const atMs = Date.now() + 1000;
  const measure = async (sequence: number, afterMs: number, durationMs: number) => {
    const startMs = atMs + afterMs;
    const stages = [{ ...only, durationMs }] as const;
    const order = { side: 'target', sequence, stage: 0, stages, warmupMs: 0, seed: `${sequence}` } as const;
    const [round] = await engine.measure(plan, { ...order, startMs });
    if (round === undefined) throw new Error('no round');
    const { measuredMs, plannedMs, ended } = round;
    expect([plannedMs, ended.how]).toEqual([durationMs, 'complete']);
    const from = Date.parse(round.startedAt) - atMs;
    return { from, to: from + measuredMs, measuredMs };
  };
  setTimeout(() => {
    heldUntilMs = atMs + 900;
  }, 1200);
  await measure(0, 0, 400);
  const cut = await measure(1, 600, 1000);
  expect(cut.from).toBeGreaterThanOrEqual(890);
  expect(cut.to).toBeLessThan(1600 + LEEWAY_MS);
  expect(cut.measuredMs).toBeLessThan(800);
  expect((await measure(2, 1000, 300)).measuredMs).toBeLessThan(50);
  const next = await measure(3, 3000, 300);
  expect(Math.abs(next.from - 3000)).toBeLessThan(LEEWAY_MS);
  expect(next.measuredMs).toBeGreaterThan(250);
}, 20_000);
