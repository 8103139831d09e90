/** Regressions of each quantile against one stored run, where it is known which of them moved. */
import { type LatencyField, QUANTILES as ROWS } from '../../src/config/metrics.ts';
import type { Measurement } from '../../src/evidence/measurement.ts';
import { readBaseline } from '../../src/evidence/readers/read-baseline.ts';
import { judge } from '../../src/judgement/judge.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { writeResult } from '../evidence/write-result.ts';
import { makeMeasurement, makePlan } from './make.ts';
import {
  allWithinBut,
  findingsOf,
  LEVELS,
  measureLevels,
  moved,
  NAMES,
  QUANTILES,
  type Quantile,
  TEN_PERCENT,
} from './make-levels.ts';

test('these are all the quantiles that can be gated', () => {
  expect(QUANTILES.map(([, field]) => field)).toEqual(ROWS.map(({ field }) => field));
});

describe('against a result of Tailgate', () => {
  const plan = makePlan({
    whole: TEN_PERCENT,
    gate: { spread: 0.01 },
    baseline: { kind: 'file', file: 'baseline.json', section: null, written: 'baseline.json' },
  });

  /** What the file says that a run of these levels writes. */
  function written(measurement: Measurement) {
    const result = writeResult({ plan: { ...plan, baseline: null }, measurement });
    const source = { kind: 'file', file: 'baseline.json', section: null, written: 'baseline.json' } as const;
    return readBaseline(JSON.stringify(result), source);
  }

  const baseline = written(measureLevels());
  const against = (levels: Record<LatencyField, number>) =>
    judge(plan, measureLevels(levels), baseline).verdict;

  test('the file gives every quantile, and how much each spread', () => {
    for (const { field } of ROWS) {
      expect((baseline.whole.latencyMs?.[field] ?? 0) / LEVELS[field]).toBeCloseTo(1, 2);
    }
    expect(Object.keys(baseline.whole.spread ?? {})).toEqual(expect.arrayContaining(NAMES));
  });

  test('the same again passes', () => {
    const verdict = against(LEVELS);
    expect(verdict).toMatchObject({ outcome: 'pass', causes: [] });
    expect(findingsOf(verdict)).toEqual(allWithinBut(null));
  });

  test.each(QUANTILES)('%s alone is 30 % higher: it alone fails', (metric, field) => {
    const verdict = against(moved(field, 1.3));
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toMatchObject([
      {
        code: 'regressed',
        metric,
        endpoint: null,
        against: 'baseline',
        change: expect.closeTo(0.3, 2),
        tolerance: 0.1,
      },
    ]);
    expect(findingsOf(verdict)).toEqual(allWithinBut(metric, 'regressed'));
  });

  test.each(QUANTILES)('%s alone is 30 % lower: it alone improved', (metric, field) => {
    // The next level below is half as high, so that this one stays above it.
    const verdict = against(moved(field, 0.7));
    expect(verdict.outcome).toBe('pass');
    expect(findingsOf(verdict)).toEqual(allWithinBut(metric, 'improved'));
  });

  test.each(
    QUANTILES,
  )('%s is 8 % higher, which may be 10 % by its spread: not shown either way', (metric, field) => {
    const verdict = against(moved(field, 1.08));
    expect(verdict.outcome).toBe('pass');
    expect(findingsOf(verdict)).toEqual(allWithinBut(metric, 'undecided'));
    const row = verdict.comparisons.find((one) => one.metric === metric);
    expect(row?.notes).toEqual([{ code: 'none-shown', detectable: row?.regression?.detectable, runs: null }]);
  });

  test('of too few responses for P99.9 the others are compared all the same', () => {
    const { verdict } = judge(plan, measureLevels(LEVELS, 1), baseline);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      {
        code: 'too-few-responses',
        metric: 'p99.9',
        endpoint: null,
        responses: 1000,
        needed: 2000,
        secondsMore: 20,
      },
    ]);
    expect(findingsOf(verdict)).toEqual(allWithinBut('p99.9', 'undecided'));
  });

  test('a quantile that the file does not give is named', () => {
    const { p95: _, ...latencyMs } = baseline.whole.latencyMs ?? {};
    const { latencyAllMs: __, ...others } = baseline.whole;
    const { verdict } = judge(plan, measureLevels(), { ...baseline, whole: { ...others, latencyMs } });
    expect(verdict.causes).toEqual([
      { code: 'missing-figure', metric: 'p95', endpoint: null, source: 'baseline.json' },
    ]);
  });
});

test('a baseline of another tool that gives P95 alone gates it by every response', () => {
  const file = 'report.md';
  const source = { kind: 'file', file, section: null, written: file } as const;
  const plan = makePlan({
    whole: { p95: { limit: null, regression: 0.1 } },
    gate: { spread: 0.01 },
    baseline: source,
  });
  const text = (p95: number) =>
    `# Load test\n\n- Connections: 10\n\n| Metric | Result |\n|---|---|\n| Total requests | 20000 |\n| Latency P95 | ${p95} ms |\n| Error rate | 0% |\n`;
  const against = (p95: number) => judge(plan, measureLevels(), readBaseline(text(p95), source)).verdict;
  const row = against(40).comparisons.find(({ metric }) => metric === 'p95');
  expect(row).toMatchObject({ basis: 'all responses', baseline: 40, finding: 'within' });
  expect(against(30)).toMatchObject({
    outcome: 'fail',
    causes: [{ code: 'regressed', metric: 'p95', before: 30 }],
  });
});

test('what was measured is not changed by being judged for another quantile', () => {
  const measured = makeMeasurement();
  const judged = (metric: Quantile) =>
    judge(makePlan({ whole: { [metric]: { limit: 500, regression: null } } }), measured, null).verdict;
  const [p50, p99] = [judged('p50'), judged('p99')];
  const errors = ({ comparisons }: Verdict) => comparisons.filter(({ metric }) => metric === 'errors');
  expect(errors(p50)).toEqual(errors(p99));
  // P99 is shown whether or not anything is declared about it, the others only where something is.
  expect(p50.comparisons.map(({ metric }) => metric)).toEqual(['p50', 'p99', 'throughput', 'errors']);
  expect(p99.comparisons.map(({ metric }) => metric)).toEqual(['p99', 'throughput', 'errors']);
});
