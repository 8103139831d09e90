/** What a search for the breaking point is judged by, against simulated services of known capacity. */
import type { Plan } from '../../src/config/plan.ts';
import { seriesOf } from '../../src/evidence/history/series.ts';
import { watch } from '../../src/judgement/drift/watch.ts';
import type { Outcome } from '../../src/judgement/verdict.ts';
import { toRecord } from '../../src/report/history/record.ts';
import { makeRecord } from '../evidence/make-history.ts';
import { IN_TIME } from '../generator-health.ts';
import { testPart } from '../part.ts';
import { searchAndJudge, searchPlan } from '../search/simulated-world.ts';

/** 400 /s, and 13 % less. */
const EIGHT = { slots: 8, serviceMs: 20, service: 'varying', connections: 200 } as const;
const SLOWER = { ...EIGHT, serviceMs: 23 };

const HOLDS = { p99: { limit: 100, regression: null }, errors: { limit: 0.01, regression: null } };
const withMin = (min: number) => ({ ...HOLDS, capacity: { limit: min, regression: null } });
const BASE = { origin: 'http://127.0.0.1:8081' };
const beside = (tolerance: number): Plan =>
  searchPlan('connections', {
    base: BASE,
    whole: { ...HOLDS, capacity: { limit: null, regression: tolerance } },
  });

const SEARCHED = new Map<string, ReturnType<typeof searchAndJudge>>();

/** Several tests look at the same search, each at another side of it. */
function searched(...[plan, services, more]: Parameters<typeof searchAndJudge>) {
  if (services.change) return searchAndJudge(plan, services, more);
  const key = JSON.stringify([plan, services, more]);
  const known = SEARCHED.get(key) ?? searchAndJudge(plan, services, more);
  SEARCHED.set(key, known);
  return known;
}

testPart<[string, 'rate' | 'connections', number, Outcome, string[]]>(
  [
    ['a rate', 'rate', 350, 'pass', []],
    ['connections', 'connections', 350, 'pass', []],
    ['a rate', 'rate', 450, 'fail', ['over-limit']],
    ['connections', 'connections', 450, 'fail', ['over-limit']],
  ],
  ([, of]) => of,
  ([, , , outcome]) => outcome,
)(
  'a search of %s (%s) for at least %d /s of a service that bears 400',
  async (_, of, min, outcome, causes) => {
    const { verdict, seen, rounds } = await searched(searchPlan(of, { whole: withMin(min) }), {
      target: EIGHT,
    });
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.causes.map(({ code }) => code)).toEqual(causes);
    expect(verdict.warnings).toEqual([]);
    const { whole, search } = seen.measurement ?? {};
    expect(Math.abs((whole?.capacityPerSecond ?? 0) / 400 - 1)).toBeLessThan(0.05);
    expect(verdict.comparisons).toMatchObject([
      {
        metric: 'capacity',
        target: whole?.capacityPerSecond,
        limit: { bound: 'min', value: min, finding: outcome === 'pass' ? 'within' : 'over-limit' },
      },
    ]);
    expect(search?.searches).toHaveLength(1);
    expect(search?.searches[0]?.steps).toHaveLength(
      rounds.filter(({ step }) => step?.phase !== 'rest').length,
    );
  },
);

test('a capacity whose interval holds the limit is left open', async () => {
  const of = searchPlan('rate');
  const { seen } = await searched(of, { target: EIGHT });
  const { perSecond = 0, high = 0 } = seen.measurement?.search?.capacity ?? {};
  const between = (perSecond + (high ?? 0)) / 2;
  const { verdict } = await searched(searchPlan('rate', { whole: withMin(between) }), {
    target: EIGHT,
  });
  expect(verdict).toMatchObject({
    outcome: 'inconclusive',
    causes: [{ code: 'limit-undecided', metric: 'capacity', limit: between, secondsMore: null }],
  });
});

