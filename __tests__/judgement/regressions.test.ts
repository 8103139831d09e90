import type { Comparison } from '../../src/evidence/result/comparison.ts';
import { judge } from '../../src/judgement/judge.ts';
import { judgeDifference } from '../../src/judgement/regressions/difference.ts';
import { judgeRatio } from '../../src/judgement/regressions/ratio.ts';
import type { Judgement } from '../../src/judgement/verdict.ts';
import { makeBaseline, makeFullPlan, makeMeasurement, makeOwnBaseline, makePlan } from './make.ts';

const full = makeFullPlan();
/** What `makeBaseline()` with 50 connections is refused for. */
const CONNECTIONS = {
  code: 'conditions-differ',
  of: 'file',
  source: 'docs/performance-report.md#realistic-final',
  differences: [{ condition: 'connections', stage: null, before: 50, now: 10 }],
};

function row({ verdict }: Judgement, metric: string, endpoint: string | null = null): Comparison | undefined {
  return verdict.comparisons.find((one) => one.metric === metric && one.endpoint === endpoint);
}

describe('one stored number', () => {
  const quiet = { standardErrorNow: 0, standardErrorBefore: 0, spread: 0.1, tolerance: 0.1 };

  test('can show a change of 39 % at a spread of 10 %, a loss of 28 % of throughput', () => {
    expect(judgeRatio({ metric: 'p99', now: 100, before: 100, ...quiet }).detectable).toBeCloseTo(0.3896, 3);
    expect(judgeRatio({ metric: 'throughput', now: 100, before: 100, ...quiet }).detectable).toBeCloseTo(
      0.2804,
      3,
    );
  });

  test.each([
    ['p99', 138, 'undecided'],
    ['p99', 140, 'regressed'],
    ['p99', 88, 'undecided'],
    ['p99', 87, 'within'],
    ['p99', 71, 'improved'],
    ['throughput', 73, 'undecided'],
    ['throughput', 71, 'regressed'],
    ['throughput', 113, 'undecided'],
    ['throughput', 115, 'within'],
    ['throughput', 140, 'improved'],
  ] as const)('%s of %d against 100: %s', (metric, now, finding) => {
    expect(judgeRatio({ metric, now, before: 100, ...quiet }).finding).toBe(finding);
  });

  test('shown, but smaller than the tolerance, is no regression', () => {
    const small = { standardErrorNow: 0.001, standardErrorBefore: 0.001, spread: 0.001, tolerance: 0.1 };
    expect(judgeRatio({ metric: 'p99', now: 108, before: 100, ...small }).finding).toBe('within');
    expect(judgeRatio({ metric: 'p99', now: 111, before: 100, ...small }).finding).toBe('regressed');
  });

  test('the interval holds the change, and is the mirror of itself for throughput', () => {
    const p99 = judgeRatio({ metric: 'p99', now: 120, before: 100, ...quiet });
    const rate = judgeRatio({ metric: 'throughput', now: 120, before: 100, ...quiet });
    expect(p99.change).toBeCloseTo(0.2, 12);
    expect(p99.interval?.[0]).toBeCloseTo(1.2 * Math.exp(-1.644854 * 0.141421) - 1, 5);
    expect(rate.interval?.[0]).toBeCloseTo(p99.interval?.[0] ?? 0, 12);
    expect(rate.interval?.[1]).toBeCloseTo(p99.interval?.[1] ?? 0, 12);
  });

  test.each([
    [0.012, 6000, 0.002, 'regressed'],
    [0.004, 6000, 0.002, 'within'],
    [0.006, 6000, 0.002, 'undecided'],
    [0.001, 6000, 0.0367, 'improved'],
    [1 / 3, 3, 0.01, 'undecided'],
  ])('errors of %d among %d against %d: %s', (share, n, before, finding) => {
    expect(judgeDifference({ share, n }, { share: before, n: 37_292 }, 0.005).finding).toBe(finding);
  });

  test('what errors could have shown is what they do show', () => {
    const before = { share: 0.01, n: 5000 };
    const detectable = judgeDifference({ share: 0.01, n: 2000 }, before, 0.001).detectable ?? 0;
    expect(judgeDifference({ share: 0.01 + detectable + 1e-5, n: 2000 }, before, 0.001).finding).toBe(
      'regressed',
    );
    expect(judgeDifference({ share: 0.01 + detectable - 1e-5, n: 2000 }, before, 0.001).finding).not.toBe(
      'regressed',
    );
  });
});

