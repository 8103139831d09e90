/** What one run of each environment shows: differences of known size, and what must not be claimed. */
import type { ComparedRun } from '../../src/evidence/compare/compared-run.ts';
import { readComparedRun } from '../../src/evidence/compare/compared-run.ts';
import type { CostFigures } from '../../src/evidence/result/cost.ts';
import type { Result } from '../../src/evidence/result/schema.ts';
import { compareRuns } from '../../src/judgement/compare/decide.ts';
import { judgePair } from '../../src/judgement/compare/judge-pair.ts';
import { perHour, perMillion } from '../../src/judgement/compare/price.ts';
import { makeFigures, makeResult, WATCHED } from '../report/compare/reported.ts';

interface Shape {
  readonly p99?: number;
  readonly perSecond?: number;
  readonly failed?: number;
  readonly requests?: number;
  readonly cost?: Pick<CostFigures, 'amount' | 'currency' | 'per'>;
  readonly peak?: number;
  readonly capacity?: { perSecond: number; low: number; high: number | null };
  readonly change?: (result: Result) => Result;
}

/** What a search for the breaking point leaves, as far as anybody compares it. */
const searched = (capacity: NonNullable<Shape['capacity']>): Result['search'] => ({
  of: 'connections',
  from: 1,
  to: 100,
  limits: [],
  capacity,
  baseCapacity: null,
  sharedHost: null,
  baseSent: null,
  searches: [],
});

const MIX: Result['conditions']['mix'] = [{ name: 'list', method: 'GET', path: '/items', share: 1 }];

function run(name: string, shape: Shape = {}): ComparedRun {
  const { p99 = 100, perSecond = 200, failed = 0, requests = 24_000, cost, peak, capacity, change } = shape;
  const made = makeResult({
    name: 'realistic',
    at: '2026-01-05T10:00:00Z',
    mix: MIX,
    metrics: makeFigures({
      latencyMs: { p50: p99 / 5, p75: p99 / 2, p90: p99 / 1.5, p95: p99 / 1.2, p99, p99_9: p99 * 2 },
      responsesPerSecond: perSecond,
      requests,
      statuses: failed === 0 ? {} : { '500': failed },
      timeouts: 0,
    }),
    ...(cost && { cost }),
    ...(peak !== undefined && {
      server: {
        ...WATCHED,
        series: [
          {
            key: 'cpu',
            name: 'cpu',
            probe: 'process',
            unit: 'cores',
            min: 0,
            mean: peak,
            max: peak * 4,
            last: 0,
            samples: [],
          },
        ],
      },
    }),
  });
  const result = change ? change(made) : made;
  return readComparedRun(
    JSON.stringify({ ...result, ...(capacity && { search: searched(capacity) }) }),
    `${name}.json`,
    name,
  );
}

const findings = (pair: ReturnType<typeof judgePair>) =>
  Object.fromEntries(pair.figures.map(({ metric, finding }) => [metric, finding]));

