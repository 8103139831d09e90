/** What a run leaves of its server's side in the history, and what a later one is held against. */
import type { Plan } from '../../../src/config/plan.ts';
import { historyRecordSchema } from '../../../src/evidence/history/record.ts';
import { judge } from '../../../src/judgement/judge.ts';
import { readHistoryBaseline } from '../../../src/judgement/regressions/history/baseline.ts';
import { toRecord } from '../../../src/report/history/record.ts';
import { makeRecord } from '../../evidence/make-history.ts';
import { serverPass } from '../../report/server-cases.ts';
import { makeMeasurement, makePlan } from '../make.ts';
import { makeSeries, makeServer } from './make-series.ts';

const SOURCE = { kind: 'history', ref: null, written: 'history' } as const;
const plan: Plan = makePlan({
  baseline: SOURCE,
  gate: { server: [{ series: 'memory', unit: 'bytes', max: null, min: null, drift: null, regression: 0.1 }] },
});

function verdictOn(memory: number, nights: number, before = (night: number) => 100 + (night % 3)) {
  const records = Array.from({ length: nights }, (_, night) =>
    makeRecord({ night, server: [{ series: 'memory', mean: before(night) }] }),
  );
  const baseline = readHistoryBaseline(plan, SOURCE, { records, skipped: [] }, 'the folder history');
  const server = makeServer([makeSeries('memory', Array(20).fill(memory))]);
  return judge(plan, makeMeasurement({ server }, plan), baseline).verdict;
}

test('a record has the means of all series, and is what the format allows', () => {
  const record = toRecord(serverPass(), {
    suite: 'realistic-00000000',
    run: { id: '42', attempt: 1 },
    event: 'schedule',
    ref: 'main',
    policy: 'nightly',
    release: null,
    durationByHand: false,
  });
  expect(historyRecordSchema.parse(record)).toEqual(record);
  expect(record?.server?.map(({ series }) => series)).toEqual([
    'cpu',
    'memory',
    'load',
    'connections',
    'longest-transaction',
    'cpu-per-request',
  ]);
});

test('twelve nights are enough to fail by', () => {
  expect(verdictOn(120, 14).causes).toMatchObject([
    { code: 'server-regressed', series: 'memory', against: 'baseline' },
  ]);
  expect(verdictOn(102, 14)).toMatchObject({
    outcome: 'pass',
    server: { gates: [{ finding: 'within', change: expect.any(Number) }] },
  });
});

test('fewer are not, and leave it open', () => {
  expect(verdictOn(120, 11)).toMatchObject({
    outcome: 'inconclusive',
    causes: [{ code: 'server-not-compared', missing: 'runs' }],
  });
});

test('a change of before is another regime: what came since counts', () => {
  expect(verdictOn(200, 40, (night) => (night < 20 ? 100 : 200) + (night % 3)).causes).toEqual([]);
});