describe('where something else ends the search below the service’s own limit', () => {
  const limited = { target: { ...EIGHT, limiter: 200 } };

  test('what held is enough for a lower limit, and the report says that it is no capacity', async () => {
    const { verdict } = await searched(searchPlan('rate', { whole: withMin(100) }), limited);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toMatchObject([
      { code: 'capacity-at-least', side: null, end: 'limiter', broke: { what: 'limiter' } },
    ]);
  });

  test('a higher limit is left open', async () => {
    const { verdict, seen } = await searched(searchPlan('rate', { whole: withMin(350) }), limited);
    expect(verdict).toMatchObject({
      outcome: 'inconclusive',
      causes: [{ code: 'capacity-beyond', metric: 'capacity', endpoint: null, limit: 350 }],
    });
    expect(seen.measurement?.whole.capacityPerSecond).toBeUndefined();
  });

  test('the end of the range is such an end, too', async () => {
    const plan = searchPlan('rate', {
      whole: withMin(250),
      load: { ...searchPlan('rate').load, search: { of: 'rate', from: 50, most: 300, budgetMs: 230_000 } },
    });
    const { verdict } = await searched(plan, { target: EIGHT });
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toMatchObject([
      { code: 'capacity-at-least', perSecond: 300, end: 'done', broke: null },
    ]);
  });

  test('a generator that is late from the first step on makes it invalid', async () => {
    const late = { ...IN_TIME, cpuShare: 0.99 };
    const { verdict } = await searched(searchPlan('connections'), {
      target: EIGHT,
      change: (round) => ({
        ...round,
        generator: late,
        ...(round.step && { step: { ...round.step, broke: { what: 'generator' } } }),
      }),
    });
    expect(verdict).toMatchObject({ outcome: 'invalid', causes: [{ code: 'generator-late' }] });
  });
});

test('a service that does not even bear the least fails, and what broke is said', async () => {
  const { verdict } = await searched(searchPlan('rate'), {
    target: { ...EIGHT, slots: 1, serviceMs: 50 },
  });
  expect(verdict).toMatchObject({
    outcome: 'fail',
    causes: [{ code: 'breaks-at-once', of: 'rate', load: 50, broke: { what: 'limit', metric: 'p99' } }],
  });
});

test('a target that is gone in a step beyond what it bears has the capacity of the steps before', async () => {
  const { verdict, seen } = await searched(searchPlan('rate', { whole: withMin(350) }), {
    target: EIGHT,
    change: (round) =>
      round.step && round.step.load > 500
        ? { ...round, ended: { how: 'target-lost', afterMs: 900, why: 'the connection was refused' } }
        : round,
  });
  expect(seen.measurement?.search?.searches).toMatchObject([{ end: 'interrupted' }]);
  expect(verdict.warnings.map(({ code }) => code)).toContain('lost-in-search');
  expect(verdict.causes.map(({ code }) => code)).not.toContain('target-lost');
});

test('a service that never comes back from a step is not asked again, and that is said', async () => {
  const { verdict, seen } = await searched(searchPlan('connections', { whole: withMin(300) }), {
    target: { ...EIGHT, diesAbove: 12 },
  });
  expect(seen.measurement?.search?.searches).toMatchObject([{ end: 'no-recovery' }]);
  expect(verdict.warnings.map(({ code }) => code)).toContain('search-not-recovered');
});

describe('beside a base', () => {
  test('each side is searched twice at least, in turn, in the order of a fair coin', async () => {
    const { orders } = await searched(beside(0.1), { target: EIGHT });
    const units = orders
      .filter(({ stage }) => stage === 0)
      .map(({ side, sequence }) => `${side} ${sequence}`);
    expect(units.filter((unit) => unit.startsWith('target')).length).toBeGreaterThanOrEqual(2);
    for (const [i, unit] of units.entries()) {
      const pair = i - (i % 2);
      expect(new Set(units.slice(pair, pair + 2))).toEqual(
        new Set([`target ${pair / 2}`, `base ${pair / 2}`]),
      );
      expect(unit).toContain(String(pair / 2));
    }
  });

  test.each([
    ['fails where the target bears 13 % less', SLOWER, EIGHT, 0.05, 'fail', 'regressed'],
    ['passes where both bear the same', EIGHT, EIGHT, 0.1, 'pass', 'within'],
    ['passes where the target bears more', EIGHT, SLOWER, 0.05, 'pass', 'improved'],
  ] as const)('%s', async (_, target, base, tolerance, outcome, finding) => {
    const { verdict } = await searched(beside(tolerance), base === target ? { target } : { target, base });
    const { against, change, regression } = verdict.comparisons[0] ?? {};
    expect(verdict.outcome).toBe(outcome);
    expect([against, regression?.finding]).toEqual(['base', finding]);
    const truth = base.serviceMs / target.serviceMs - 1;
    expect(Math.abs((change ?? 1) - truth)).toBeLessThan(0.05);
    expect(regression?.passes).toBeGreaterThanOrEqual(2);
  });

  test('what all searches of a side found only the least of is said once', async () => {
    const { verdict, seen } = await searched(beside(0.1), {
      target: EIGHT,
      base: { ...EIGHT, limiter: 200 },
    });
    const ofBase = seen.measurement?.search?.searches.filter(({ side }) => side === 'base') ?? [];
    expect(ofBase.length).toBeGreaterThanOrEqual(2);
    const least = Math.min(...ofBase.map(({ capacity }) => capacity?.perSecond ?? 0));
    const said = verdict.warnings.filter(({ code }) => code === 'capacity-at-least');
    expect(said).toMatchObject([{ side: 'base', perSecond: least, end: 'limiter' }]);
  });

  test('one search of a side is no comparison, and that is said', async () => {
    const { verdict } = await searched(beside(0.1), {
      target: EIGHT,
      change: (round, { side, sequence }) =>
        side === 'base' && sequence > 0 && round.step
          ? { ...round, step: { ...round.step, broke: { what: 'limit', metric: 'p99' } } }
          : round,
    });
    expect(verdict).toMatchObject({
      outcome: 'inconclusive',
      causes: [{ code: 'too-few-searches', found: { base: 1 }, needed: 2 }],
    });
  });
});

