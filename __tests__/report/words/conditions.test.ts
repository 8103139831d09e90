import type { Difference } from '../../../src/evidence/result/differences.ts';
import { describeDifference } from '../../../src/report/words/conditions.ts';

const PEAK = { number: 2, name: 'peak' };

/** What no recorded case comes to. */
test.each<[Difference, string]>([
  [
    { condition: 'tool', before: 'wrk', now: 'k6' },
    'The baseline was measured by wrk (whose latencies leave out late responses), this run by k6 (whose latencies leave out connecting and TLS).',
  ],
  [
    { condition: 'tool', before: 'tailgate/0.1.0', now: 'k6 1.8' },
    'The baseline was measured by tailgate/0.1.0, this run by k6 1.8 (whose latencies leave out connecting and TLS).',
  ],
  [
    { condition: 'stages', before: 1, now: 2 },
    "The load of the baseline had 1 stage, this run's has 2 stages.",
  ],
  [
    { condition: 'connections', stage: PEAK, before: 40, now: 50 },
    'In the stage peak, the baseline was measured with 40 connections, this run with 50 connections.',
  ],
  [
    { condition: 'connections', stage: { number: 2, name: null }, before: 1, now: 10 },
    'In stage 2, the baseline was measured with 1 connection, this run with 10 connections.',
  ],
  [
    { condition: 'duration', stage: PEAK, before: 60, now: 120 },
    'In the stage peak, the baseline ran for 60 s, this run for 120 s.',
  ],
  [
    { condition: 'rate', stage: PEAK, before: null, now: 300 },
    'In the stage peak, the baseline was offered as many requests as were answered, this run 300 requests per second.',
  ],
  [
    { condition: 'rate', stage: null, before: 300, now: null },
    'The baseline was offered 300 requests per second, this run as many requests as were answered.',
  ],
  [
    { condition: 'connections-at-start', stage: PEAK, before: 50, now: 10 },
    'In the stage peak, the baseline began with 50 connections, this run with 10 connections.',
  ],
  [
    { condition: 'rate-at-start', stage: null, before: 300, now: 50 },
    'The baseline was at first offered 300 requests per second, this run 50.',
  ],
  [
    { condition: 'mix', parts: [{ name: 'list', before: 0.2, now: 0.806 }], more: 4 },
    'The baseline was measured with a different mix of requests (list 20 % then, 80.6 % now; and 4 more).',
  ],
  [
    { condition: 'unsaid', what: ['connections'] },
    'The baseline does not say its connections; these were assumed to be the same.',
  ],
  [
    { condition: 'unsaid', what: ['model', 'tool', 'timeout', 'machine'] },
    'The baseline does not say whether its load was closed or open, its tool, its timeout or its machine; these were assumed to be the same.',
  ],
])('%j', (difference, sentence) => {
  expect(describeDifference(difference)).toBe(sentence);
});
