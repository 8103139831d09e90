/**
 * The figures against what the server itself logged. The bounds are wide, since client and server share one thread here
 * and the machine may be busy; how near the figures really come is for a bench on a quiet one. What this guards against
 * is off by multiples each time: times taken from an earlier request, or with the wait for a connection in them.
 */
import type { Socket } from 'node:net';
import { Histogram } from '../../src/evidence/histogram.ts';
import { repeatWhile } from '../saturation.ts';
import { latencyOf, orderFor, runLoad } from './run-load.ts';
import { answerEach, OK, serve } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

const CLOSE = OK.replace('\r\n', '\r\nconnection: close\r\n');

/** Answers after 15 ms, every 50th request after 80 ms, and logs what each took from read to written. */
function slowServer(reply: (socket: Socket, onConnection: number) => void, log: number[]) {
  return answerEach((socket, { number, onConnection }) => {
    const readMs = performance.now();
    setTimeout(
      () => {
        log.push(performance.now() - readMs);
        reply(socket, onConnection);
      },
      number % 50 === 49 ? 80 : 15,
    );
  });
}

test.each([
  ['keeps its connections', (socket: Socket) => socket.write(OK)],
  [
    'closes each after 20 requests, announced',
    (socket: Socket, n: number) => (n === 19 ? socket.end(CLOSE) : socket.write(OK)),
  ],
  [
    'closes each after 20 requests, without a word',
    (socket: Socket, n: number) => (n === 19 ? socket.end(OK) : socket.write(OK)),
  ],
  ['closes each after every request', (socket: Socket) => socket.end(CLOSE)],
])('a server that %s: latencies are what it logged', async (_, reply) => {
  const { off, first } = await repeatWhile(
    () => compare(reply),
    ({ off }) => off.length > 0,
    4,
  );
  expect(off).toEqual([]);
  expect(first.outcomes.success).toBeGreaterThan(50);
  expect(first.outcomes.success).toBeGreaterThanOrEqual(first.sent - 2);
  // Ten connections of 16.3 ms each make at most 613/s; one that is held up by closed connections makes a tenth.
  expect(first.outcomes.success).toBeGreaterThan(0.25 * 1.2 * 613);
});

/** One load, and the percentiles that are far from those of the server's log. */
async function compare(reply: (socket: Socket, onConnection: number) => void) {
  const log: number[] = [];
  const server = await serve(slowServer((socket, n) => reply(socket, n), log));
  const { first } = await runLoad(orderFor(server.origin, { connections: 10, measureMs: 1200 }));
  await server.close();
  const truth = Histogram.of(log.flatMap((ms) => [Math.round(ms * 1000), 1]));
  const measured = latencyOf(first);
  const off = [50, 90, 99]
    .map((p) => ({ p, trueMs: truth.percentileMs(p) ?? 0, measuredMs: measured.percentileMs(p) ?? 0 }))
    .filter(({ trueMs, measuredMs }) => Math.abs(measuredMs - trueMs) > Math.max(0.5 * trueMs, 6));
  return { off, first };
}