describe('a pair', () => {
  test.each<[string, Shape, Shape, string, object]>([
    ['alike', {}, {}, 'none-shown', { p99: 'not-shown', throughput: 'not-shown', errors: 'not-shown' }],
    ['30 % slower may be the day', { p99: 100 }, { p99: 130 }, 'none-shown', { p99: 'not-shown' }],
    [
      'half as slow again is shown',
      { p99: 100 },
      { p99: 150 },
      'worse',
      { p99: 'worse', throughput: 'not-shown' },
    ],
    ['and the other way round', { p99: 150 }, { p99: 100 }, 'better', { p99: 'better' }],
    ['twice the throughput', { perSecond: 200 }, { perSecond: 400 }, 'better', { throughput: 'better' }],
    ['half of it', { perSecond: 400 }, { perSecond: 200 }, 'worse', { throughput: 'worse' }],
    [
      'both',
      { p99: 100, perSecond: 200 },
      { p99: 200, perSecond: 400 },
      'mixed',
      { p99: 'worse', throughput: 'better' },
    ],
    ['a point more errors', { failed: 0 }, { failed: 240 }, 'worse', { errors: 'worse' }],
    ['a point less', { failed: 240 }, { failed: 0 }, 'better', { errors: 'better' }],
    ['two errors are chance', { failed: 0 }, { failed: 2 }, 'none-shown', { errors: 'not-shown' }],
    [
      'fast by failing',
      { p99: 200 },
      { p99: 100, failed: 2400 },
      'worse',
      { p99: 'in-doubt', errors: 'worse' },
    ],
    [
      'not slow, but honest',
      { p99: 100, failed: 2400 },
      { p99: 200 },
      'better',
      { p99: 'in-doubt', errors: 'better' },
    ],
    [
      'slower, and failing',
      { p99: 100 },
      { p99: 200, failed: 2400 },
      'worse',
      { p99: 'worse', errors: 'worse' },
    ],
    [
      'too few for a percentile',
      {},
      { p99: 300, requests: 150 },
      'none-shown',
      { p99: 'too-few', p50: 'worse' },
    ],
  ])('%s', (_, before, now, verdict, found) => {
    const pair = judgePair(run('a', before), run('b', now));
    expect(pair.verdict).toBe(verdict);
    expect(findings(pair)).toMatchObject(found);
  });

  test('what would be shown is what is shown: a little less is not, a little more is', () => {
    const [p99] = judgePair(run('a'), run('b')).figures.filter(({ metric }) => metric === 'p99');
    const { worse, better } = p99?.detectable ?? { worse: 0, better: 0 };
    const at = (change: number) => findings(judgePair(run('a'), run('b', { p99: 100 * (1 + change) }))).p99;
    expect([at(worse - 0.001), at(worse + 0.001)]).toEqual(['not-shown', 'worse']);
    expect([at((better ?? 0) + 0.001), at((better ?? 0) - 0.001)]).toEqual(['not-shown', 'better']);
    // An assumed spread of 10 % each, and 2 % within each run: 2.326 × √(2 × 0.01 + 2 × 0.0004) on the log scale.
    expect(worse).toBeCloseTo(Math.expm1(2.3263 * Math.sqrt(2 * 0.01 + 2 * 0.0004)), 3);
  });

  test('throughput likewise, where less is worse', () => {
    const [rate] = judgePair(run('a'), run('b')).figures.filter(({ metric }) => metric === 'throughput');
    const { worse, better } = rate?.detectable ?? { worse: 0, better: 0 };
    const at = (change: number) =>
      findings(judgePair(run('a'), run('b', { perSecond: 200 * (1 + change) }))).throughput;
    expect([at(worse + 0.001), at(worse - 0.001)]).toEqual(['not-shown', 'worse']);
    expect([at((better ?? 0) - 0.001), at((better ?? 0) + 0.001)]).toEqual(['not-shown', 'better']);
  });

  const stage =
    (changes: object) =>
    (result: Result): Result => ({
      ...result,
      conditions: {
        ...result.conditions,
        stages: result.conditions.stages.map((one) => ({ ...one, ...changes })),
      },
    });

  test.each<[string, (result: Result) => Result, string]>([
    ['connections', stage({ connections: 50 }), 'connections'],
    [
      'a mix',
      (r) => ({
        ...r,
        conditions: { ...r.conditions, mix: [{ name: 'x', method: 'GET', path: '/', share: 1 }] },
      }),
      'mix',
    ],
    ['a model', (r) => ({ ...r, conditions: { ...r.conditions, model: 'open' } }), 'model'],
  ])('another load is refused: %s', (_, change, condition) => {
    const pair = judgePair(run('a'), run('b', { p99: 900, change }));
    expect(pair.refused.map((one) => one.condition)).toEqual([condition]);
    expect([pair.verdict, pair.figures]).toEqual(['not-comparable', []]);
  });

  test('another machine of the load is for the reader to weigh', () => {
    const change = (r: Result) => ({ ...r, conditions: { ...r.conditions, machine: 'another' } });
    const pair = judgePair(run('a'), run('b', { change }));
    expect(pair.noted.map((one) => one.condition)).toEqual(['machine']);
    expect(pair.verdict).toBe('none-shown');
  });

  test('an invalid run shows nothing', () => {
    const pair = judgePair(
      run('a', { change: (r) => ({ ...r, verdict: 'invalid' }) }),
      run('b', { p99: 900 }),
    );
    expect([pair.verdict, pair.invalid.map(({ name }) => name)]).toEqual(['not-comparable', ['a']]);
  });

  test('what an open model fixes is not compared', () => {
    const change = (r: Result): Result => ({
      ...stage({ ratePerSecond: 200, arrivals: 'constant' })(r),
      conditions: { ...stage({ ratePerSecond: 200, arrivals: 'constant' })(r).conditions, model: 'open' },
    });
    const { pairs, decisions } = compareRuns([run('a', { change }), run('b', { change, perSecond: 400 })]);
    expect(pairs.map(findings)[0]).not.toHaveProperty('throughput');
    expect(decisions.map(({ question }) => question)).toEqual(['p99', 'errors']);
  });
});

