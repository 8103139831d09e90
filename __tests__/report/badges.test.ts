import { markOf } from '../../src/report/view/badges.ts';
import { wordsIn } from '../../src/report/words/language.ts';
import { makeComparison } from './make-report.ts';

const limit = { bound: 'max', value: 100, finding: 'within', secondsMore: null } as const;
const regression = {
  tolerance: 0.1,
  finding: 'within',
  detectable: 0.39,
  gates: true,
  secondsMore: null,
} as const;

describe('marks', () => {
  test('tell a shown change from one that is not, in colour and in shape', () => {
    const marks = [
      makeComparison({ metric: 'p99', limit: { ...limit, finding: 'over-limit' }, finding: 'over-limit' }),
      makeComparison({
        metric: 'throughput',
        regression: { ...regression, finding: 'regressed' },
        finding: 'regressed',
      }),
      makeComparison({
        metric: 'p99',
        regression: { ...regression, finding: 'regressed', gates: false },
        finding: 'regressed',
      }),
      makeComparison({
        metric: 'throughput',
        regression: { ...regression, finding: 'improved' },
        finding: 'improved',
      }),
      makeComparison({
        metric: 'p99',
        limit,
        regression: { ...regression, finding: 'undecided' },
        finding: 'undecided',
      }),
      makeComparison({ metric: 'p99', limit: { ...limit, finding: 'undecided' }, finding: 'undecided' }),
      makeComparison({ metric: 'p99', limit }),
    ].map((row) => Object.values(markOf(row, wordsIn('en')) ?? {}).join(' '));
    expect(marks).toEqual([
      'bad ▲ over limit',
      'bad ▼ regressed',
      'warn ▲ regressed (warns only)',
      'good ▲ improved',
      'calm ≈ no regression shown',
      'unsure ◇ undecided',
      'calm ✓ within',
    ]);
  });

  test('a minimum is fallen below', () => {
    const row = makeComparison({
      metric: 'throughput',
      limit: { bound: 'min', value: 100, finding: 'over-limit', secondsMore: null },
      finding: 'over-limit',
    });
    expect(markOf(row, wordsIn('en'))).toEqual({ tone: 'bad', shape: '▼', words: 'below limit' });
  });
});
