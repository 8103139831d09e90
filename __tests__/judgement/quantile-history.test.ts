/** Regressions of each quantile against a history, where it is known which of them moved. */
import type { LatencyField } from '../../src/config/metrics.ts';
import type { Plan } from '../../src/config/plan.ts';
import { type HistoryRecord, historyRecordSchema } from '../../src/evidence/history/record.ts';
import { judge } from '../../src/judgement/judge.ts';
import { readHistoryBaseline } from '../../src/judgement/regressions/history/baseline.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { makeNights } from '../evidence/make-history.ts';
import { makePlan } from './make.ts';
import {
  allWithinBut,
  findingsOf,
  LEVELS,
  measureLevels,
  moved,
  NAMES,
  QUANTILES,
  TEN_PERCENT,
} from './make-levels.ts';

const SOURCE = { kind: 'history', ref: null, written: 'history' } as const;
const plan = makePlan({ whole: TEN_PERCENT, baseline: SOURCE });

/** Nights at these levels, each as it is read from its file; quantiles waver by 1 %, all of a night alike. */
const nights = (count = 14, requests = 20_000): HistoryRecord[] =>
  makeNights(count, () => ({ p99Ms: LEVELS.p99, requests }), { spread: 0.01 }).map((record) => {
    const waver = (record.whole.latencyMs?.p99 ?? 0) / LEVELS.p99;
    const levels = Object.entries(LEVELS).map(([field, ms]) => [field, ms * waver]);
    const latencyMs = Object.fromEntries(levels) as Record<LatencyField, number>;
    return historyRecordSchema.parse(
      JSON.parse(JSON.stringify({ ...record, whole: { ...record.whole, latencyMs } })),
    );
  });

function against(levels: Record<LatencyField, number>, records = nights(), of: Plan = plan): Verdict {
  const baseline = readHistoryBaseline(of, SOURCE, { records, skipped: [] }, 'the folder history');
  return judge(of, measureLevels(levels), baseline).verdict;
}

test('a night like the others passes', () => {
  const verdict = against(LEVELS);
  expect(verdict).toMatchObject({ outcome: 'pass', causes: [] });
  expect(findingsOf(verdict)).toEqual(allWithinBut(null));
  for (const [metric, field] of QUANTILES) {
    const row = verdict.comparisons.find((one) => one.metric === metric);
    expect((row?.baseline ?? 0) / LEVELS[field]).toBeCloseTo(1, 2);
    expect(row?.regression).toMatchObject({ gates: true, runs: 14 });
  }
});

test.each(QUANTILES)('%s alone is 30 % higher: it alone fails', (metric, field) => {
  const verdict = against(moved(field, 1.3));
  expect(verdict.outcome).toBe('fail');
  expect(verdict.causes).toMatchObject([
    { code: 'regressed', metric, against: 'baseline', change: expect.closeTo(0.3, 1), tolerance: 0.1 },
  ]);
  expect(findingsOf(verdict)).toEqual(allWithinBut(metric, 'regressed'));
});

test.each(QUANTILES)('%s alone is 30 % lower: it alone improved', (metric, field) => {
  expect(findingsOf(against(moved(field, 0.7)))).toEqual(allWithinBut(metric, 'improved'));
});

test('nights of fewer than 2,000 responses say nothing of P99.9', () => {
  const verdict = against(LEVELS, nights(14, 1999));
  expect(verdict.outcome).toBe('inconclusive');
  expect(verdict.causes).toMatchObject([{ code: 'too-few-runs', metric: 'p99.9', runs: 0, gatesFrom: 12 }]);
  expect(against(LEVELS, nights(14, 2000)).outcome).toBe('pass');
});

test('what changed in one quantile began a new regime of it alone', () => {
  const records = nights(20).map((record, night) => {
    const { latencyMs } = record.whole;
    if (latencyMs === null || night >= 6) return record;
    return {
      ...record,
      whole: { ...record.whole, latencyMs: { ...latencyMs, p95: (latencyMs.p95 ?? 0) / 1.4 } },
    };
  });
  const { history } = readHistoryBaseline(plan, SOURCE, { records, skipped: [] }, 'the folder history');
  expect(NAMES.map((metric) => history?.whole[metric]?.points.length)).toEqual([20, 20, 14, 20, 20]);
  expect(against(LEVELS, records).outcome).toBe('pass');
  expect(against(moved('p95', 1.3), records).causes).toMatchObject([{ code: 'regressed', metric: 'p95' }]);
});