describe('decisions', () => {
  const answers = (...runs: readonly ComparedRun[]) =>
    Object.fromEntries(compareRuns(runs).decisions.map(({ question, answer }) => [question, answer]));
  const one = (i: number) => ({ is: 'one', of: [i] });

  test('the one that beats all others', () => {
    const runs = [run('a', { p99: 300 }), run('b', { p99: 100 }), run('c', { p99: 310 })];
    expect(answers(...runs).p99).toEqual(one(1));
  });

  test('several that nobody beats', () => {
    const runs = [run('a', { p99: 300 }), run('b', { p99: 100 }), run('c', { p99: 105 })];
    expect(answers(...runs).p99).toEqual({ is: 'several', of: [1, 2] });
  });

  test('none, where no difference is shown', () => {
    expect(answers(run('a'), run('b', { p99: 110 })).p99).toEqual({ is: 'none', of: [] });
  });

  const other = (r: Result): Result => ({ ...r, conditions: { ...r.conditions, mix: [] } });

  test('what has another load wins nothing', () => {
    const runs = [run('a', { p99: 300 }), run('b', { p99: 10, change: other }), run('c', { p99: 100 })];
    expect(answers(...runs).p99).toEqual(one(2));
    expect(answers(run('a'), run('b', { p99: 10, change: other })).p99).toEqual({
      is: 'not-comparable',
      of: [],
    });
  });

  test('headroom: five points are alike, more are not, and it takes both', () => {
    expect(answers(run('a', { peak: 0.5 }), run('b', { peak: 0.46 })).headroom).toEqual({
      is: 'none',
      of: [],
    });
    expect(answers(run('a', { peak: 0.5 }), run('b', { peak: 0.4 })).headroom).toEqual(one(1));
    expect(answers(run('a', { peak: 0.5 }), run('b')).headroom).toEqual({ is: 'unknown', of: [] });
    expect(answers(run('a'), run('b'))).not.toHaveProperty('headroom');
  });

  const eur = (amount: number, per: CostFigures['per'] = 'month') => ({ amount, currency: 'EUR', per });

  test('prices of other periods are one price, and those of other currencies none', () => {
    expect(answers(run('a', { cost: eur(7.3) }), run('b', { cost: eur(0.01, 'hour') })).price).toEqual({
      is: 'none',
      of: [],
    });
    expect(answers(run('a', { cost: eur(7.3) }), run('b', { cost: eur(0.02, 'hour') })).price).toEqual(
      one(0),
    );
    const usd = { ...eur(1), currency: 'USD' };
    expect(answers(run('a', { cost: eur(7) }), run('b', { cost: usd })).price).toEqual({
      is: 'unknown',
      of: [],
    });
    expect(answers(run('a'), run('b'))).not.toHaveProperty('price');
  });

  test('cheaper for each request only where that is shown', () => {
    const a = run('a', { cost: eur(10), perSecond: 200 });
    expect(answers(a, run('b', { cost: eur(12), perSecond: 200 }))['cost-per-request']).toEqual({
      is: 'none',
      of: [],
    });
    expect(answers(a, run('b', { cost: eur(20), perSecond: 210 }))['cost-per-request']).toEqual(one(0));
    expect(answers(a, run('b', { cost: eur(20), perSecond: 800 }))['cost-per-request']).toEqual(one(1));
    expect(answers(a, run('b', { cost: eur(20), perSecond: 800, failed: 2400 }))['cost-per-request']).toEqual(
      { is: 'none', of: [] },
    );
  });

  test('fewer than two are a bug of ours', () => {
    expect(() => compareRuns([run('a')])).toThrow(RangeError);
  });
});

