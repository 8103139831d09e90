import type { GeneratorHealth } from '../../src/engine/round.ts';
import type { Ended } from '../../src/evidence/measurement.ts';
import type { Cause } from '../../src/evidence/result/causes.ts';
import { judge } from '../../src/judgement/judge.ts';
import { findLateGenerator } from '../../src/judgement/validity/generator.ts';
import { IN_TIME } from '../generator-health.ts';
import {
  type MeasurementShape,
  makeBaseline,
  makeFullPlan,
  makeMeasurement,
  makePlan,
  withArrivals,
} from './make.ts';

const IDLE: GeneratorHealth = { ...IN_TIME, workers: 2 };
const SPENT = { cpuShare: 0.97, utilisation: 0.97, loopDelayP99Ms: 80, lateShare: 0.3 };

/** A run whose P99 is about 83 ms, unless told otherwise. */
const doubt = (health: Partial<GeneratorHealth>, shape: MeasurementShape = {}) =>
  findLateGenerator(makeMeasurement({ ...shape, generator: { ...IDLE, ...health } }));

describe('a generator that was saturated', () => {
  const p99Ms = makeMeasurement().whole.latencyAllMs?.p99 ?? 0;
  const quick = { whole: { medianMs: 0.4, p99Ms: 1 } };
  const silent = { whole: { requests: 20, sockets: 20 } };

  test.each<[string, Partial<GeneratorHealth>, MeasurementShape, boolean]>([
    ['a thread that is nearly busy', { cpuShare: 0.849 }, {}, false],
    ['a thread at its limit', { cpuShare: 0.85 }, {}, true],
    ['a delay of half the P99', { loopDelayP99Ms: p99Ms / 2 }, {}, false],
    ['a delay of more than half the P99', { loopDelayP99Ms: p99Ms / 2 + 0.01 }, {}, true],
    ['a delay of 2 ms beside a P99 of 1 ms', { loopDelayP99Ms: 2 }, quick, false],
    ['a delay of more than 2 ms beside a P99 of 1 ms', { loopDelayP99Ms: 2.01 }, quick, true],
    ['a delay of 2 ms where nothing was answered', { loopDelayP99Ms: 2 }, silent, false],
    ['all of it where nothing was answered', SPENT, silent, false],
    ['1 % of requests late', { lateShare: 0.01 }, {}, false],
    ['more than 1 % of requests late', { lateShare: 0.0101 }, {}, true],
    ['no schedule to be late for', { lateShare: null, worstLagMs: 900 }, {}, false],
    ['one request very late', { lateShare: 0.0001, worstLagMs: 900 }, {}, false],
  ])('%s', (_, health, shape, caught) => {
    expect(doubt(health, shape) !== null).toBe(caught);
  });

  test('only the generator is looked at: a slow target and a failing one are theirs to judge', () => {
    for (const whole of [{ p99Ms: 9000 }, { statuses: { 503: 6000 } }, { timeouts: 3000 }, { requests: 0 }]) {
      expect(doubt({}, { whole })).toBeNull();
    }
  });

  test.each<[Partial<GeneratorHealth>, object]>([
    // And how many machines would do: each of them at three fifths of a processor at most.
    [{ cpuShare: 0.973 }, { cpuShare: 0.973, shards: 2 }],
    [{ loopDelayP99Ms: 120 }, { delayMs: { seen: 120, limit: p99Ms / 2 } }],
    [{ lateShare: 0.124 }, { lateShare: { seen: 0.124, limit: 0.01 } }],
    [
      { cpuShare: 0.9, loopDelayP99Ms: 120, lateShare: 0.02 },
      {
        cpuShare: 0.9,
        shards: 2,
        delayMs: { seen: 120, limit: p99Ms / 2 },
        lateShare: { seen: 0.02, limit: 0.01 },
      },
    ],
  ])('is told with figure and limit of what was beyond it: %j', (health, beyond) => {
    const none = { cpuShare: 0.1, waitShare: 0, machineShare: 0.5, delayMs: null, lateShare: null };
    const late = { code: 'generator-late', model: 'closed' };
    expect(doubt(health)).toEqual({ ...late, ...none, ...beyond });
  });

  test('the model of its load is told, which is what can be asked less of', () => {
    const { conditions } = makeMeasurement();
    const open = { conditions: { ...conditions, model: 'open' as const } };
    expect(doubt({ cpuShare: 1 }, open)).toMatchObject({ model: 'open' });
  });
});

