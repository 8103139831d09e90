/** Rate limiters on real sockets, and runs of a minute by the engine as the doors drive it. */
import { join } from 'node:path';
import { createEngine } from '../../src/engine/engine.ts';
import type { Round } from '../../src/engine/round.ts';
import { parse } from '../config/example.ts';
import { testInFull } from '../part.ts';
import { answerEach, type Listening, OK, type OnConnection, serve, status } from './servers.ts';

const workerFile = join(import.meta.dirname, '../../dist/worker/index.js');

/** Some hundred answers a second are enough for a limiter to show, and leave the machine to other tests. */
const SERVICE_MS = 20;

let server: Listening;
afterEach(() => server.close());

/** A bucket of `size` that is filled by `perSecond`; without one left, a request is turned away. */
function bucket(size: number, perSecond: number, retryAfter: string): OnConnection {
  let left = size;
  let filledMs = performance.now();
  return answerEach((socket) => {
    const nowMs = performance.now();
    left = Math.min(size, left + ((nowMs - filledMs) / 1000) * perSecond);
    filledMs = nowMs;
    if (left < 1)
      return setTimeout(() => socket.write(status(429, `retry-after: ${retryAfter}`)), SERVICE_MS);
    left--;
    return setTimeout(() => socket.write(OK), SERVICE_MS);
  });
}

async function run(
  onConnection: OnConnection,
  { warmupMs = 0, measureMs = 60_000, connections = 10 } = {},
): Promise<{ readonly round: Round; readonly tookMs: number }> {
  server = await serve(onConnection);
  const plan = parse(
    `
name: limited
target: { ready: /ready }
load: { connections: ${connections}, duration: 60s, warmup: 10s }
scenario: { requests: [ { name: ask, get: / } ] }
gate: { p99: { max: 1s } }
`,
    { inputs: { targetUrl: server.origin } },
  );
  const engine = createEngine({
    workerFile,
    version: '0',
    signal: new AbortController().signal,
    onProgress() {},
    onSecret() {},
  });
  try {
    await engine.prepare(plan);
    const startMs = performance.now();
    const [round] = await engine.measure(plan, {
      side: 'target',
      sequence: 0,
      stage: 0,
      warmupMs,
      stages: [{ ...plan.load.stages[0], durationMs: measureMs }],
      seed: 'limiter',
    });
    if (round === undefined) throw new Error('there was no round');
    return { round, tookMs: performance.now() - startMs };
  } finally {
    await engine.close();
  }
}

testInFull('a bucket that is soon empty ends a run of a minute within ten seconds', async () => {
  const { round, tookMs } = await run(bucket(500, 20, '30'));
  expect(round.ended).toMatchObject({ how: 'rate-limited', seconds: 5, retryAfterSeconds: 30 });
  if (round.ended.how !== 'rate-limited') throw new Error('it went on');
  expect(round.ended.share).toBeGreaterThan(0.9);
  expect(round.ended.afterMs).toBeGreaterThan(4500);
  expect(tookMs).toBeLessThan(10_000);
  const [ask] = round.requests;
  expect(ask?.intercepted.rateLimited).toBe(ask?.statuses[429]);
});

testInFull('one that asks for a wait of more than an hour, within four', async () => {
  const { round, tookMs } = await run(bucket(100, 1, '5993'));
  expect(round.ended).toMatchObject({ how: 'rate-limited', seconds: 2, retryAfterSeconds: 5993 });
  expect(tookMs).toBeLessThan(6000);
});

testInFull('in the warm-up, it ends before anything was measured', async () => {
  const { round, tookMs } = await run(bucket(100, 1, '5993'), { warmupMs: 10_000 });
  expect(round.ended).toMatchObject({ how: 'rate-limited', afterMs: 0 });
  expect(round.measuredMs).toBe(0);
  expect(tookMs).toBeLessThan(6000);
});

testInFull('with several workers, too', async () => {
  const { round } = await run(bucket(100, 1, '5993'), { connections: 200 });
  expect(round.generator.workers).toBeGreaterThanOrEqual(1);
  expect(round.ended).toMatchObject({ how: 'rate-limited', retryAfterSeconds: 5993 });
});

testInFull('one that turns a fifth away goes on to its end', async () => {
  let asked = 0;
  const { round } = await run(
    answerEach((socket) =>
      setTimeout(() => socket.write(asked++ % 5 === 0 ? status(429, 'retry-after: 5993') : OK), SERVICE_MS),
    ),
    { measureMs: 6000 },
  );
  expect(round.ended).toEqual({ how: 'complete' });
  const [ask] = round.requests;
  expect((ask?.statuses[429] ?? 0) / (ask?.sent ?? 1)).toBeCloseTo(0.2, 1);
});

testInFull('503 is a service that cannot answer, whatever wait it asks for', async () => {
  const { round } = await run(
    answerEach((socket, { path }) =>
      setTimeout(() => socket.write(path === '/ready' ? OK : status(503, 'retry-after: 5993')), SERVICE_MS),
    ),
    { measureMs: 6000 },
  );
  expect(round.ended).toEqual({ how: 'complete' });
});
