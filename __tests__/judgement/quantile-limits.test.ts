/** Limits on each quantile, where it is known how many requests are beyond them. */
import { METRICS } from '../../src/config/metrics.ts';
import { fewestResponses } from '../../src/config/responses.ts';
import type { Figures } from '../../src/evidence/measurement.ts';
import type { Comparison } from '../../src/evidence/result/comparison.ts';
import { judge } from '../../src/judgement/judge.ts';
import type { Judgement } from '../../src/judgement/verdict.ts';
import { makeMeasurement, makePlan } from './make.ts';
import { figuresAt, LEVELS, measureLevels } from './make-levels.ts';

/** Each with the share of the requests that may be slower, and the responses that it takes. */
const QUANTILES = [
  ['p50', 0.5, 4],
  ['p90', 0.1, 20],
  ['p95', 0.05, 40],
  ['p99', 0.01, 200],
  ['p99.9', 0.001, 2000],
] as const;
type Name = (typeof QUANTILES)[number][0];

const LIMIT_MS = 20;

function look(metric: Name, whole: Figures, rounds = 1): Judgement {
  const plan = makePlan({ whole: { [metric]: { limit: LIMIT_MS, regression: null } } });
  const { requests } = whole;
  return judge(plan, { ...makeMeasurement({ rounds, whole: { requests } }), whole }, null);
}

/** Of so many requests, this many take 30 ms and the others 10 ms. */
const slow = (count: number, of: number) =>
  figuresAt([
    [10, of - count],
    [30, count],
  ]);

function rowOf({ verdict }: Judgement, metric: Name): Comparison {
  const row = verdict.comparisons.find((one) => one.metric === metric);
  if (!row) throw new Error(`no row for ${metric}`);
  return row;
}

describe.each(QUANTILES)('%s, beyond which a share of %d may be', (metric, share, fewest) => {
  const n = 20_000;
  const allowed = Math.round(share * n);
  /**
   * Of the number of slow requests, were their share what is allowed: Wilson's bound is this score test turned round.
   */
  const deviation = Math.sqrt(n * share * (1 - share));

  test('just as many as may be slower: within, and its figure is one of the quick ones', () => {
    const seen = look(metric, slow(allowed, n));
    expect(seen.verdict).toMatchObject({ outcome: 'pass', causes: [] });
    expect(rowOf(seen, metric)).toMatchObject({ target: expect.closeTo(10, 1), finding: 'within' });
    expect(rowOf(seen, metric).limit).toMatchObject({ bound: 'max', value: LIMIT_MS, secondsMore: null });
  });

  test.each([
    ['one more', 1],
    ['2.2 standard deviations more', Math.floor(2.2 * deviation)],
  ])('%s: undecided, with the load that would decide it', (_, more) => {
    const first = look(metric, slow(allowed + more, n));
    expect(first.wantsMore).toBe(true);
    const { verdict, wantsMore } = look(metric, slow(allowed + more, n), 2);
    expect([verdict.outcome, wantsMore]).toEqual(['inconclusive', false]);
    const { target, limit } = rowOf(first, metric);
    expect(target).toBeCloseTo(30, 1);
    expect(verdict.causes).toEqual([
      {
        code: 'limit-undecided',
        metric,
        endpoint: null,
        figure: target,
        bound: 'max',
        limit: LIMIT_MS,
        secondsMore: limit?.secondsMore ?? null,
      },
    ]);
  });

  test('2.5 standard deviations more: over the limit', () => {
    const { verdict } = look(metric, slow(allowed + Math.ceil(2.5 * deviation), n));
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toEqual([
      {
        code: 'over-limit',
        metric,
        endpoint: null,
        figure: expect.closeTo(30, 1),
        bound: 'max',
        limit: LIMIT_MS,
        main: null,
      },
    ]);
  });

  test('the load that would decide it does, were the share to stay, and four fifths of it do not', () => {
    const more = Math.floor(1.5 * deviation);
    const secondsMore = rowOf(look(metric, slow(allowed + more, n)), metric).limit?.secondsMore ?? 0;
    const at = (seconds: number) => {
      const times = seconds / 20;
      return rowOf(look(metric, slow(Math.round((allowed + more) * times), Math.round(n * times))), metric);
    };
    expect(secondsMore).toBeGreaterThan(0);
    expect(at(1.01 * (20 + secondsMore)).finding).toBe('over-limit');
    expect(at(0.8 * (20 + secondsMore)).finding).toBe('undecided');
  });

  test(`${fewest - 1} responses are too few, ${fewest} are not`, () => {
    expect(fewestResponses(metric)).toBe(fewest);
    const few = look(metric, slow(0, fewest - 1));
    expect(few.verdict.outcome).toBe('inconclusive');
    expect(few.verdict.causes).toEqual([
      {
        code: 'too-few-responses',
        metric,
        endpoint: null,
        responses: fewest - 1,
        needed: fewest,
        secondsMore: Math.ceil(20 / (fewest - 1)),
      },
    ]);
    expect(few.wantsMore).toBe(false);
    expect(look(metric, slow(0, fewest)).verdict.outcome).toBe('pass');
  });
});