describe('a verdict against a report by another tool', () => {
  test('passes without claiming more than one number can show', () => {
    const seen = judge(full, makeMeasurement({ whole: { statuses: { 400: 6 } } }), makeBaseline());
    expect(seen.verdict).toMatchObject({ outcome: 'pass', causes: [] });
    expect(row(seen, 'p99')).toMatchObject({
      basis: 'all responses',
      baseline: 93.84,
      finding: 'undecided',
      notes: [{ code: 'none-shown', detectable: expect.closeTo(0.39, 2), runs: null }],
    });
    expect(row(seen, 'errors')).toMatchObject({ basis: null, finding: 'improved' });
    expect(seen.verdict.warnings).toContainEqual({
      code: 'condition-differs',
      difference: { condition: 'duration', stage: null, before: 120, now: 20 },
    });
  });

  test('fails on a regression that is shown, within all limits', () => {
    const plan = makeFullPlan({
      whole: { throughput: { limit: 100, regression: 0.1 }, errors: { limit: 0.01, regression: 0.005 } },
    });
    const { verdict } = judge(plan, makeMeasurement({ whole: { requests: 3110 } }), makeBaseline());
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toEqual([
      {
        code: 'regressed',
        metric: 'throughput',
        endpoint: null,
        against: 'baseline',
        before: 310.53,
        figure: 155.5,
        change: expect.closeTo(155.5 / 310.53 - 1, 9),
        tolerance: 0.1,
        main: null,
      },
    ]);
  });

  test('counts every response where the other tool does, though limits count successes', () => {
    const seen = judge(full, makeMeasurement({ whole: { statuses: { 400: 220 } } }), makeBaseline());
    expect(row(seen, 'throughput')).toMatchObject({ target: 300, compared: 311, baseline: 310.53 });
  });
});

describe('throughput that is almost gone', () => {
  const plan = makeFullPlan({ whole: { throughput: { limit: null, regression: 0.1 } } });
  /** Served in the first so many of ten batches only, at so many a second. */
  const served = (batches: number, perSecond: number, before: number, seconds = 20) => {
    const measurement = makeMeasurement({ whole: { seconds, requests: perSecond * seconds, wobble: 0 } });
    const { whole } = measurement;
    const rates = whole.batches.map((batch, i) =>
      i < batches ? batch : { ...batch, throughputPerSecond: 0, responsesPerSecond: 0 },
    );
    const rate = (perSecond * batches) / 10;
    const figures = { ...whole, batches: rates, throughputPerSecond: rate, responsesPerSecond: rate };
    const baseline = makeOwnBaseline({ throughputPerSecond: before });
    return judge(plan, { ...measurement, whole: figures }, baseline);
  };

  test.each([1, 2])('served in %i of ten parts of the run: regressed', (batches) => {
    const seen = served(batches, 311, 311);
    expect(seen.verdict.outcome).toBe('fail');
    expect(row(seen, 'throughput')).toMatchObject({ finding: 'regressed' });
    expect(row(seen, 'throughput')?.change).toBeCloseTo(batches / 10 - 1, 6);
  });

  test('in a run so slow that a success in each part is what one expects, it is not known', () => {
    const seen = served(1, 4, 4);
    expect(seen.verdict).toMatchObject({
      outcome: 'inconclusive',
      causes: [{ code: 'no-spread', metric: 'throughput', endpoint: null, parts: 10 }],
    });
    expect(row(seen, 'throughput')?.notes).toEqual(seen.verdict.causes);
    expect(served(1, 6, 6).verdict.outcome).toBe('fail');
  });
});

