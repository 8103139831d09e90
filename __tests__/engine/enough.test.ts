/** A load that ends as soon as enough was seen: what is due and was not sent yet never is, and is accounted for. */
import type { Socket } from 'node:net';
import { orderFor, runLoad } from './run-load.ts';
import { answerEach, OK, serve } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

test.each([
  ['a rate', { perSecond: 200, kind: 'constant', phase: 0 } as const, 2],
  ['connections', null, 2],
])('of %s', async (_, arrivals, connections) => {
  const held: Socket[] = [];
  let hear = () => {};
  const heard = new Promise<void>((resolve) => {
    hear = resolve;
  });
  const server = await serve(
    answerEach((socket) => {
      held.push(socket);
      if (held.length === connections) hear();
    }),
  );
  const order = orderFor(server.origin, { arrivals, connections, measureMs: 15_000, timeoutMs: 20_000 });
  const { first, messages } = await runLoad(order, {
    started(load) {
      // Every connection is busy from then on, and what becomes due waits.
      void heard.then(() =>
        setTimeout(() => {
          load.receive({ say: 'enough' });
          for (const socket of held) socket.write(OK);
        }, 300),
      );
    },
  });
  await server.close();
  expect(held).toHaveLength(connections);
  expect(first.outcomes.success).toBe(connections);
  expect(first.sent).toBe(first.outcomes.success + first.inFlight);
  expect(first.inFlight > 0).toBe(arrivals !== null);
  expect(messages.map(({ say }) => say)).not.toContain('capped');
});
