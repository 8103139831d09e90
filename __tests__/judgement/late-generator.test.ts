/**
 * What of a judgement stands though the generator was late, by its direction: a late reading only adds, and a late
 * closed loop offers less, by a share that is known.
 */
import type { MetricBounds } from '../../src/config/plan.ts';
import type { GeneratorHealth } from '../../src/engine/round.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import type { Figures, Measurement } from '../../src/evidence/measurement.ts';
import { judge } from '../../src/judgement/judge.ts';
import { IN_TIME } from '../generator-health.ts';
import { type MeasurementShape, makeMeasurement, makePlan, withArrivals } from './make.ts';
import { runSession } from './session.ts';

const HEALTHY: GeneratorHealth = {
  ...IN_TIME,
  cpuShare: 0.2,
  waitShare: 0.1,
  utilisation: 0.3,
  machineShare: 0.9,
  loopDelay: [100, 2000],
  loopDelayP99Ms: 0.1,
};
const MS = 1000;
const limitsOf = (whole: MetricBounds) => makePlan({ whole });
const p99 = (limit: number) => limitsOf({ p99: { limit, regression: null } });
const throughput = (limit: number) => limitsOf({ throughput: { limit, regression: null } });
const errors = (limit: number) => limitsOf({ errors: { limit, regression: null } });
const late = (
  loopDelayP99Ms: number,
  utilisation: number,
  more: Partial<GeneratorHealth> = {},
): GeneratorHealth => ({
  ...HEALTHY,
  loopDelayP99Ms,
  utilisation,
  // Half of it is work.
  waitShare: utilisation / 2,
  ...more,
});

/** Latencies as they are given, in each of ten batches. */
function withLatencies(
  measurement: Measurement,
  levels: readonly [ms: number, count: number][],
): Measurement {
  const buckets = levels.flatMap(([ms, count]) => [ms * MS, count / 10]);
  const part = Histogram.of(buckets);
  const batches = measurement.whole.batches.map((batch) => ({ ...batch, latency: part, latencyAll: part }));
  const latency = Histogram.merge(...batches.map((batch) => batch.latency));
  const at = (p: number) => latency.percentileMs(p) ?? 0;
  const latencyMs = {
    p50: at(50),
    p75: at(75),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    p99_9: at(99.9),
    max: at(100),
    mean: latency.meanMs ?? 0,
  };
  const whole: Figures = { ...measurement.whole, batches, latency, latencyMs, latencyAllMs: latencyMs };
  return { ...measurement, whole };
}

const outcomeOf = (plan: ReturnType<typeof makePlan>, measurement: Measurement) => {
  const { verdict } = judge(plan, measurement, null);
  return [verdict.outcome, verdict.causes[0]?.code ?? null, verdict.warnings.map(({ code }) => code)];
};
const measured = (
  plan: ReturnType<typeof makePlan>,
  generator: GeneratorHealth,
  shape: MeasurementShape = {},
) => makeMeasurement({ generator, ...shape }, plan);
const LAGGED = ['pass', null, ['generator-lagged']];
const INVALID = ['invalid', 'generator-late', []];

describe('closed, a limit of P99', () => {
  test('far below it: it passes, with a note', () => {
    const run = measured(p99(250), late(3.5, 0.6), { whole: { p99Ms: 2.8, medianMs: 1 } });
    expect(outcomeOf(p99(250), run)).toEqual(LAGGED);
  });

  test('below it by less than what was not offered may have added: invalid', () => {
    const run = measured(p99(4), late(3.5, 0.6), { whole: { p99Ms: 2.8, medianMs: 1 } });
    expect(outcomeOf(p99(4), run)).toEqual(INVALID);
  });

  test('a generator within its limits takes nothing off', () => {
    const run = measured(p99(3), late(1.2, 0.3), { whole: { p99Ms: 2.8, medianMs: 1, wobble: 0 } });
    expect(outcomeOf(p99(3), run)).toEqual(['pass', null, []]);
  });

  const slow = (levels: readonly [number, number][], generator: GeneratorHealth, limit = 250) => {
    const plan = p99(limit);
    return outcomeOf(plan, withLatencies(measured(plan, generator), levels));
  };

  test('more slow requests beyond it than stalls explain: a fail', () => {
    // 2.5 % slower than 270 ms, and no delay of more than 10 ms.
    const levels: [number, number][] = [
      [100, 9750],
      [300, 250],
    ];
    expect(slow(levels, late(151, 0.3))).toEqual(['fail', 'over-limit', ['generator-lagged']]);
  });

  test('as many as stalls explain: invalid', () => {
    // Stalls of 60 ms, each of which delays at most ten requests: 1.5 % of 10,000 in all; .3 % are slower than 310 ms.
    const levels: [number, number][] = [
      [100, 9810],
      [260, 160],
      [320, 30],
    ];
    const stalls = late(126, 0.3, { loopDelay: [100, 2000, 60 * MS, 15] });
    expect(slow(levels, stalls)).toEqual(INVALID);
  });

  test('a loop without time left says nothing of what it didn’t offer', () => {
    const run = measured(p99(250), late(0.1, 0.95, { cpuShare: 0.95 }), {
      whole: { p99Ms: 2.8, medianMs: 1 },
    });
    expect(outcomeOf(p99(250), run)).toEqual(INVALID);
  });
});

