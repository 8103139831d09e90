import { success } from '../../src/engine/worker/outcome.ts';
import { Tally } from '../../src/engine/worker/tally.ts';
import { add } from './run-share.ts';

const answered = success(200, { latencyMs: 100, serviceMs: 100 });

test('an answer that comes after the end counts as one, and as no throughput', () => {
  const tally = new Tally(1, 0, 1000, false);
  for (const nowMs of [500, 999, 1000, 1050]) {
    tally.countSent(0);
    tally.record(0, answered, true, nowMs);
  }
  const second = tally.takeSecond();
  const [share] = tally.finish(1100, new Map());
  const batches = share?.batches ?? [];
  expect(share?.outcomes.success).toBe(4);
  expect(add(batches.map((batch) => batch.requests))).toBe(4);
  expect(add(batches.map((batch) => batch.completedSuccesses))).toBe(2);
  expect(add(batches.map((batch) => batch.completedAnswers))).toBe(2);
  expect(second).toMatchObject({ completedSuccesses: 2, completedAnswers: 2 });
});

test('an answer to a request of the warm-up is throughput of the time it came in, and nothing else', () => {
  const tally = new Tally(1, 0, 1000, false);
  tally.record(0, answered, false, 50);
  const [share] = tally.finish(1000, new Map());
  expect(share).toMatchObject({ sent: 0, outcomes: { success: 0 } });
  expect(share?.batches[0]).toMatchObject({ completedSuccesses: 1, completedAnswers: 1, requests: 0 });
});
