/** Services that close connections, and services that go away. */
import type { Socket } from 'node:net';
import { freePort, OK, type OnConnection, serve, wait } from '../engine/servers.ts';
import { repeatSaturated } from '../saturation.ts';
import { type Fault, gateOn, gateOnce, IMPATIENT, service, type Told, testFaults } from './gate.ts';

const CLOSE = 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok';

/** Reconnecting is nobody's error, and costs no response more than it takes. */
const asIfNothingWere = ({ result }: Told) => {
  const { requests = 0, errorRate, latencyMs } = result.metrics ?? {};
  expect(errorRate).toBe(0);
  expect(requests).toBeGreaterThan(15);
  // The service takes 40 ms. Counted from an earlier request's start, latencies would add up to the length of the run.
  expect(latencyMs?.p50).toBeLessThan(200);
};

const fine = (name: string, reply: (socket: Socket, onConnection: number) => void): Fault => ({
  name,
  meets: () => service((socket, { onConnection }) => reply(socket, onConnection)),
  verdict: 'pass',
  cause: null,
  reason: /within their limits/,
  look: asIfNothingWere,
});

describe('a service that closes connections', () => {
  testFaults([
    fine('each, and says so', (socket) => socket.end(CLOSE)),
    fine('each, and leaves it to the client', (socket) => socket.write(CLOSE)),
    fine('by HTTP/1.0', (socket) => socket.end('HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok')),
    fine('as the end of the body', (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nok')),
    fine('after five requests, and says so', (socket, n) => (n === 4 ? socket.end(CLOSE) : socket.write(OK))),
  ]);
});

test.concurrent('a service that closes after five requests without a word: hardly a request is lost to it', async () => {
  const { result } = await gateOn(() =>
    service((socket, { onConnection }) => (onConnection === 4 ? socket.end(OK) : socket.write(OK))),
  );
  // A machine that is busy with other tests hears of a close later than it has sent the next request.
  const { requests = 0, errors } = result.metrics ?? {};
  const { unanswered = 0, socket = 0, ...others } = errors ?? {};
  expect(others).toEqual({ status: {}, timeout: 0, body: 0 });
  expect(unanswered + socket).toBeLessThanOrEqual(requests / 8);
  expect(requests).toBeGreaterThan(15);
}, 170_000);

const LONG = { load: '{ connections: 4, duration: 50s, warmup: 100ms, timeout: 5s }', withinMs: 30_000 };

async function gateCrashing() {
  const server = await serve(service((socket) => socket.write(OK)));
  const running = gateOnce(server.origin, LONG);
  await answered(server, 4);
  await wait(1500);
  await server.close();
  const crashedMs = performance.now();
  const told = await running;
  return { ...told, afterCrashMs: performance.now() - crashedMs };
}

test.concurrent('a service that crashes midway: over within a second or so, and what was seen is told', async () => {
  const { result, out, afterCrashMs } = await repeatSaturated(gateCrashing, (ended) => ended.result.causes);
  // Not the fifty seconds that were planned, nor the timeout of a request.
  expect(afterCrashMs).toBeLessThan(15_000);
  expect([result.verdict, result.causes[0]?.code]).toEqual(['fail', 'target-lost']);
  expect(result.reason).toMatch(
    /^The target became unreachable after \d+(\.\d+)? s: the connection was (refused \(ECONNREFUSED\)|reset \(ECONNRESET\))/,
  );
  expect(result.metrics?.requests).toBeGreaterThan(4);
  expect(out).toContain('became unreachable');
}, 170_000);

async function gateRestarting() {
  const port = await freePort();
  const onConnection: OnConnection = service((socket) => socket.write(OK));
  const first = await serve(onConnection, { port });
  const running = gateOnce(first.origin, {
    load: '{ connections: 4, duration: 5s, warmup: 100ms, timeout: 5s }',
  });
  await answered(first, 4);
  await wait(1000);
  await first.close();
  // Not much longer: seven tenths of a second without a response are a target that is gone.
  await wait(50);
  const second = await serve(onConnection, { port });
  const { result } = await running;
  await second.close();
  return { result, accepted: second.accepted };
}

test.concurrent('a service that restarts: what was under way is an error, and the load goes on', async () => {
  const { result, accepted } = await repeatSaturated(gateRestarting, (ended) => ended.result.causes);
  const { requests = 0, errors } = result.metrics ?? {};
  expect(accepted).toBeGreaterThanOrEqual(4);
  expect((errors?.socket ?? 0) + (errors?.unanswered ?? 0)).toBeGreaterThan(0);
  expect(requests).toBeGreaterThan(40);
  expect(['pass', 'fail']).toContain(result.verdict);
  expect(result.causes.map(({ code }) => code)).not.toContain('target-lost');
}, 170_000);

test.concurrent('a service that hangs midway: each request waits for its timeout and no longer', async () => {
  const hanging = () => service((socket, { number }) => number < 20 && socket.write(OK));
  const { result, tookMs } = await gateOn(hanging, { load: IMPATIENT });
  expect(result.metrics?.errors.timeout).toBeGreaterThanOrEqual(3);
  expect(result.metrics?.latencyMs?.max).toBeGreaterThanOrEqual(1500);
  expect(result.verdict).toBe('fail');
  expect(tookMs).toBeLessThan(30_000);
}, 170_000);

/** Waits until the load has come: the polls of readiness are three connections. */
async function answered(server: { readonly accepted: number }, connections: number): Promise<void> {
  for (let waitedMs = 0; server.accepted < 3 + connections && waitedMs < 30_000; waitedMs += 20)
    await wait(20);
}