describe('closed, a limit of throughput', () => {
  const rate = (perSecond: number) => ({ whole: { requests: perSecond * 20, seconds: 20, wobble: 0.001 } });

  test.each([
    ['reached is reached', 101, 0.8, LAGGED],
    ['missed by more than was not offered', 80, 0.1, ['fail', 'over-limit', ['generator-lagged']]],
    ['missed by less than was not offered', 80, 0.4, INVALID],
  ])('%s', (_, perSecond, utilisation, expected) => {
    const plan = throughput(100);
    expect(outcomeOf(plan, measured(plan, late(200, utilisation), rate(perSecond)))).toEqual(expected);
  });

  test('also by a loop that came round in time for the latencies: it waited for a CPU all the same', () => {
    const plan = throughput(100);
    const waiting = { ...late(0, 0.4), waitShare: 0.35, loopDelay: [1000, 2000], loopDelayP99Ms: 1 };
    expect(outcomeOf(plan, measured(plan, waiting, rate(80)))).toEqual(INVALID);
    expect(outcomeOf(plan, measured(plan, { ...waiting, waitShare: 0.05 }, rate(80)))).toEqual([
      'fail',
      'over-limit',
      [],
    ]);
  });

  test('also where no time is left, of four hundred connections', () => {
    const plan = throughput(50_000);
    const spent = late(5, 0.95, { cpuShare: 0.95 });
    expect(outcomeOf(plan, measured(plan, spent, rate(60_000)))).toEqual(LAGGED);
    const both = limitsOf({
      throughput: { limit: 50_000, regression: null },
      p99: { limit: 250, regression: null },
    });
    expect(outcomeOf(both, measured(both, spent, rate(60_000)))).toEqual(INVALID);
  });
});

describe('closed, a limit of errors', () => {
  const spent = late(5, 0.9, { cpuShare: 0.9 });

  test('the service’s own stand, however busy the generator was', () => {
    const plan = errors(0.01);
    expect(outcomeOf(plan, measured(plan, spent, { whole: { statuses: { 500: 187 } } }))).toEqual([
      'fail',
      'over-limit',
      ['generator-lagged'],
    ]);
  });

  test('timeouts that one stall explains don’t', () => {
    const plan = errors(0.01);
    const stalled = late(200, 0.3, { loopDelay: [100, 2000, 12_000 * MS, 1] });
    const whole = { timeouts: 187 };
    expect(outcomeOf(plan, measured(plan, stalled, { whole }))).toEqual(INVALID);
    // A stall too short for them explains nothing.
    const short = late(60_000, 0.3, { loopDelay: [100, 2000, 400 * MS, 1] });
    expect(outcomeOf(plan, measured(plan, short, { whole }))[0]).toBe('fail');
  });

  test('none at all, of a load that was hardly offered: invalid', () => {
    const plan = errors(0.01);
    expect(outcomeOf(plan, measured(plan, spent))).toEqual(INVALID);
  });

  test('so many that they fail whatever is declared stand as well, unless stalls explain them', () => {
    const plan = p99(10_000);
    const fails = measured(plan, spent, { whole: { statuses: { 503: 3000 } } });
    expect(outcomeOf(plan, fails).slice(0, 2)).toEqual(['fail', 'error-floor']);
    const cut = late(200, 0.3, { loopDelay: [100, 2000, 1500 * MS, 3] });
    const explained = measured(limitsOf({ throughput: { limit: 1, regression: null } }), cut, {
      whole: { sockets: 3000 },
    });
    expect(outcomeOf(limitsOf({ throughput: { limit: 1, regression: null } }), explained)).toEqual(INVALID);
  });
});

