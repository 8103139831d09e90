import type { Comparison } from '../../src/evidence/result/comparison.ts';
import { judgeSelftest, type SelftestCause } from '../../src/judgement/selftest.ts';
import { session } from './make-selftest.ts';

const RULE = { slowdown: 0.2, tolerance: 0.1 };
const errors = session('fail', {
  comparisons: [],
  causes: [{ code: 'error-floor', errorRate: 0.12, reference: null, main: null }],
});

const stretch = { fromSeconds: 3, toSeconds: 8, stretches: 1, silentSeconds: 5 };
// What waited for the end of an outage makes the P99 a regression, too.
const silent = session('fail', { causes: [{ code: 'silence', ...stretch, missed: 900, counted: false }] });
const silentBase = session('pass', { warnings: [{ code: 'base-silent', ...stretch }] });

test.each([
  [
    'fails as it must, then passes',
    session('fail'),
    session('pass'),
    'pass',
    { code: 'gate-works', unprovedP99: null },
  ],
  ['passes what is slower', session('pass'), null, 'fail', { code: 'gate-blind', session: 'slowed' }],
  [
    'fails what is the same',
    session('fail'),
    session('fail'),
    'fail',
    { code: 'fails-unchanged', session: 'same' },
  ],
  [
    'finds nothing in what is slower',
    session('inconclusive'),
    null,
    'inconclusive',
    { code: 'too-noisy', session: 'slowed' },
  ],
  [
    'finds nothing in what is the same',
    session('fail'),
    session('inconclusive'),
    'inconclusive',
    { code: 'too-noisy', session: 'same' },
  ],
  ['fails for another reason', errors, null, 'invalid', { code: 'fails-otherwise', session: 'slowed' }],
  ['falls silent when slowed', silent, null, 'invalid', { code: 'fails-otherwise', session: 'slowed' }],
  [
    'falls silent when the same',
    session('fail'),
    silent,
    'invalid',
    { code: 'fails-otherwise', session: 'same' },
  ],
  ['has a silent base', silentBase, null, 'invalid', { code: 'base-silent', session: 'slowed' }],
  [
    'is invalid when slowed',
    session('invalid'),
    null,
    'invalid',
    { code: 'not-believed', session: 'slowed' },
  ],
  [
    'is invalid when the same',
    session('fail'),
    session('invalid'),
    'invalid',
    { code: 'not-believed', session: 'same' },
  ],
  [
    'is held up by the proxies',
    session('fail', {}, 0.9),
    session('pass'),
    'invalid',
    { code: 'proxies-busy', session: 'slowed', busyShare: 0.9 },
  ],
  [
    'is held up by the proxies later',
    session('fail'),
    session('pass', {}, 0.8),
    'invalid',
    { code: 'proxies-busy', session: 'same', busyShare: 0.8 },
  ],
] as const)('a gate that %s', (_, slowed, same, outcome, cause: SelftestCause) => {
  expect(judgeSelftest(slowed, same, RULE)).toEqual({ outcome, cause: { ...cause, ...RULE } });
});

test('the second session may only be left out where the first one did not fail as it must', () => {
  expect(() => judgeSelftest(session('fail'), null, RULE)).toThrow(RangeError);
});

test.each([
  ['undecided', 'undecided'],
  ['within', 'within'],
  ['regressed', null],
] as const)('a slowed session that throughput failed, while P99 was %s, passes and says so', (p99, unprovedP99) => {
  const [row] = session('fail').verdict.comparisons as [Comparison];
  const found = (metric: 'p99' | 'throughput', finding: 'regressed' | 'undecided' | 'within') => ({
    ...row,
    metric,
    regression: { tolerance: 0.1, finding, detectable: null, gates: true, secondsMore: null },
  });
  const comparisons = [found('p99', p99), found('throughput', 'regressed')];
  expect(judgeSelftest(session('fail', { comparisons }), session('pass'), RULE)).toEqual({
    outcome: 'pass',
    cause: { code: 'gate-works', unprovedP99, ...RULE },
  });
});
