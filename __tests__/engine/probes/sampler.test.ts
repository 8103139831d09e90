/** When probes are read, and that nothing waits for one that does not answer. */
import type { Plan } from '../../../src/config/plan.ts';
import { TYPED_PROBES } from '../../../src/engine/probes/permission.ts';
import { ProbeWatch } from '../../../src/engine/probes/probe-watch.ts';
import type { ProbeReader } from '../../../src/engine/probes/reader.ts';
import { ProbeSampler } from '../../../src/engine/probes/sampler.ts';
import type { Round, RoundOrder } from '../../../src/engine/round.ts';
import { permitTyped } from '../../../src/engine/target/guard.ts';
import { parse } from '../../config/example.ts';
import { type Listening, serve } from '../servers.ts';
import { openProbe, planProbe } from './reading.ts';

const SERIES = 'series: { a: a }';
let silent: Listening;
beforeAll(async () => {
  silent = await serve((socket) => socket.resume());
});
afterAll(() => silent.close());

test('the end of a round waits a moment for the last reading, and no longer', async () => {
  const probe = planProbe(`prometheus: { url: "{{target}}/", every: 60s, ${SERIES} }`);
  const sampler = new ProbeSampler(probe, openProbe(probe, silent.origin), (text) => text);
  let isRead = false;
  void sampler.mark().then(() => {
    isRead = true;
  });
  await sampler.pause();
  expect(isRead).toBe(false);
  await sampler.close();
}, 20_000);

test('readings never overlap: one that is under way is the one that is meant', async () => {
  let [open, most, count] = [0, 0, 0];
  const reader: ProbeReader = {
    async read() {
      open++;
      most = Math.max(most, open);
      count++;
      await new Promise((resolve) => setTimeout(resolve, 20));
      open--;
      return { values: [1], troubles: [] };
    },
    async close() {},
  };
  const sampler = new ProbeSampler(
    planProbe(`prometheus: { url: "http://h/", ${SERIES} }`),
    reader,
    (text) => text,
  );
  await Promise.all([sampler.mark(), sampler.mark(), sampler.mark()]);
  expect([most, count]).toEqual([1, 1]);
  await sampler.close();
});

describe('of stages', () => {
  const plan: Plan = parse(
    `load: { connections: 1, duration: 10s }\nscenario:\n  requests: [{ name: a, get: /a }]\nprobes:\n  - prometheus: { url: "{{target}}/", every: 60s, ${SERIES} }\ngate: { p99: { max: 1 s } }\n`,
  );
  const order = { side: 'target', sequence: 0, stage: 0 } as unknown as RoundOrder;

  test('each has the readings of its time, and the one that shows what was counted until its end', async () => {
    let value = 0;
    const metrics = await serve((socket) => {
      socket.on('data', () => {
        const body = `a ${value++}\n`;
        socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
      });
    });
    const watch = new ProbeWatch(plan, new AbortController().signal);
    await watch.open({
      side: 'target',
      location: { origin: metrics.origin },
      permission: TYPED_PROBES,
      sides: permitTyped(false),
      resolve: async () => ['127.0.0.1'],
      redact: (text) => text,
    });
    watch.begin();
    const pause = () => new Promise((resolve) => setTimeout(resolve, 300));
    watch.measuring(order, 0);
    await pause();
    watch.measuring(order, 1);
    await pause();
    const rounds = await watch.end(order, [
      { measuredMs: 300, requests: [] },
      { measuredMs: 300, requests: [] },
    ] as unknown as Round[]);
    const valuesOf = (round: Round | undefined) =>
      round?.server?.[0]?.readings.map(({ values }) => values[0]);
    // The one before the load is none of a round’s.
    expect(rounds.map(valuesOf)).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(rounds[0]?.server?.[0]?.readings.at(-1)?.atMs).toBeLessThanOrEqual(300);
    await watch.close();
    await metrics.close();
  }, 20_000);

  test('a run that is cancelled waits for no reading', async () => {
    const cancelling = new AbortController();
    const watch = new ProbeWatch(plan, cancelling.signal);
    const opening = watch.open({
      side: 'target',
      location: { origin: silent.origin },
      permission: TYPED_PROBES,
      sides: permitTyped(false),
      resolve: async () => ['127.0.0.1'],
      redact: (text) => text,
    });
    cancelling.abort();
    await opening;
    await watch.close();
    expect(cancelling.signal.aborted).toBe(true);
  }, 4000);
});