describe('against a stored result', () => {
  const stored = async (min: number | null, regression: number, before: number) => {
    const plan = searchPlan('rate', {
      whole: { ...HOLDS, capacity: { limit: min, regression } },
      baseline: { kind: 'file', file: 'before.json', section: null, written: 'before.json' },
    });
    const { seen } = await searched(plan, { target: EIGHT });
    const { conditions } = seen.measurement ?? {};
    if (!conditions) throw new Error('nothing was measured');
    return searched(
      plan,
      { target: EIGHT },
      {
        baseline: {
          source: 'before.json',
          title: null,
          date: null,
          conditions,
          whole: { capacityPerSecond: before },
          endpoints: new Map(),
          remarks: [],
        } as never,
      },
    );
  };

  test('a capacity that fell by more than its tolerance fails', async () => {
    const { verdict } = await stored(null, 0.1, 700);
    expect(verdict.comparisons).toMatchObject([{ against: 'baseline', baseline: 700 }]);
    expect(verdict.causes.map(({ code }) => code)).toEqual(['regressed']);
  });

  test('one that is as before passes', async () => {
    const { verdict } = await stored(null, 0.1, 400);
    expect(verdict.outcome).toBe('pass');
  });
});

test('without a bound of the capacity it is told, and nothing is judged but that the limits hold at all', async () => {
  const plan = searchPlan('rate', { whole: HOLDS });
  const { verdict, seen } = await searched(plan, { target: EIGHT });
  expect(verdict).toMatchObject({
    outcome: 'pass',
    comparisons: [{ metric: 'capacity', finding: 'not-gated', limit: null, regression: null }],
  });
  expect(seen.measurement?.whole.capacityPerSecond).toBeGreaterThan(380);
});

describe('against a history', () => {
  const recorded = async (perSecond: number) => {
    const plan = searchPlan('rate', {
      whole: { ...HOLDS, capacity: { limit: null, regression: 0.1 } },
      baseline: { kind: 'history', written: 'history' } as never,
    });
    const { seen } = await searched(plan, { target: EIGHT });
    const report = { plan, baseline: null, ...seen, verdict: { outcome: 'pass' }, run: { headSha: null } };
    const record = toRecord(
      report as never,
      {
        suite: 'capacity',
        ref: null,
        run: { id: '1', attempt: 1 },
        event: 'schedule',
        policy: 'nightly',
        release: null,
        durationByHand: false,
      } as never,
    );
    if (record === null) throw new Error('nothing is recorded');
    return {
      record,
      series: seriesOf(
        [{ ...record, whole: { ...record.whole, capacityPerSecond: perSecond } }],
        'capacity',
        null,
      ),
    };
  };

  test('a search is recorded whole, however short it was, and its capacity is a series', async () => {
    const { record, series } = await recorded(404);
    expect(record.excluded).toBeNull();
    expect(Math.abs((record.whole.capacityPerSecond ?? 0) / 400 - 1)).toBeLessThan(0.05);
    expect(record.conditions.search).toMatchObject({ of: 'rate' });
    expect(series.map(({ value }) => value)).toEqual([404]);
  });
});

test('nights of searches are watched by their capacity alone', () => {
  const search = {
    of: 'rate' as const,
    from: 50,
    to: 2000,
    limits: [{ metric: 'p99' as const, limit: 100 }],
  };
  const nights = Array.from({ length: 24 }, (_, night) => {
    // Their P99 is that of whatever loads were tried, and rises each night.
    const record = makeRecord({ night, p99Ms: 100 * 1.1 ** night, conditions: { search } });
    const wobble = 1 + 0.01 * Math.sin(7 * night);
    const capacityPerSecond = (night < 14 ? 400 : 330) * wobble;
    return { ...record, whole: { ...record.whole, capacityPerSecond } };
  });
  const { worse } = watch(nights, [], ({ metric }) => metric);
  expect(worse.map(({ metric }) => metric)).toEqual(['capacity']);
  expect(worse[0]?.change).toBeCloseTo(330 / 400 - 1, 1);
});
