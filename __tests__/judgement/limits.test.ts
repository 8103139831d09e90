import { Histogram } from '../../src/evidence/histogram.ts';
import type { Comparison } from '../../src/evidence/result/comparison.ts';
import { judge } from '../../src/judgement/judge.ts';
import { judgeQuantileLimit } from '../../src/judgement/limits/quantile.ts';
import { judgeThroughputLimit } from '../../src/judgement/limits/throughput.ts';
import { requestsToShow } from '../../src/judgement/statistics/shown-above.ts';
import type { Judgement } from '../../src/judgement/verdict.ts';
import { type MeasurementShape, makeFigures, makeMeasurement, makePlan, type PlanShape } from './make.ts';

function look(shape: MeasurementShape, plan: PlanShape = {}): Judgement {
  return judge(makePlan(plan), makeMeasurement(shape), null);
}

function row({ verdict }: Judgement, metric: string, endpoint: string | null = null): Comparison | undefined {
  return verdict.comparisons.find((one) => one.metric === metric && one.endpoint === endpoint);
}

const P99 = { metric: 'p99', endpoint: null, limit: 100 } as const;
const THROUGHPUT = { metric: 'throughput', endpoint: null, limit: 300 } as const;
const throughput = { whole: { throughput: { limit: 300, regression: null } } };
const errors = { whole: { errors: { limit: 0.01, regression: null } } };

describe('P99', () => {
  test('at or below its limit it passes', () => {
    const { verdict, wantsMore } = look({});
    expect(verdict).toMatchObject({ outcome: 'pass', causes: [] });
    expect(verdict.comparisons[0]).toMatchObject({
      metric: 'p99',
      target: expect.closeTo(87, 1),
      finding: 'within',
    });
    expect(wantsMore).toBe(false);
  });

  test('shown to be above it fails, with figure and limit', () => {
    const { verdict } = look({ whole: { p99Ms: 200 } });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toEqual([
      {
        code: 'over-limit',
        metric: 'p99',
        endpoint: null,
        figure: verdict.comparisons[0]?.target,
        bound: 'max',
        limit: 100,
        main: null,
      },
    ]);
    expect(verdict.comparisons[0]?.target).toBeGreaterThan(200);
    expect(verdict.comparisons[0]?.target).toBeLessThan(230);
  });

  test('above it by chance perhaps: one more round, then inconclusive with the seconds that would decide', () => {
    const first = look({ whole: { p99Ms: 103 } });
    expect(first.wantsMore).toBe(true);
    expect(first.verdict.outcome).toBe('inconclusive');
    const second = look({ whole: { p99Ms: 103 }, rounds: 2 });
    expect(second.wantsMore).toBe(false);
    const p99 = row(second, 'p99');
    expect(p99?.target).toBeGreaterThan(100);
    const secondsMore = p99?.limit?.secondsMore;
    expect(secondsMore).toBeGreaterThan(0);
    expect(second.verdict.causes).toEqual([
      {
        code: 'limit-undecided',
        metric: 'p99',
        endpoint: null,
        figure: p99?.target,
        bound: 'max',
        limit: 100,
        secondsMore,
      },
    ]);
    expect(p99?.notes).toEqual(second.verdict.causes);
  });

  test('the seconds asked for do decide it, were the figures to stay, and a fifth fewer do not', () => {
    const short = makeFigures({ p99Ms: 103 });
    const more = judgeQuantileLimit(P99, { figures: short, seconds: 20, stages: 1 }).result.secondsMore ?? 0;
    expect(more).toBeGreaterThan(0);
    // The same pair of batches (one up, one down, 4 s) over and over, so that the share of slow requests stays.
    const pairs = (20 + more) / 4;
    const decide = (count: number) => {
      const batches = Array.from({ length: count }, () => short.batches.slice(0, 2)).flat();
      const latency = Histogram.merge(...batches.map((batch) => batch.latency));
      return judgeQuantileLimit(P99, {
        figures: { ...short, batches, latency },
        seconds: count * 4,
        stages: 1,
      }).result.finding;
    };
    expect(decide(Math.ceil(pairs))).toBe('over-limit');
    expect(decide(Math.floor(pairs * 0.8))).toBe('undecided');
  });

  test('slow requests in one burst are not yet a shown excess', () => {
    // 1.5 % of the requests, all of them in one batch of ten: a stall, as likely as not a single one.
    const stalled = look({ whole: { timeouts: 93, burst: 1 } });
    expect(row(stalled, 'p99')?.limit?.finding).toBe('undecided');
    expect(row(look({ whole: { timeouts: 93 } }), 'p99')?.limit?.finding).toBe('over-limit');
  });

  test('fewer than 200 responses decide nothing, unless too many of them are too slow', () => {
    const few = look({ whole: { requests: 120, p99Ms: 60 } });
    expect(few.verdict.outcome).toBe('inconclusive');
    const tooFew = { code: 'too-few-responses', metric: 'p99', endpoint: null };
    expect(few.verdict.causes).toEqual([{ ...tooFew, responses: 120, needed: 200, secondsMore: 14 }]);
    expect(row(few, 'p99')?.notes).toEqual(few.verdict.causes);
    expect(few.wantsMore).toBe(false);
    expect(look({ whole: { requests: 120, medianMs: 90, p99Ms: 400 } }).verdict.outcome).toBe('fail');
  });

  test('of few answers, too many of them too slow, it takes what shows these, not 200 responses', () => {
    const seconds = (timeouts: number) =>
      row(look({ whole: { requests: 190, timeouts } }), 'p99')?.limit?.secondsMore ?? 0;
    const perSecond = 190 / 20;
    expect(seconds(0)).toBe(Math.ceil(10 / perSecond));
    // 3 of 190 are 1.6 %: 1,600 requests show that to be more than 1 %.
    expect((seconds(3) + 20) * perSecond).toBeGreaterThanOrEqual(requestsToShow(3 / 190, 0.01) ?? Number.NaN);
    expect(seconds(3)).toBeGreaterThan(100);
  });

  test('of a single request is named', () => {
    const gate = { endpoints: { 'create owner': { p99: { limit: 50, regression: null } } } };
    const { verdict } = look({ endpoints: { 'create owner': { p99Ms: 100 } } }, { gate });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toMatchObject([
      {
        code: 'over-limit',
        metric: 'p99',
        endpoint: 'create owner',
        figure: expect.closeTo(96, 0),
        limit: 50,
      },
    ]);
    expect(verdict.comparisons.map(({ metric, endpoint }) => [metric, endpoint])).toEqual([
      ['p99', null],
      ['throughput', null],
      ['errors', null],
      ['p99', 'create owner'],
    ]);
  });

  test('without one latency it is not judged', () => {
    const none = look({ whole: { requests: 3, sockets: 3 } });
    expect(row(none, 'p99')?.limit?.finding).toBe('undecided');
    expect(none.verdict.outcome).toBe('fail');
  });
});

