/** How long a timeout has waited: its limit at least, and no longer than it was given. */
import { latencyOf, orderFor, runLoad } from './run-load.ts';
import { answerEach, type Listening, OK, serve, wait } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

let server: Listening;
afterEach(() => server.close());

test('a connection that never opens is a timeout that waited for its limit', async () => {
  // TLS is never answered, so there is no request yet when the time is up.
  server = await serve((socket) => socket.pause());
  const origin = server.origin.replace('http:', 'https:');
  const { first } = await runLoad(orderFor(origin, { timeoutMs: 150, measureMs: 400 }));
  expect(first.outcomes.timeout).toBeGreaterThan(0);
  expect(latencyOf(first).shareAboveMs(149).above).toBe(first.outcomes.timeout);
});

test('a request that waited to be sent has the rest of its timeout, not a new one', async () => {
  server = await serve(answerEach((socket) => void wait(200).then(() => socket.write(OK))));
  const { first } = await runLoad(
    orderFor(server.origin, {
      arrivals: { perSecond: 20, kind: 'constant', phase: 0 },
      measureMs: 1000,
      timeoutMs: 250,
      connections: 1,
    }),
  );
  expect(first.outcomes.timeout).toBeGreaterThan(0);
  // With a new one, those that waited longest would be answered after 400 ms.
  expect(latencyOf(first).shareAboveMs(320).above).toBe(0);
});
