import type { Comparison } from '../../src/evidence/result/comparison.ts';
import type { InterleavedSummary } from '../../src/evidence/result/interleaved.ts';
import type { RemarkOf } from '../../src/evidence/result/remarks.ts';
import type { SelftestCause } from '../../src/judgement/selftest.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { type SelftestReport, toSelftestFile } from '../../src/report/calibration/selftest.ts';
import { describeSelftest } from '../../src/report/calibration/selftest-words.ts';
import { makeInterleavedPlan } from '../judgement/make-interleaved.ts';
import { session } from '../judgement/make-selftest.ts';

const RULE = { slowdown: 0.2, tolerance: 0.1 };
const CALIBRATE =
  'Run tailgate calibrate: it measures the noise, and recommends a tolerance and rounds that work.';
const LONGER =
  'A longer gate.rounds.budget, a quieter environment, a wider tolerance or more load would help. A gate on P95 takes about a third of the time of one on P99.';
const UNACCOUNTED =
  "3 requests are not accounted for, which is a bug in Tailgate, so its figures can't be trusted";
const REPORT = 'Please report it with the log of this run; another run may be fine.';
const { verdict: fail } = session('fail');
const { verdict: pass } = session('pass');
const undecided = session('inconclusive').verdict;
const invalid = session('invalid').verdict;
const cancelled = session('invalid', {
  causes: [{ code: 'cancelled', ran: null, detail: 'It was cancelled.' }],
}).verdict;
/** The session of a single worker: what its requests queue for is said with whatever it came to. */
const QUEUE: RemarkOf<'saturated'> = {
  code: 'saturated',
  connections: 10,
  first: { target: 0.55, base: 0.5 },
  throughputPerSecond: { target: 480, base: 500 },
};
const LESS =
  "Requests queue for the service: the first requests of a round, which find no queue, take at most 55.0 % of the usual time. So the latency depends on the 10 connections, and a delay smaller than the queue would hardly show in it. Measure with 1 or 2 connections, or at a rate below 336 /s, to see the service's own time.";
const queueing = (outcome: 'pass' | 'fail' | 'inconclusive') =>
  session(outcome, { warnings: [QUEUE] }).verdict;
const errors = session('fail', {
  comparisons: [],
  causes: [{ code: 'error-surge', errorRate: 0.8, baseErrorRate: 0 }],
}).verdict;
const silentBase = session('pass', {
  warnings: [{ code: 'base-silent', fromSeconds: 3, toSeconds: 8, stretches: 1, silentSeconds: 5 }],
}).verdict;
/** Undecided for another reason than the spread. */
const errorsUndecided = session('inconclusive', {
  causes: [{ code: 'errors-in-one-round', errorRate: 0.3 }],
}).verdict;

const CASES: Readonly<
  Record<
    SelftestCause['code'],
    readonly (readonly [SelftestCause, Verdict, Verdict | null, string, string | null])[]
  >
