import { judgeSelftest, type SelftestSession } from '../../src/judgement/selftest.ts';
import type { Comparison, Outcome, Verdict } from '../../src/judgement/verdict.ts';

const RULE = { slowdown: 0.2, tolerance: 0.1 };

function session(outcome: Outcome, overrides: Partial<Verdict> = {}, busyShare = 0.1): SelftestSession {
  const finding = outcome === 'fail' ? 'regressed' : 'within';
  const row: Comparison = {
    metric: 'p99',
    endpoint: null,
    target: 24,
    against: 'base',
    baseline: 20,
    compared: 24,
    basis: 'successes',
    change: outcome === 'fail' ? 0.203 : 0.004,
    interval: null,
    limit: null,
    regression: { tolerance: 0.1, finding, detectable: null, gates: true, secondsMore: null },
    finding,
    note: null,
  };
  const verdict: Verdict = {
    outcome,
    reason: `It was a ${outcome}.`,
    comparisons: [row],
    warnings: [],
    advice: outcome === 'inconclusive' ? 'Raise gate.rounds.budget.' : null,
    suspects: [],
    live: null,
    ...overrides,
  };
  return { verdict, busyShare };
}

const errors = session('fail', { comparisons: [], reason: '12 % of the requests failed' });

test.each([
  ['fails as it must, then passes', session('fail'), session('pass'), 'pass', 'failed with 20 % added'],
  ['passes what is slower', session('pass'), null, 'fail', 'a gate of 10 % passed (P99 +0.4 %)'],
  [
    'fails what is the same',
    session('fail'),
    session('fail'),
    'fail',
    'Nothing was added, and the gate failed all the same: It was a fail',
  ],
  [
    'finds nothing in what is slower',
    session('inconclusive'),
    null,
    'inconclusive',
    'too noisy for a gate of 10 %: with 20 % added',
  ],
  [
    'finds nothing in what is the same',
    session('fail'),
    session('inconclusive'),
    'inconclusive',
    'without any delay',
  ],
  [
    'fails for another reason',
    errors,
    null,
    'invalid',
    'failed for another reason: 12 % of the requests failed',
  ],
  [
    'is invalid when slowed',
    session('invalid'),
    null,
    'invalid',
    "with 20 % added can't be believed: It was a invalid",
  ],
  [
    'is invalid when the same',
    session('fail'),
    session('invalid'),
    'invalid',
    "without any delay can't be believed",
  ],
  ['is held up by the proxies', session('fail', {}, 0.9), session('pass'), 'invalid', 'took 90 % of a core'],
  [
    'is held up by the proxies later',
    session('fail'),
    session('pass', {}, 0.8),
    'invalid',
    'took 80 % of a core',
  ],
] as const)('a gate that %s', (_, slowed, same, outcome, reason) => {
  const selftest = judgeSelftest(slowed, same, RULE);
  expect(selftest.outcome).toBe(outcome);
  expect(selftest.reason).toContain(reason);
  expect(selftest.reason).not.toMatch(/\.$/);
  // Whoever is not told that it works is told what to do.
  if (outcome === 'pass' || slowed.verdict.outcome === 'invalid') return;
  if (same?.verdict.outcome !== 'invalid') expect(selftest.advice).toMatch(/\.$/);
});

test('noise sends the reader to calibrate, with what would decide it', () => {
  const { advice } = judgeSelftest(session('inconclusive'), null, RULE);
  expect(advice).toContain('tailgate calibrate');
  expect(advice).toContain('Raise gate.rounds.budget.');
});

test('the second session may only be left out where the first one did not fail as it must', () => {
  expect(() => judgeSelftest(session('fail'), null, RULE)).toThrow(RangeError);
});

describe('a slowed session that throughput failed', () => {
  const row = session('fail').verdict.comparisons[0] as Comparison;
  const finding = (
    metric: 'p99' | 'throughput',
    found: 'regressed' | 'undecided' | 'within',
  ): Comparison => ({
    ...row,
    metric,
    change: metric === 'p99' ? 0.14 : -0.168,
    regression: { tolerance: 0.1, finding: found, detectable: null, gates: true, secondsMore: null },
  });
  const judged = (p99: 'regressed' | 'undecided' | 'within') =>
    judgeSelftest(
      session('fail', { comparisons: [finding('p99', p99), finding('throughput', 'regressed')] }),
      session('pass'),
      RULE,
    );

  test.each([
    ['undecided', 'P99 was undecided'],
    ['within', 'P99 was not shown to be worse'],
  ] as const)('while P99 was %s passes, says so, and tells what would prove P99', (p99, words) => {
    const { outcome, reason, advice } = judged(p99);
    expect(outcome).toBe('pass');
    expect(reason).toContain(`; it was throughput that failed, while ${words}`);
    expect(advice).toMatch(/^Throughput alone proves nothing of a gate on P99\. Run tailgate calibrate: /);
  });

  test('beside P99 has nothing to add', () => {
    expect(judged('regressed')).toMatchObject({ outcome: 'pass', advice: null });
    expect(judged('regressed').reason).not.toContain('it was throughput');
  });
});