test.each([
  ['p90', 19],
  ['p95', 39],
  ['p99', 199],
  ['p99.9', 1999],
] as const)('half of too few responses beyond the limit are too many for %s, whatever the rest would be', (metric, n) => {
  const { verdict } = look(metric, slow(Math.ceil(n / 2), n));
  expect(verdict.causes).toMatchObject([{ code: 'over-limit', metric }]);
});

test('a limit on each quantile of one run is held against its own figure', () => {
  const names = QUANTILES.map(([metric]) => metric);
  const fieldOf = (metric: Name) => {
    const row = METRICS[metric];
    if (row.kind !== 'latency') throw new Error('a quantile is a latency');
    return row.field;
  };
  const judged = (factor: number) => {
    const whole = Object.fromEntries(
      names.map((metric) => [metric, { limit: factor * LEVELS[fieldOf(metric)], regression: null }]),
    );
    return judge(makePlan({ whole }), measureLevels(), null).verdict;
  };
  const passed = judged(1.02);
  expect(passed).toMatchObject({ outcome: 'pass', causes: [] });
  for (const metric of names) {
    const row = passed.comparisons.find((one) => one.metric === metric);
    expect(row?.target).toBeGreaterThan(0.995 * LEVELS[fieldOf(metric)]);
    expect(row?.target).toBeLessThan(1.005 * LEVELS[fieldOf(metric)]);
  }
  // Beyond 98 % of a level is all that is at it and above: 100, 40, 8, 3 and 0.5 in 100 requests.
  const failed = judged(0.98);
  expect(failed.outcome).toBe('fail');
  expect(new Set(failed.causes.map((cause) => 'metric' in cause && cause.metric))).toEqual(new Set(names));
});

test('of a single request, by its own responses', () => {
  const plan = makePlan({
    whole: {},
    gate: { endpoints: { 'create owner': { 'p99.9': { limit: LIMIT_MS, regression: null } } } },
  });
  const measured = makeMeasurement();
  const judged = (figures: Figures) => {
    const endpoints = measured.endpoints.map((one) =>
      one.name === 'create owner' ? { ...one, figures } : one,
    );
    return judge(plan, { ...measured, endpoints }, null).verdict;
  };
  const scope = { metric: 'p99.9', endpoint: 'create owner' };
  expect(judged(slow(2, 2000)).outcome).toBe('pass');
  expect(judged(slow(0, 1244)).causes).toMatchObject([
    { code: 'too-few-responses', ...scope, responses: 1244, needed: 2000, secondsMore: 13 },
  ]);
  expect(judged(slow(20, 2000)).causes).toMatchObject([{ code: 'over-limit', ...scope }]);
});