> = {
  'gate-works': [
    [
      { code: 'gate-works', unprovedP99: null },
      fail,
      pass,
      'The gate works here: it failed with 20 % added to every response (P99 +20.3 %), and passed without (P99 +0.4 %)',
      null,
    ],
    [
      { code: 'gate-works', unprovedP99: 'undecided' },
      fail,
      pass,
      'The gate works here: it failed with 20 % added to every response (P99 +20.3 %), and passed without (P99 +0.4 %); it was throughput that failed, while P99 was undecided',
      `Throughput alone proves nothing about a gate on P99. ${CALIBRATE}`,
    ],
    [
      { code: 'gate-works', unprovedP99: 'within' },
      fail,
      pass,
      'The gate works here: it failed with 20 % added to every response (P99 +20.3 %), and passed without (P99 +0.4 %); it was throughput that failed, while P99 was not shown to be worse',
      `Throughput alone proves nothing about a gate on P99. ${CALIBRATE}`,
    ],
    [
      { code: 'gate-works', unprovedP99: 'within' },
      queueing('fail'),
      queueing('pass'),
      'The gate works here: it failed with 20 % added to every response (P99 +20.3 %), and passed without (P99 +0.4 %); it was throughput that failed, while P99 was not shown to be worse',
      LESS,
    ],
  ],
  'gate-blind': [
    [
      { code: 'gate-blind', session: 'slowed' },
      queueing('pass'),
      null,
      'The gate is blind here: 20 % was added to every response, and a gate of 10 % passed (P99 +0.4 %)',
      LESS,
    ],
    [
      { code: 'gate-blind', session: 'slowed' },
      pass,
      null,
      'The gate is blind here: 20 % was added to every response, and a gate of 10 % passed (P99 +0.4 %)',
      'Something other than the service determines how long a response takes, such as a rate limit or a queue in front of it; check the P99 of single requests, and whether the load reaches the service at all.',
    ],
  ],
  'fails-unchanged': [
    [
      { code: 'fails-unchanged', session: 'same' },
      fail,
      fail,
      'Nothing was added, and the gate still failed: P99 rose by 20 % (24.0 ms, base 20.0 ms, tolerance 10 %)',
      `In one or two of 100 sessions that is chance: run it again. If it persists, one round affects the next (caches, growing data): lengthen gate.rounds.discard. ${CALIBRATE}`,
    ],
  ],
  'too-noisy': [
    [
      { code: 'too-noisy', session: 'slowed' },
      undecided,
      null,
      'The environment is too noisy for a gate of 10 %: with 20 % added to every response, it was undecided when the budget was used up',
      `${CALIBRATE} ${LONGER}`,
    ],
    [
      { code: 'too-noisy', session: 'slowed' },
      queueing('inconclusive'),
      null,
      'The environment is too noisy for a gate of 10 %: with 20 % added to every response, it was undecided when the budget was used up',
      LESS,
    ],
    [
      { code: 'too-noisy', session: 'same' },
      fail,
      errorsUndecided,
      'The environment is too noisy for a gate of 10 %: without any delay, it was undecided when the budget was used up',
      `${CALIBRATE} Run it again: one bad round is not enough to fail, and too much to pass.`,
    ],
  ],
  'fails-otherwise': [
    [
      { code: 'fails-otherwise', session: 'slowed' },
      errors,
      null,
      "The session with 20 % added failed for another reason: In two consecutive blocks, the target's error rate was at least 20 percentage points above the base's (80.0 % in all, base 0 %)",
      'Fix that first: a selftest needs a target that works.',
    ],
  ],
  'base-silent': [
    [
      { code: 'base-silent', session: 'slowed' },
      silentBase,
      null,
      "The session with 20 % added can't be trusted: the target stopped responding while it stood in for the base, from 3.0 s to 8.0 s of its load",
      'Fix that first: a selftest needs a target that works.',
    ],
  ],
  'not-believed': [
    [
      { code: 'not-believed', session: 'slowed' },
      invalid,
      null,
      `The session with 20 % added can't be trusted: ${UNACCOUNTED}`,
      REPORT,
    ],
    [
      { code: 'not-believed', session: 'same' },
      fail,
      cancelled,
      "The session without any delay can't be trusted: It was cancelled",
      'Run it again.',
    ],
  ],
  'proxies-busy': [
    [
      { code: 'proxies-busy', session: 'slowed', busyShare: 0.9 },
      fail,
      pass,
      "The session with 20 % added can't be trusted: the selftest’s proxies used 90 % of a core, so responses waited for them",
      'Use less load in the selftest: --profile light, or a separate scenario with fewer connections.',
    ],
    [
      { code: 'proxies-busy', session: 'same', busyShare: 0.8 },
      fail,
      pass,
      "The session without any delay can't be trusted: the selftest’s proxies used 80 % of a core, so responses waited for them",
      'Use less load in the selftest: --profile light, or a separate scenario with fewer connections.',
    ],
  ],
};

test.each(Object.values(CASES).flat())('%j', (cause, slowed, same, reason, advice) => {
  const selftest = { outcome: 'pass', cause: { ...cause, ...RULE } } as const;
  expect(describeSelftest(selftest, { slowed, same })).toEqual({ reason, advice });
});

test('what was seen is the speed of the whole, and after how many blocks', () => {
  const row = fail.comparisons[0] as Extract<Comparison, { against: 'base' | 'baseline' }>;
  const seen: Verdict = {
    ...fail,
    comparisons: [
      row,
      { ...row, metric: 'throughput', change: -0.161 },
      { ...row, metric: 'errors', change: 0.001 },
      { ...row, endpoint: 'list', change: 0.4 },
    ],
    interleaved: { blocks: 9 } as InterleavedSummary,
  };
  const selftest = { outcome: 'fail', cause: { code: 'gate-blind', session: 'slowed', ...RULE } } as const;
  expect(describeSelftest(selftest, { slowed: seen, same: null }).reason).toMatch(
    / passed \(P99 \+20\.3 %, throughput −16\.1 %, after 9 blocks\)$/,
  );
});

test('the file has the cause as data, and the sentences beside it', () => {
  const cause = { code: 'not-believed', session: 'slowed', ...RULE } as const;
  const report: SelftestReport = {
    plan: makeInterleavedPlan(),
    sessions: [],
    selftest: { outcome: 'invalid', cause },
    verdicts: { slowed: invalid, same: null },
  };
  expect(toSelftestFile(report)).toEqual({
    format: 'tailgate-selftest/1',
    outcome: 'invalid',
    reason: `The session with 20 % added can't be trusted: ${UNACCOUNTED}`,
    advice: REPORT,
    cause,
    target: 'http://127.0.0.1:8080',
    sessions: [],
  });
});