describe('a Tailgate baseline', () => {
  test('is compared success by success, and its own spread counts', () => {
    const seen = judge(full, makeMeasurement(), makeOwnBaseline());
    expect(row(seen, 'p99')).toMatchObject({ basis: 'successes', baseline: 83.1 });
    const noisy = judge(full, makeMeasurement(), makeOwnBaseline({ spread: { p99: 0.2 } }));
    expect(row(noisy, 'p99')?.regression?.detectable).toBeGreaterThan(0.7);
  });

  test('errors that came in bursts then show less than as many that came one by one', () => {
    const against = (errorsDesignEffect: number) =>
      judge(
        full,
        makeMeasurement({ whole: { statuses: { 500: 124 } } }),
        makeOwnBaseline({
          errorRate: 0.01,
          spread: { p99: 0.01, throughput: 0.01, errors: errorsDesignEffect },
        }),
      );
    expect(row(against(1), 'errors')?.regression?.finding).toBe('regressed');
    expect(row(against(30), 'errors')?.regression?.finding).toBe('undecided');
  });

  test('of single requests', () => {
    const plan = makeFullPlan({
      gate: { endpoints: { 'create owner': { p99: { limit: null, regression: 0.1 } } } },
    });
    const own = makeOwnBaseline();
    const known = makeOwnBaseline(
      {},
      { endpoints: { 'create owner': { ...own.whole, latencyMs: { p99: 40 } } } },
    );
    const { verdict } = judge(plan, makeMeasurement(), known);
    const own99 = verdict.comparisons.at(-1);
    expect(verdict.causes).toMatchObject([
      {
        code: 'regressed',
        metric: 'p99',
        endpoint: 'create owner',
        against: 'baseline',
        before: 40,
        figure: own99?.target,
        change: expect.closeTo((own99?.target ?? 0) / 40 - 1, 9),
      },
    ]);

    const unknown = judge(plan, makeMeasurement(), own);
    expect(unknown.verdict.outcome).toBe('inconclusive');
    expect(unknown.verdict.causes).toEqual([
      { code: 'missing-figure', metric: 'p99', endpoint: 'create owner', source: 'baseline.json' },
    ]);
  });

  test('needs 200 responses for a P99', () => {
    const plan = makePlan({ whole: { p99: { limit: null, regression: 0.1 } }, baseline: full.baseline });
    const { verdict } = judge(plan, makeMeasurement({ whole: { requests: 150 } }), makeOwnBaseline());
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      {
        code: 'too-few-responses',
        metric: 'p99',
        endpoint: null,
        responses: 150,
        needed: 200,
        secondsMore: 7,
      },
    ]);
    expect(verdict.comparisons[0]?.regression?.secondsMore).toBe(7);
  });
});