describe('open', () => {
  const open = (plan: ReturnType<typeof makePlan>) => ({
    ...plan,
    load: withArrivals(plan.load, { perSecond: 311, kind: 'constant' }),
  });
  const run = (limit: number, p99Ms: number, serviceMs: number, lateShare: number) => {
    const plan = open(p99(limit));
    const measurement = measured(plan, late(0.1, 0.3, { lateShare }), {
      whole: { p99Ms, medianMs: p99Ms / 4 },
    });
    const { latencyMs } = measurement.whole;
    const whole: Figures = { ...measurement.whole, serviceMs: latencyMs && { ...latencyMs, p99: serviceMs } };
    const conditions = { ...measurement.conditions, model: 'open' as const };
    return outcomeOf(plan, { ...measurement, conditions, whole });
  };

  test('latency counts from the due time, so that lateness adds as well: below is below', () => {
    expect(run(250, 20, 15, 0.05)).toEqual(LAGGED);
  });

  test('beyond it by the wait alone: invalid', () => {
    expect(run(250, 300, 40, 0.05)).toEqual(INVALID);
  });

  test('beyond it by the service’s own time: a fail', () => {
    expect(run(250, 320, 300, 0.05)).toEqual(['fail', 'over-limit', ['generator-lagged']]);
  });
});

describe('beside a base', () => {
  const lag = (share: number, utilisation = 0.3): Partial<GeneratorHealth> => ({
    // Delays of the mean that makes up so much of a P99 of 83 ms.
    loopDelay: [share * 83 * MS, 100],
    loopDelayP99Ms: 50,
    utilisation,
  });

  test('what is shown to be worse is worse', () => {
    const { verdict } = runSession({ p99: 1.2, generator: () => lag(0.3) });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes[0]).toMatchObject({ code: 'regressed', metric: 'p99' });
  });

  test('what is the same has to be nearer than the tolerance, by the share that is the generator’s own', () => {
    const noisy = { p99: 1.02, noise: 0.05, budgetBlocks: 45 };
    const late = runSession({ ...noisy, generator: () => lag(0.3) });
    const inTime = runSession(noisy);
    expect([inTime.verdict.outcome, late.verdict.outcome]).toEqual(['pass', 'pass']);
    expect(late.blocks).toBeGreaterThan(inTime.blocks);
    const [gate] = late.verdict.interleaved?.gates ?? [];
    expect(gate?.interval?.[1]).toBeLessThan(0.1 * 0.7);
  });

  test('where more than half of the tail may be its own, nothing passes: invalid, and soon', () => {
    const { verdict, blocks } = runSession({ noise: 0.01, generator: () => lag(0.6) });
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.causes).toMatchObject([
      { code: 'generator-late', delayMs: { seen: expect.closeTo(50, 0) } },
    ]);
    expect(blocks).toBeLessThanOrEqual(8);
  });

  test('a budget that is spent between the two bounds: invalid, not inconclusive', () => {
    const { verdict } = runSession({ p99: 1.08, noise: 0.012, budgetBlocks: 20, generator: () => lag(0.3) });
    expect(verdict.outcome).toBe('invalid');
  });

  test('a target that alone keeps the generator busy is not slower for that', () => {
    const busy = runSession({
      p99: 1.3,
      sides: (side) => ({ utilisation: side === 'target' ? 0.8 : 0.2 }),
    });
    expect(busy.verdict.outcome).toBe('invalid');
    const alike = runSession({ p99: 1.3, sides: () => ({ utilisation: 0.8 }) });
    expect(alike.verdict.outcome).toBe('fail');
  });

  test('a little of it changes little', () => {
    expect(runSession({ generator: () => lag(0.05) }).verdict.outcome).toBe('pass');
  });
});
