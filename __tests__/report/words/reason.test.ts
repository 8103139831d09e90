import type { Cause } from '../../../src/evidence/result/causes.ts';
import { type Reasoned, writeAdvice, writeReason } from '../../../src/report/words/reason.ts';

const told = (more: Partial<Reasoned>): Reasoned => ({
  outcome: 'inconclusive',
  causes: [],
  comparisons: [],
  interleaved: null,
  ...more,
});

const regressed = (metric: 'p99' | 'p50' | 'p99.9'): Cause => ({
  code: 'regressed',
  metric,
  endpoint: null,
  against: 'base',
  before: 100,
  figure: 130,
  change: 0.3,
  tolerance: 0.1,
  main: null,
});

test('an accepted fail keeps its reason, and leaves nothing to do', () => {
  const accepted = told({
    outcome: 'pass',
    causes: [regressed('p99.9'), regressed('p50')],
    accepted: { by: 'alice' },
  });
  expect(writeReason(accepted, null)).toBe(
    'Accepted by alice: P99.9 rose by 30 % (130 ms, base 100 ms, tolerance 10 %); P50 fails too',
  );
  expect(writeAdvice(accepted, 20)).toBeNull();
});

test('of several open questions the first is told and the others are counted; the longest wait is advised', () => {
  const few = { code: 'too-few-responses', endpoint: null, responses: 100 } as const;
  const causes: Cause[] = [
    { ...few, metric: 'p99', needed: 200, secondsMore: 20 },
    { ...few, metric: 'p99.9', needed: 2000, secondsMore: 380 },
  ];
  expect(writeReason(told({ causes }), null)).toBe(
    "P99 can't be judged from only 100 responses (200 are needed); 1 more question is open",
  );
  expect(writeAdvice(told({ causes }), 20)).toBe(
    'About 6 min 20 s of additional load would decide it: 6 min 40 s in all.',
  );
});

test('what would take hours is advised against', () => {
  const causes: Cause[] = [{ code: 'few-errors', failed: 1, requests: 3, secondsMore: 7300 }];
  expect(writeAdvice(told({ causes }), 20)).toMatch(/^At this rate it would take 2 h 2 min of load; /);
});