describe('throughput', () => {
  test.each([
    [6220, 'within'],
    [6000, 'within'],
    [5980, 'undecided'],
    [5000, 'over-limit'],
  ])('%d successes in 20 s against 300 /s: %s', (requests, finding) => {
    const seen = look({ whole: { requests } }, throughput);
    expect(row(seen, 'throughput')?.limit?.finding).toBe(finding);
    expect(seen.wantsMore).toBe(finding === 'undecided');
  });

  test('says how far below', () => {
    expect(look({ whole: { requests: 3000 } }, throughput).verdict.causes).toMatchObject([
      { code: 'over-limit', metric: 'throughput', figure: 150, bound: 'min', limit: 300 },
    ]);
  });

  test('the seconds asked for do decide it, were the figures to stay, and half of the time does not', () => {
    const short = makeFigures({ requests: 5940 });
    const more =
      judgeThroughputLimit(THROUGHPUT, { figures: short, seconds: 20, stages: 1 }).result.secondsMore ?? 0;
    expect(more).toBeGreaterThan(20);
    const pairs = (20 + more) / 4;
    const decide = (count: number) => {
      const batches = Array.from({ length: count }, () => short.batches.slice(0, 2)).flat();
      return judgeThroughputLimit(THROUGHPUT, {
        figures: { ...short, batches },
        seconds: count * 4,
        stages: 1,
      }).result.finding;
    };
    expect(decide(Math.ceil(pairs))).toBe('over-limit');
    expect(decide(Math.floor(pairs / 2))).toBe('undecided');
  });

  test('a single batch shows nothing', () => {
    const { verdict } = look({ whole: { requests: 5000, batches: 1 } }, throughput);
    expect(verdict.outcome).toBe('inconclusive');
  });
});

describe('errors', () => {
  test.each([
    [0, 'within'],
    [62, 'within'],
    [70, 'undecided'],
    [100, 'over-limit'],
  ])('%d of 6,220 against 1 %%: %s', (count, finding) => {
    const seen = look({ whole: { statuses: { 500: count } } }, errors);
    expect(row(seen, 'errors')?.limit?.finding).toBe(finding);
  });

  test('the cause names what failed', () => {
    const statuses = { 400: 220 };
    const { verdict } = look({ whole: { statuses }, endpoints: { 'create owner': { statuses } } }, errors);
    expect(verdict.causes).toMatchObject([
      {
        code: 'over-limit',
        metric: 'errors',
        figure: 220 / 6220,
        limit: 0.01,
        main: {
          errors: 220,
          kinds: [
            { kind: 'status', status: '400', count: 220, endpoints: [{ name: 'create owner', count: 220 }] },
          ],
        },
      },
    ]);
  });

  test('a burst of errors is not yet a shown excess', () => {
    const burst = look({ whole: { statuses: { 500: 100 }, burst: 1 } }, errors);
    expect(row(burst, 'errors')?.limit?.finding).toBe('undecided');
  });

  test('one error breaks a limit of none', () => {
    const none = { whole: { errors: { limit: 0, regression: null } } };
    const { verdict } = look({ whole: { statuses: { 500: 1 } } }, none);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toMatchObject([
      { code: 'over-limit', metric: 'errors', figure: 1 / 6220, limit: 0 },
    ]);
  });

  test('1 of 3 requests shows nothing against 1 %', () => {
    const { verdict } = look({ whole: { requests: 3, statuses: { 500: 1 } } }, errors);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes.map(({ code }) => code)).toEqual(['few-errors', 'limit-undecided']);
  });
});

test('the worst comes first, and the others are named', () => {
  const { verdict } = look(
    { whole: { requests: 3000, p99Ms: 200, statuses: { 500: 90 } } },
    { whole: { p99: { limit: 100, regression: null }, ...throughput.whole, ...errors.whole } },
  );
  expect(verdict.causes).toMatchObject([
    { code: 'over-limit', metric: 'errors', figure: 0.03, limit: 0.01 },
    { code: 'over-limit', metric: 'p99', limit: 100 },
    { code: 'over-limit', metric: 'throughput', figure: expect.closeTo(145.5, 3), limit: 300 },
  ]);
});
