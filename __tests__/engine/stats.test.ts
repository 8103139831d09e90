import { success } from '../../src/engine/worker/outcome.ts';
import { Seconds } from '../../src/engine/worker/seconds.ts';
import { Stats } from '../../src/engine/worker/stats.ts';
import { add } from './run-load.ts';

const answered = success(200, { latencyMs: 100, serviceMs: 100 });

const stats = () =>
  new Stats({
    requests: [{ name: 'read' }],
    flows: [],
    startMs: 0,
    lengthMs: 1000,
    batches: 10,
    open: false,
    pauses: { pausedMs: () => 0 },
  });

test('a response that comes after the end counts as one, and as no throughput', () => {
  const counted = stats();
  const seconds = new Seconds();
  for (const nowMs of [500, 999, 1000, 1050]) {
    counted.countSent(0);
    counted.complete(0, answered, nowMs);
    counted.record(0, answered, nowMs);
    seconds.see(answered, nowMs < 1000, true);
  }
  const second = seconds.take();
  const [portion] = counted.finish(1100, new Map()).requests;
  const batches = portion?.batches ?? [];
  expect(portion?.outcomes.success).toBe(4);
  expect(add(batches.map((batch) => batch.requests))).toBe(4);
  expect(add(batches.map((batch) => batch.completedSuccesses))).toBe(2);
  expect(add(batches.map((batch) => batch.completedResponses))).toBe(2);
  expect(second).toMatchObject({ completedSuccesses: 2, completedResponses: 2 });
});

test('a response to a request of the warm-up is throughput of the time it came in, and nothing else', () => {
  const counted = stats();
  counted.complete(0, answered, 50);
  const [portion] = counted.finish(1000, new Map()).requests;
  expect(portion).toMatchObject({ sent: 0, outcomes: { success: 0 } });
  expect(portion?.batches[0]).toMatchObject({ completedSuccesses: 1, completedResponses: 1, requests: 0 });
});
