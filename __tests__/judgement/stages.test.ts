import type { MetricBounds } from '../../src/config/plan.ts';
import { gather } from '../../src/evidence/gather.ts';
import { causeSchema } from '../../src/evidence/result/causes.ts';
import { comparisonSchema } from '../../src/evidence/result/comparison.ts';
import { judge } from '../../src/judgement/judge.ts';
import { logStandardError, stratifiedLogError } from '../../src/judgement/statistics/batch-means.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { writeReason } from '../../src/report/words/reason.ts';
import { makeOwnBaseline, type PlanShape } from './make.ts';
import { judgeStages, makePassRounds, makeStagedPlan, type PassesShape } from './make-stages.ts';

const NO_LIMIT = { limit: null, regression: null };
const P99 = { p99: { limit: 500, regression: null } };
const BUSY = { generator: { cpuShare: 0.9, utilisation: 0.9, loopDelayP99Ms: 400 } };

function planOf(
  stages: Readonly<Record<string, MetricBounds>>,
  whole: MetricBounds = P99,
  rest: PlanShape = {},
) {
  return makeStagedPlan({ whole, gate: { stages }, ...rest });
}

function rowOf({ comparisons }: Verdict, metric: string, stage: string) {
  return comparisons.find((one) => one.metric === metric && one.stage === stage);
}

const inSpike =
  (traffic: object): NonNullable<PassesShape['target']> =>
  (stage) =>
    stage === 1 ? traffic : {};

describe('limits of a stage', () => {
  const plan = planOf({ spike: { p99: { limit: 200, regression: null } } });

  test('hold by its own figures, whatever the others have', () => {
    const slowElsewhere = judgeStages(plan, { target: (stage) => (stage === 1 ? {} : { p99Ms: 400 }) });
    expect(slowElsewhere.verdict).toMatchObject({ outcome: 'pass', causes: [] });
    expect(rowOf(slowElsewhere.verdict, 'p99', 'spike')).toMatchObject({
      endpoint: null,
      finding: 'within',
      limit: { value: 200 },
    });
  });

  test('fail by its own figures, whatever the whole has', () => {
    const { verdict } = judgeStages(plan, { target: inSpike({ p99Ms: 400 }) });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toEqual([
      {
        code: 'over-limit',
        metric: 'p99',
        endpoint: null,
        stage: 'spike',
        figure: expect.any(Number),
        bound: 'max',
        limit: 200,
        main: null,
      },
    ]);
    expect(causeSchema.parse(verdict.causes[0])).toEqual(verdict.causes[0]);
    expect(writeReason(verdict, null)).toMatch(
      /^P99 of the stage spike is \S+ its limit \(.*, limit 200 ms\)$/,
    );
    // The whole, and the stages that have no bounds, have no such key.
    expect(verdict.comparisons.filter((one) => 'stage' in one)).toHaveLength(1);
    for (const row of verdict.comparisons) expect(comparisonSchema.parse(row)).toEqual(row);
  });

  test('of a stage without a name are told by its number', () => {
    const third = planOf({ 3: { throughput: { limit: 200, regression: null } } });
    const { verdict } = judgeStages(third, { target: (stage) => ({ perSecond: stage === 2 ? 100 : 300 }) });
    expect(writeReason(verdict, null)).toBe(
      'Throughput of stage 3 is 50 % below its limit (100 /s, limit 200 /s)',
    );
  });

  test('what is beyond by chance perhaps gets the whole load once more, and counts each pass of the stage', () => {
    // A burst in one of ten batches is a single witness.
    const near = planOf({ spike: { p99: { limit: 148, regression: null } } });
    const first = judgeStages(near, { noise: 0 });
    expect(first).toMatchObject({ wantsMore: true, verdict: { outcome: 'inconclusive' } });
    expect(first.verdict.causes).toMatchObject([{ code: 'limit-undecided', stage: 'spike' }]);
    const second = judgeStages(near, { noise: 0, passes: 2 });
    expect(second.wantsMore).toBe(false);
  });

  test('hang on how the generator fared in that stage, whatever it did in the others', () => {
    const late =
      (at: number): NonNullable<PassesShape['target']> =>
      (stage) => ({
        ...(stage === 1 && { p99Ms: 300 }),
        ...(stage === at && BUSY),
      });
    // Over all stages it was in time.
    const inSpike = judgeStages(plan, { target: late(1), noise: 0 }).verdict;
    expect(inSpike).toMatchObject({
      outcome: 'invalid',
      causes: [{ code: 'generator-late', cpuShare: 0.9 }],
    });
    const elsewhere = judgeStages(plan, { target: late(0), noise: 0 }).verdict;
    expect(elsewhere).toMatchObject({ outcome: 'fail', causes: [{ code: 'over-limit', stage: 'spike' }] });
  });
});

