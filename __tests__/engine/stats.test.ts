import { success } from '../../src/engine/worker/outcome.ts';
import { Stats } from '../../src/engine/worker/stats.ts';
import { add } from './run-load.ts';

const answered = success(200, { latencyMs: 100, serviceMs: 100 });

test('a response that comes after the end counts as one, and as no throughput', () => {
  const stats = new Stats(1, 0, 1000, 10, false);
  for (const nowMs of [500, 999, 1000, 1050]) {
    stats.countSent(0);
    stats.record(0, answered, true, nowMs);
  }
  const second = stats.takeSecond();
  const [portion] = stats.finish(1100, new Map());
  const batches = portion?.batches ?? [];
  expect(portion?.outcomes.success).toBe(4);
  expect(add(batches.map((batch) => batch.requests))).toBe(4);
  expect(add(batches.map((batch) => batch.completedSuccesses))).toBe(2);
  expect(add(batches.map((batch) => batch.completedResponses))).toBe(2);
  expect(second).toMatchObject({ completedSuccesses: 2, completedResponses: 2 });
});

test('a response to a request of the warm-up is throughput of the time it came in, and nothing else', () => {
  const stats = new Stats(1, 0, 1000, 10, false);
  stats.record(0, answered, false, 50);
  const [portion] = stats.finish(1000, new Map());
  expect(portion).toMatchObject({ sent: 0, outcomes: { success: 0 } });
  expect(portion?.batches[0]).toMatchObject({ completedSuccesses: 1, completedResponses: 1, requests: 0 });
});
