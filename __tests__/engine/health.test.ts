/** The generator's own load, against what the system says of the process. */
import { HealthMonitor } from '../../src/engine/worker/health.ts';
import { testInFull } from '../part.ts';
import { repeatWhile } from '../saturation.ts';
import { orderFor, request, runLoad } from './run-load.ts';
import { answerEach, OK, serve, wait } from './servers.ts';

const MEASURE_MS = 800;
const TIMEOUT_MS = 4000;

testInFull(
  'responses that are awaited when the load is over don’t make the generator look idle',
  async () => {
    const load = async () => {
      let asked = 0;
      const server = await serve(
        answerEach((socket) => {
          // Of all requests one is never answered.
          if (++asked !== 20) setTimeout(() => socket.write(OK), 1);
        }),
      );
      const atStart = { ms: performance.now(), cpu: process.cpuUsage() };
      let own = Number.NaN;
      const burn = () => {
        const spent = process.cpuUsage();
        while (process.cpuUsage(spent).user < 9000);
        const tookMs = performance.now() - atStart.ms;
        const { user, system } = process.cpuUsage(atStart.cpu);
        own = (user + system) / 1000 / tookMs;
        if (tookMs < MEASURE_MS) setTimeout(burn, 1);
      };
      burn();
      const order = { requests: [request()], connections: 20, measureMs: MEASURE_MS, timeoutMs: TIMEOUT_MS };
      const { result, first, tookMs } = await runLoad(orderFor(server.origin, order));
      await server.close();
      return { share: result.generator.cpuShare, own, timeouts: first.outcomes.timeout, tookMs };
    };
    // Over the whole time it would be a fifth of that, each time. A busy machine begins the load later than what burns.
    const { share, own, timeouts, tookMs } = await repeatWhile(load, (one) => one.share <= one.own / 2, 4);
    expect(timeouts).toBe(1);
    expect(tookMs).toBeGreaterThan(TIMEOUT_MS - MEASURE_MS);
    expect(share).toBeGreaterThan(own / 2);
  },
);

test('a thread that has nothing to do is not late: what the clock can’t tell apart is left out', async () => {
  const idle = async () => {
    const watch = new HealthMonitor();
    watch.start();
    await wait(300);
    return watch.finish().loopDelayP99Ms;
  };
  // The machine may be late of its own, though not each time.
  expect(await repeatWhile(idle, (delayMs) => delayMs >= 8, 20)).toBeLessThan(8);
});