describe('a cap that ends a load before its stages', () => {
  const cut = { how: 'capped', by: 'max-requests' } as const;
  /** The rounds of the first so many stages, the last of them cut. */
  const first =
    (count: number): NonNullable<PassesShape['change']> =>
    (round) =>
      round.stage === count - 1 ? { ...round, ended: cut } : round;
  const until = (count: number, passes = 1) => {
    const rounds = makePassRounds(planOf({}), { passes, change: first(count) });
    const seen = rounds.slice(0, 3 * (passes - 1) + count);
    const run = { machine: { tool: 't', machine: 'm' }, seed: 's', budgetBlocks: 1, budgetSpent: false };
    return judge(planOf({}), gather(seen, planOf({}), run).measurement, null).verdict;
  };

  test('is no pass: what they were to show was not seen', () => {
    const [one, three] = [until(1), until(3)];
    expect(one).toMatchObject({
      outcome: 'inconclusive',
      causes: [{ code: 'stages-missing', stages: ['calm', 'spike', '3'] }],
    });
    expect(writeReason(one, null)).toMatch(/before the stages calm, spike and 3 were fully measured/);
    expect(three.causes).toEqual([{ code: 'stages-missing', stages: ['3'] }]);
    expect(writeReason(three, null)).toMatch(/before stage 3 was fully measured/);
  });

  test('is one where all of them were measured once', () => {
    expect(until(1, 2)).toMatchObject({ outcome: 'pass', causes: [] });
  });
});

describe('errors that a stage may have', () => {
  const errors = inSpike({ errors: 0.18 });
  const limit = { errors: { limit: 0.2, regression: null } };

  test('18 % of a third are 6 % of all, which fails where nobody says that they may be', () => {
    const { verdict } = judgeStages(planOf({}), { target: errors });
    expect(verdict).toMatchObject({ outcome: 'fail', causes: [{ code: 'error-floor' }] });
  });

  test('pass where the stage has a limit for them', () => {
    const { verdict } = judgeStages(planOf({ spike: limit }), { target: errors });
    expect(verdict).toMatchObject({ outcome: 'pass', causes: [] });
    // The whole's own row tells them, and has nothing against them.
    expect(verdict.comparisons.find(({ metric, stage }) => metric === 'errors' && !stage)).toMatchObject({
      finding: 'not-gated',
      target: expect.closeTo(0.06, 4),
    });
  });

  test('fail beyond that limit', () => {
    const tight = planOf({ spike: { errors: { limit: 0.1, regression: null } } });
    const { verdict } = judgeStages(tight, { target: errors });
    expect(verdict.causes).toMatchObject([{ code: 'over-limit', metric: 'errors', stage: 'spike' }]);
  });

  test('and leave the other stages to the rule for all', () => {
    const { verdict } = judgeStages(planOf({ spike: limit }), {
      target: (stage) => ({ errors: stage === 1 ? 0.18 : 0.08 }),
    });
    expect(verdict.causes).toEqual([
      {
        code: 'error-floor',
        errorRate: expect.closeTo(0.08, 4),
        exempt: ['spike'],
        reference: null,
        main: null,
      },
    ]);
    expect(writeReason(verdict, null)).toBe(
      '8.00 % of the requests outside of the stage spike failed; an error rate this high fails regardless of the limits',
    );
  });
});

