/** How a round begins tells a service that works off one request after the other from one that only takes its time. */

import type { FromWorker, StageResult } from '../../src/engine/worker/messages.ts';
import { WorkerLoad } from '../../src/engine/worker/worker-load.ts';
import { orderFor, runLoad } from './run-load.ts';
import { answerEach, type Listening, OK, type OnConnection, serve, status, wait } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

let server: Listening;
afterEach(() => server.close());

/** One worker: a request is begun when the one before it is done. */
function oneWorker(ms: number): OnConnection {
  let freeMs = 0;
  return answerEach((socket) => {
    freeMs = Math.max(performance.now(), freeMs) + ms;
    void wait(freeMs - performance.now()).then(() => socket.write(OK));
  });
}

/** The second round of a load, on connections that the first one opened. */
async function secondRound(onConnection: OnConnection): Promise<StageResult> {
  server = await serve(onConnection);
  const order = orderFor(server.origin, { connections: 8, measureMs: 400, keepConnections: true });
  const results: StageResult[] = [];
  await new Promise<void>((resolve) => {
    const load: WorkerLoad = new WorkerLoad(order, (message: FromWorker) => {
      if (message.say !== 'done') return;
      results.push(message.result.stages[0]);
      if (results.length === 2) {
        load.close();
        setImmediate(resolve);
      } else setImmediate(() => load.receive({ say: 'round', round: { ...order, warmupMs: 100 } }));
    });
  });
  expect(results[0]?.firstMs).toEqual([]);
  return results[1] as StageResult;
}

const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

test('the first requests of a queue are served one after the other', async () => {
  const { firstMs } = await secondRound(oneWorker(20));
  expect(firstMs).toHaveLength(8);
  expect(Math.min(...firstMs)).toBeLessThan(80);
  // The last one waits for seven others.
  expect(Math.max(...firstMs)).toBeGreaterThan(133);
  expect(middle(firstMs)).toBeLessThan(0.85 * Math.max(...firstMs));
});

test('those of a service that takes its time, all alike', async () => {
  const { firstMs } = await secondRound(answerEach((socket) => void wait(20).then(() => socket.write(OK))));
  expect(firstMs).toHaveLength(8);
  expect(Math.min(...firstMs)).toBeGreaterThan(18);
});

test('only successes count, and none of a rate', async () => {
  expect((await secondRound(answerEach((socket) => socket.write(status(500))))).firstMs).toEqual([]);
  await server.close();
  server = await serve(answerEach((socket) => socket.write(OK)));
  const arrivals = { perSecond: 100, kind: 'constant', phase: 0 } as const;
  const { result } = await runLoad(orderFor(server.origin, { arrivals }));
  expect(result.firstMs).toEqual([]);
});

test('what writes is counted from the warm-up on', async () => {
  let heard = 0;
  server = await serve(
    answerEach((socket, { method }) => {
      if (method === 'POST') heard++;
      void wait(3).then(() => socket.write(OK));
    }),
  );
  const order = orderFor(server.origin, { warmupMs: 100 });
  const requests = order.requests.map((one) => ({ ...one, method: 'POST' as const }));
  const { result, first } = await runLoad({ ...order, requests });
  expect(result.writes).toBe(heard);
  expect(result.writes).toBeGreaterThan(first.sent);
});