describe('a run that cannot be believed for several reasons gives the one behind the others first', () => {
  const plan = makeFullPlan();
  const ending = (how: 'login-lost' | 'target-lost', afterSeconds: number, detail: string): Ended => ({
    how,
    side: 'target',
    afterSeconds,
    detail,
  });
  const ran = { afterSeconds: 3, plannedSeconds: 20 };
  const causes: readonly [MeasurementShape, Partial<Cause>][] = [
    [{ unaccounted: 3 }, { code: 'unaccounted', requests: 3 }],
    [{ ended: { how: 'cancelled', ran } }, { code: 'cancelled', ran, detail: null }],
    [
      { intercepted: { rateLimited: 0.5, loginRedirects: 0, challenges: 0, retryAfterSeconds: null } },
      { code: 'intercepted', guards: [{ by: 'rate-limiter', share: 0.5, retryAfterSeconds: null }] },
    ],
    [{ generator: { ...IDLE, ...SPENT } }, { code: 'generator-late', lateShare: { seen: 0.3, limit: 0.01 } }],
  ];
  const told = (shape: MeasurementShape) =>
    judge(plan, makeMeasurement({ whole: { p99Ms: 300 }, ...shape }, plan), makeBaseline()).verdict;

  test.each(causes.map(([, cause], i) => [cause.code, cause, i] as const))('%s', (_, cause, i) => {
    const shape: MeasurementShape = Object.assign({}, ...causes.slice(i).map(([part]) => part));
    const { outcome, causes: all } = told(shape);
    expect(outcome).toBe('invalid');
    expect(all[0]).toMatchObject(cause);
    // Whether it was cancelled or counted wrong is the same question; the others are told as well.
    expect(all.slice(1).map(({ code }) => code)).toEqual(
      ['intercepted', 'generator-late'].filter((code) =>
        causes.slice(i + 1).some(([, one]) => one.code === code),
      ),
    );
  });

  test('a lost login goes before the generator', () => {
    const ended = ending('login-lost', 8, 'status 403');
    expect(told({ ended, generator: { ...IDLE, ...SPENT } }).causes).toMatchObject([
      { code: 'login-lost', side: 'target', afterSeconds: 8, detail: 'status 403' },
      { code: 'generator-late' },
    ]);
  });

  test('a lost target fails, however late the generator was, which is told last', () => {
    const ended = ending('target-lost', 9, 'refused');
    expect(told({ ended }).outcome).toBe('fail');
    const late = told({ ended, generator: { ...IDLE, ...SPENT } });
    expect(late).toMatchObject({
      outcome: 'fail',
      causes: [{ code: 'target-lost' }, { code: 'generator-late' }],
    });
  });

  test('a target that never answered is told as lost, however busy the generator was', () => {
    const whole = { requests: 20, sockets: 20 };
    const ended = ending('target-lost', 0.4, 'ECONNREFUSED');
    const lost = told({ whole, ended, generator: { ...IDLE, ...SPENT } });
    expect(lost.outcome).toBe('fail');
    expect(lost.causes[0]).toEqual({
      code: 'target-lost',
      side: 'target',
      afterSeconds: 0.4,
      detail: 'ECONNREFUSED',
    });
  });

  test('a late generator passes nothing that hangs on it, and one more round is asked for', () => {
    const generator = { ...IDLE, ...SPENT };
    const { verdict, wantsMore } = judge(makePlan(), makeMeasurement({ generator }), null);
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.comparisons).toHaveLength(3);
    expect(wantsMore).toBe(true);
  });
});

describe('an open model', () => {
  const load = withArrivals(makePlan().load, { perSecond: 300, kind: 'constant' });
  const plan = makePlan({ load, whole: { throughput: { limit: 300, regression: null } } });
  const offered = (requests: number) =>
    judge(plan, makeMeasurement({ whole: { requests } }, plan), null).verdict;

  test('a target that keeps up with the rate passes, one that falls behind fails', () => {
    expect(offered(6000).outcome).toBe('pass');
    expect(offered(4000)).toMatchObject({
      outcome: 'fail',
      causes: [{ code: 'over-limit', metric: 'throughput', figure: 200, bound: 'min', limit: 300 }],
    });
  });

  test('a baseline of another model leaves a regression of latency open', () => {
    const gated = makeFullPlan({ load, whole: { p99: { limit: null, regression: 0.1 } } });
    const measurement = makeMeasurement({}, gated);
    const conditions = {
      ...measurement.conditions,
      model: 'open' as const,
      stages: measurement.conditions.stages.map((stage) => ({
        ...stage,
        ratePerSecond: 300,
        arrivals: 'constant' as const,
      })),
    };
    const closed = makeBaseline({ conditions: { model: 'closed', stages: [{ connections: 10 }] } });
    const { outcome, causes } = judge(gated, { ...measurement, conditions }, closed).verdict;
    expect(outcome).toBe('inconclusive');
    expect(causes).toMatchObject([
      { code: 'conditions-differ', differences: [{ condition: 'model', before: 'closed', now: 'open' }] },
    ]);
  });
});