describe('prices', () => {
  test('27.30 EUR a month at 310.53 /s', () => {
    const cost = { amount: 27.3, per: 'month' } as const;
    expect(perHour(cost)).toBeCloseTo(0.037397, 6);
    // 310.53 × 730 × 3600 requests a month.
    expect(perMillion(cost, 310.53)).toBeCloseTo(27.3 / (310.53 * 2.628), 6);
    expect(perMillion(cost, 0)).toBeNull();
  });
});

describe('which load each can carry', () => {
  const levels = (...runs: readonly ComparedRun[]) =>
    compareRuns(runs).levels.map(({ perSecond, of, take }) => [perSecond, ...of, take.join(' ')]);
  const over = (r: Result): Result => ({
    ...r,
    comparisons: [
      {
        metric: 'p99',
        endpoint: null,
        target: 100,
        baseline: null,
        compared: null,
        basis: null,
        limit: { bound: 'max', value: 50, finding: 'over-limit', secondsMore: null },
        regression: null,
        finding: 'over-limit',
        notes: [],
        against: null,
        change: null,
        interval: null,
      },
    ],
  });

  test('measured, projected, beyond', () => {
    expect(levels(run('a', { perSecond: 101 }), run('b', { perSecond: 310, peak: 0.38 }))).toEqual([
      [100, 'carried', 'carried', '0 1'],
      [310, 'unknown', 'carried', '1'],
      [400, 'unknown', 'projected', '1'],
      [650, 'unknown', 'projected', '1'],
    ]);
  });

  test('a price chooses among those that carry it; measured comes before projected', () => {
    const cost = (amount: number) => ({ amount, currency: 'EUR', per: 'month' as const });
    const a = run('a', { perSecond: 101, peak: 0.25, cost: cost(5) });
    const b = run('b', { perSecond: 310, peak: 0.38, cost: cost(27.3) });
    expect(levels(a, b)).toEqual([
      [100, 'carried', 'carried', '0'],
      [200, 'projected', 'carried', '1'],
      [310, 'projected', 'carried', '1'],
      [400, 'beyond', 'projected', '1'],
      [650, 'beyond', 'projected', '1'],
    ]);
  });

  test('a missed limit, or too many errors, carry nothing, and nothing is projected from them', () => {
    expect(levels(run('a', { change: over, peak: 0.3 }), run('b', { perSecond: 200, failed: 2400 }))).toEqual(
      [
        [200, 'failed', 'failed', ''],
        [330, 'failed', 'failed', ''],
        [530, 'failed', 'failed', ''],
      ],
    );
  });

  test('a capacity that was measured counts before a projection', () => {
    const capacity = { perSecond: 240, low: 230, high: 250 };
    expect(levels(run('a', { capacity, peak: 0.3 }), run('b', { perSecond: 400 }))).toEqual([
      [200, 'capacity', 'carried', '0 1'],
      [240, 'capacity', 'carried', '0 1'],
      [400, 'beyond', 'carried', '1'],
    ]);
  });

  test('a projection from next to nothing tells nothing', () => {
    expect(levels(run('a', { peak: 0.05 }), run('b', { perSecond: 400 })).map(([, a]) => a)).toEqual([
      'carried',
      'unknown',
      'unknown',
      'unknown',
    ]);
  });

  test('another load is another question', () => {
    const other = (r: Result): Result => ({ ...r, conditions: { ...r.conditions, mix: [] } });
    expect(levels(run('a'), run('b', { change: other }))).toEqual([]);
    expect(levels(run('a'), run('b', { perSecond: 900, change: other }), run('c'))).toEqual([
      [200, 'carried', 'other-load', 'carried', '0 2'],
    ]);
  });
});
