import { planConditions } from '../../src/evidence/history/select-records.ts';
import { readHistoryBaseline } from '../../src/judgement/regressions/history/baseline.ts';
import { writeReason } from '../../src/report/words/reason.ts';
import { makeNights } from '../evidence/make-history.ts';
import { judgeStages, makeStagedPlan } from './make-stages.ts';

const SOURCE = { kind: 'history', ref: null, written: 'history' } as const;
const plan = makeStagedPlan({
  whole: { p99: { limit: 500, regression: null } },
  gate: { stages: { spike: { p99: { limit: null, regression: 0.1 } } } },
  baseline: SOURCE,
});

/** What the stages make of the plan’s default: 80 ms, and 150 ms in the spike. */
const seen = judgeStages(plan, { noise: 0 }).seen.measurement?.stages ?? [];

function nights(count: number, withStages = true) {
  const { warmupSeconds: _, profile: __, ...conditions } = planConditions(plan);
  return makeNights(count).map((night) => {
    const factor = (night.whole.latencyMs?.p99 ?? 0) / 86.975;
    const stages = seen.map(({ figures: { requests, throughputPerSecond, errorRate, latencyMs } }) => ({
      requests,
      throughputPerSecond,
      errorRate,
      latencyMs: latencyMs && {
        p50: latencyMs.p50,
        p90: latencyMs.p90,
        p95: latencyMs.p95,
        p99: factor * (latencyMs.p99 ?? 0),
        p99_9: latencyMs.p99_9,
      },
    }));
    return { ...night, conditions, ...(withStages && { stages }) };
  });
}

function judgeAgainst(count: number, { p99Ms = 150, withStages = true } = {}) {
  const records = nights(count, withStages);
  const baseline = readHistoryBaseline(plan, SOURCE, { records, skipped: [] }, 'the folder history');
  return judgeStages(plan, { noise: 0, target: (stage) => (stage === 1 ? { p99Ms } : {}) }, baseline).verdict;
}

test('a stage has a history of its own', () => {
  expect(judgeAgainst(14)).toMatchObject({ outcome: 'pass', causes: [] });
  const { causes, comparisons } = judgeAgainst(14, { p99Ms: 250 });
  expect(causes).toMatchObject([{ code: 'regressed', metric: 'p99', stage: 'spike', against: 'baseline' }]);
  expect(comparisons.find(({ stage }) => stage === 'spike')?.regression).toMatchObject({ runs: 14 });
});

test('records of before, which have no stages, are no runs of it', () => {
  const verdict = judgeAgainst(14, { withStages: false });
  expect(verdict.causes).toMatchObject([{ code: 'too-few-runs', stage: 'spike', runs: 0 }]);
  expect(writeReason(verdict, 'history')).toMatch(
    /^P99 of the stage spike can't be compared: the folder history/,
  );
});