describe('what cannot be compared', () => {
  test('other conditions are refused, once', () => {
    const { verdict } = judge(
      full,
      makeMeasurement(),
      makeBaseline({ conditions: { stages: [{ connections: 50 }] } }),
    );
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([CONNECTIONS]);
    expect(verdict.comparisons.every(({ change }) => change === null)).toBe(true);
  });

  test('several of them are one cause', () => {
    const conditions = { stages: [{ connections: 50 }], model: 'open' as const };
    const { verdict } = judge(full, makeMeasurement(), makeBaseline({ conditions }));
    expect(verdict.causes).toEqual([
      {
        ...CONNECTIONS,
        differences: [{ condition: 'model', before: 'open', now: 'closed' }, ...CONNECTIONS.differences],
      },
    ]);
  });

  test('other conditions without a declared regression are a warning', () => {
    const plan = makePlan({ baseline: full.baseline });
    const { verdict } = judge(
      plan,
      makeMeasurement(),
      makeBaseline({ conditions: { stages: [{ connections: 50 }] } }),
    );
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toContainEqual(CONNECTIONS);
  });

  test('a figure that the file lacks is named', () => {
    const { errorRate: _, ...whole } = makeBaseline().whole;
    const { verdict } = judge(full, makeMeasurement(), makeBaseline({ whole }));
    expect(verdict.outcome).toBe('inconclusive');
    const source = 'docs/performance-report.md#realistic-final';
    expect(verdict.causes[0]).toEqual({ code: 'missing-figure', metric: 'errors', endpoint: null, source });
  });

  test('a baseline that was asked for and is not there', () => {
    const { verdict } = judge(full, makeMeasurement(), null);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      { code: 'baseline-missing', written: 'docs/performance-report.md#realistic-final' },
    ]);
  });

  test('no baseline configured: limits decide, and the rows say what was not judged', () => {
    const seen = judge(makeFullPlan({ baseline: null }), makeMeasurement(), null);
    expect(seen.verdict.outcome).toBe('pass');
    expect(row(seen, 'p99')).toMatchObject({
      finding: 'within',
      notes: [{ code: 'no-baseline' }],
      regression: { finding: 'not-comparable', gates: false },
    });
    const scopes = ['p99', 'throughput', 'errors'].map((metric) => ({ metric, endpoint: null }));
    expect(seen.verdict.warnings[0]).toEqual({ code: 'nothing-compared', scopes });
  });

  test('regressions alone without a baseline judge nothing, and that is no pass', () => {
    const { verdict } = judge(
      makePlan({ whole: { p99: { limit: null, regression: 0.1 } } }),
      makeMeasurement(),
      null,
    );
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([{ code: 'nothing-judged', because: null }]);
  });
});

describe('stored: warn', () => {
  const warn = makeFullPlan({ gate: { stored: 'warn' } });

  test('turns a regression into a warning', () => {
    const { verdict } = judge(warn, makeMeasurement(), makeOwnBaseline({ latencyMs: { p99: 40 } }));
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toEqual([
      { code: 'regressed-warns', metric: 'p99', endpoint: null, history: null },
    ]);
  });

  test('turns a refused comparison into a warning, while limits go on', () => {
    const other = makeBaseline({ conditions: { stages: [{ connections: 50 }] } });
    expect(judge(warn, makeMeasurement(), other).verdict.outcome).toBe('pass');
    expect(judge(warn, makeMeasurement({ whole: { p99Ms: 200 } }), other).verdict.outcome).toBe('fail');
  });

  describe('without a limit, a comparison that could not be made is no pass', () => {
    const without = (metric: 'p99' | 'throughput') =>
      makeFullPlan({ gate: { stored: 'warn' }, whole: { [metric]: { limit: null, regression: 0.1 } } });
    const { throughputPerSecond: _, responsesPerSecond: __, ...slim } = makeOwnBaseline().whole;

    test.each([
      [
        'other connections',
        'p99',
        6220,
        makeBaseline({ conditions: { stages: [{ connections: 50 }] } }),
        CONNECTIONS,
      ],
      [
        'too few responses',
        'p99',
        50,
        makeOwnBaseline(),
        {
          code: 'too-few-responses',
          metric: 'p99',
          endpoint: null,
          responses: 50,
          needed: 200,
          secondsMore: 60,
        },
      ],
      [
        'a figure that the baseline lacks',
        'throughput',
        6220,
        { ...makeOwnBaseline(), whole: slim },
        { code: 'missing-figure', metric: 'throughput', endpoint: null, source: 'baseline.json' },
      ],
    ] as const)('%s', (_, metric, requests, baseline, because) => {
      const { verdict } = judge(without(metric), makeMeasurement({ whole: { requests } }), baseline);
      expect(verdict.outcome).toBe('inconclusive');
      expect(verdict.causes).toEqual([{ code: 'nothing-judged', because }]);
    });

    test('one that is not there is asked for once', () => {
      const { verdict } = judge(without('p99'), makeMeasurement(), null);
      expect(verdict).toMatchObject({
        outcome: 'inconclusive',
        causes: [{ code: 'baseline-missing', written: 'docs/performance-report.md#realistic-final' }],
      });
    });

    test('one that could be made warns, whatever it shows', () => {
      expect(judge(without('p99'), makeMeasurement(), makeOwnBaseline()).verdict.outcome).toBe('pass');
    });
  });
});