describe('regressions of a stage against a stored result', () => {
  const file = { kind: 'file', file: 'before.json', section: null, written: 'before.json' } as const;
  const plan = planOf(
    { spike: { p99: { limit: null, regression: 0.1 } } },
    { p99: NO_LIMIT },
    { baseline: file },
  );
  const seen = judgeStages(plan).seen.measurement?.conditions;
  const conditions = {
    tool: 'tailgate 0.1.0',
    model: 'closed' as const,
    stages: seen?.stages ?? [],
    timeoutSeconds: 10,
    machine: 'linux x64, 2 cores',
    mix: seen?.mix ?? [],
  };
  const figures = (p99: number) => ({
    requests: 18_000,
    throughputPerSecond: 300,
    errorRate: 0,
    latencyMs: { p99 },
  });
  const before = makeOwnBaseline({}, { conditions, stages: [figures(80), figures(150), figures(80)] });

  test('are held against that stage’s', () => {
    const { verdict } = judgeStages(plan, { target: inSpike({ p99Ms: 300 }) }, before);
    expect(verdict.causes).toMatchObject([{ code: 'regressed', stage: 'spike', before: 150 }]);
    expect(judgeStages(plan, {}, before).verdict.outcome).toBe('pass');
  });

  test('are open where the file has no stages', () => {
    const whole = makeOwnBaseline({}, { conditions });
    const { verdict } = judgeStages(plan, {}, whole);
    expect(verdict.causes).toMatchObject([{ code: 'missing-figure', stage: 'spike' }]);
    expect(writeReason(verdict, 'before.json')).toBe(
      'The baseline baseline.json has no P99 of the stage spike',
    );
  });
});

test('rows come in the order of the whole, the stages and the requests', () => {
  const plan = makeStagedPlan({
    whole: P99,
    gate: {
      stages: { 3: P99, calm: P99 },
      endpoints: { 'create owner': P99 },
    },
  });
  const rows = judgeStages(plan).verdict.comparisons.filter(({ metric }) => metric === 'p99');
  expect(rows.map(({ endpoint, stage }) => [endpoint, stage])).toEqual([
    [null, undefined],
    [null, 'calm'],
    [null, '3'],
    ['create owner', undefined],
  ]);
});

describe('what stages differ by is no noise', () => {
  const steps: NonNullable<PassesShape['target']> = (stage) => ({ perSecond: [50, 400, 50][stage] ?? 0 });

  test('a throughput below its limit is shown to be, however much its stages are asked for', () => {
    // 166.7 /s over all three, within each of which it hardly varies.
    const plan = planOf({}, { throughput: { limit: 170, regression: null } });
    const { verdict } = judgeStages(plan, { target: steps, noise: 0 });
    expect(verdict.causes).toMatchObject([{ code: 'over-limit', metric: 'throughput' }]);
  });

  test('slow requests that all come in the spike are as many witnesses as they are', () => {
    // About 1.6 % of all requests are slower than 200 ms, and all of them are the spike's.
    const plan = planOf({}, { p99: { limit: 200, regression: null } });
    const { verdict } = judgeStages(plan, { target: inSpike({ p99Ms: 300 }), noise: 0 });
    expect(verdict.causes).toMatchObject([{ code: 'over-limit', metric: 'p99' }]);
  });

  test('the spread that a result tells is that within its stages', () => {
    const { measurement } = judgeStages(planOf({}), { noise: 0 }).seen;
    const stages = measurement?.stages ?? [];
    const batches = stages.flatMap(({ figures }) =>
      figures.batches.map(({ latency }) => latency.percentileMs(99)),
    );
    const own = stages.map(({ figures }) =>
      logStandardError(figures.batches.map(({ latency }) => latency.percentileMs(99))),
    );
    const all = logStandardError(batches) ?? 0;
    expect(stratifiedLogError(own.map((_, i) => batches.slice(10 * i, 10 * i + 10)))).toBeCloseTo(
      Math.sqrt(own.reduce<number>((sum, one) => sum + (one ?? 0) ** 2, 0) / 3),
      9,
    );
    expect(all).toBeGreaterThan(5 * (own[0] ?? 0));
  });
});