describe('speed beside errors', () => {
  const speed = { p99: { limit: null, regression: 0.1 } };
  const failing = { whole: { statuses: { 500: 160 } } };
  const DIFFER = { code: 'error-rates-differ', metric: 'p99', endpoint: null, against: 'baseline' };

  test('far from the baseline in errors, speed does not pass on its own', () => {
    const plan = makePlan({ whole: speed, baseline: full.baseline });
    const { verdict } = judge(plan, makeMeasurement(failing), makeOwnBaseline());
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([{ ...DIFFER, errorRate: 160 / 6220, before: 0 }]);
  });

  test('neither does it where far fewer fail than in the baseline: that is another service', () => {
    const plan = makePlan({ whole: speed, baseline: full.baseline });
    const { verdict } = judge(plan, makeMeasurement(), makeOwnBaseline({ errorRate: 0.04 }));
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([{ ...DIFFER, errorRate: 0, before: 0.04 }]);
  });

  describe('where the baseline does not say its errors', () => {
    const plan = makePlan({ whole: speed, baseline: full.baseline });
    const { errorRate: _, ...whole } = makeOwnBaseline({ latencyMs: { p99: 300 } }).whole;
    const silent = makeOwnBaseline({}, { whole });
    const failingAt = (count: number) =>
      judge(plan, makeMeasurement({ whole: { statuses: { 500: count } } }), silent);

    test('it is noted', () => {
      expect(failingAt(0).verdict.warnings).toEqual([
        { code: 'condition-differs', difference: { condition: 'unsaid', what: ['error-rate'] } },
      ]);
    });

    test('a faster run is improved by its successes only where few requests failed', () => {
      expect(row(failingAt(31), 'p99')?.finding).toBe('improved');
      const seen = failingAt(298);
      expect(seen.verdict).toMatchObject({
        outcome: 'pass',
        causes: [],
      });
      expect(row(seen, 'p99')).toMatchObject({
        finding: 'undecided',
        notes: [{ code: 'improvement-doubted', errorRate: 298 / 6220, against: 'baseline' }],
      });
    });
  });

  test('errors that are judged and pass vouch for it', () => {
    const plan = makePlan({
      whole: { ...speed, errors: { limit: 0.05, regression: null } },
      baseline: full.baseline,
    });
    expect(judge(plan, makeMeasurement(failing), makeOwnBaseline()).verdict.outcome).toBe('pass');
  });

  test('errors that fail do not hide behind it', () => {
    const plan = makePlan({
      whole: { ...speed, errors: { limit: 0.01, regression: null } },
      baseline: full.baseline,
    });
    expect(judge(plan, makeMeasurement(failing), makeOwnBaseline()).verdict.outcome).toBe('fail');
  });
});

describe('what the baseline says and nobody could read', () => {
  const doubts = ['says "Connections: 50-100" in line 4, which was not read'];
  const conditions = { methods: { GET: 0.8, POST: 0.2 } };
  const told = { code: 'baseline-unclear', detail: doubts[0] };

  test('is told, and is not called unsaid', () => {
    const baseline = makeBaseline({ conditions, doubts, unread: ['connections'] });
    const { warnings } = judge(full, makeMeasurement(), baseline).verdict;
    expect(warnings[0]).toEqual(told);
    const unsaid = warnings.find(({ code }) => code === 'condition-differs');
    expect(JSON.stringify(unsaid)).toMatch(/"duration"/);
    expect(JSON.stringify(unsaid)).not.toMatch(/connections/);
  });

  test('is told where only limits decide, and where nothing can be compared', () => {
    const plan = makePlan({ baseline: { kind: 'file', file: 'r.md', section: null, written: 'r.md' } });
    const refused = makeBaseline({ doubts, conditions: { stages: [{ connections: 50 }] } });
    for (const baseline of [makeBaseline({ doubts }), refused]) {
      expect(judge(plan, makeMeasurement(), baseline).verdict.warnings).toContainEqual(told);
    }
  });
});
