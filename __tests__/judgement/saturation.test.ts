import type { GeneratorHealth } from '../../src/engine/round.ts';
import { judge } from '../../src/judgement/judge.ts';
import { disbelieveGenerator } from '../../src/judgement/saturation.ts';
import {
  type MeasurementShape,
  makeBaseline,
  makeFullPlan,
  makeMeasurement,
  makePlan,
  withArrivals,
} from './make.ts';

const IDLE: GeneratorHealth = {
  workers: 2,
  cpuShare: 0.1,
  loopDelayP99Ms: 0.2,
  lateShare: null,
  worstLagMs: 0,
};
const SPENT = { cpuShare: 0.97, loopDelayP99Ms: 80, lateShare: 0.3 };

/** A run whose P99 is about 83 ms, unless told otherwise. */
const doubt = (health: Partial<GeneratorHealth>, shape: MeasurementShape = {}) =>
  disbelieveGenerator(makeMeasurement({ ...shape, generator: { ...IDLE, ...health } }));

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

  test.each<[Partial<GeneratorHealth>, string]>([
    [{ cpuShare: 0.973 }, 'its busiest thread used 97.3 % of a core (limit 85.0 %)'],
    [{ loopDelayP99Ms: 120 }, 'its event loop came round 120 ms late (P99; limit 43.5 ms)'],
    [
      { lateShare: 0.124 },
      'it sent 12.4 % of the requests more than 1 ms after they were due though a connection was free (limit 1.00 %)',
    ],
    [
      { cpuShare: 0.9, lateShare: 0.02 },
      'its busiest thread used 90.0 % of a core (limit 85.0 %) and it sent 2.00 % of the requests more than 1 ms after they were due though a connection was free (limit 1.00 %)',
    ],
    [
      { cpuShare: 0.9, loopDelayP99Ms: 120, lateShare: 0.02 },
      'its busiest thread used 90.0 % of a core (limit 85.0 %), its event loop came round 120 ms late (P99; limit 43.5 ms) and it sent 2.00 % of the requests more than 1 ms after they were due though a connection was free (limit 1.00 %)',
    ],
  ])('is told with figure and limit: %j', (health, words) => {
    expect(doubt(health)?.reason).toBe(`The load generator was saturated: ${words}`);
  });

  test('a figure beyond its limit never reads like the limit', () => {
    expect(doubt({ lateShare: 0.010001 })?.reason).toContain('it sent 1.0001 % of the requests');
    expect(doubt({ loopDelayP99Ms: 2.0001 }, quick)?.reason).toContain(
      'came round 2.0001 ms late (P99; limit 2.00 ms)',
    );
  });

  test('the advice names what this load can change', () => {
    const { conditions } = makeMeasurement();
    expect(doubt({ cpuShare: 1 })?.advice).toBe(
      'Ask less of the generator (fewer connections), give the runner more cores, or move what else is busy on it elsewhere.',
    );
    expect(doubt({ cpuShare: 1 }, { conditions: { ...conditions, model: 'open' } })?.advice).toContain(
      '(a lower rate)',
    );
  });
});

describe('a run that cannot be believed for several reasons gives the one behind the others', () => {
  const plan = makeFullPlan();
  const ending = (how: 'cancelled' | 'login-lost' | 'target-lost', why: string) => ({ how, why }) as const;
  const causes: readonly [string, MeasurementShape, RegExp][] = [
    ['unaccounted', { unaccounted: 3 }, /^3 requests are not accounted for/],
    [
      'ended',
      { ended: ending('cancelled', 'The run was cancelled after 3.0 s of 20.0 s.') },
      /was cancelled/,
    ],
    ['generator', { generator: { ...IDLE, ...SPENT } }, /^The load generator was saturated/],
    [
      'path',
      { intercepted: { rateLimited: 0.5, loginRedirects: 0, challenges: 0, retryAfterSeconds: null } },
      /rate limiter/,
    ],
  ];
  const told = (shape: MeasurementShape) =>
    judge(plan, makeMeasurement({ whole: { p99Ms: 300 }, ...shape }, plan), makeBaseline()).verdict;

  test.each(causes.map((cause, i) => [cause[0], i] as const))('%s', (_, i) => {
    const left = causes.slice(i);
    const shape: MeasurementShape = Object.assign({}, ...left.map(([, part]) => part));
    const { outcome, reason } = told(shape);
    expect(outcome).toBe('invalid');
    expect(reason).toMatch(left[0]?.[2] ?? /^$/);
  });

  test('a lost login goes before the generator', () => {
    const ended = ending('login-lost', 'The login was no longer accepted after 8.0 s: status 403');
    expect(told({ ended, generator: { ...IDLE, ...SPENT } }).reason).toBe(
      'The login was no longer accepted after 8.0 s: status 403',
    );
  });

  test('a lost target fails, unless the generator may have been why', () => {
    const ended = ending('target-lost', 'The target could no longer be reached after 9.0 s: refused');
    expect(told({ ended }).outcome).toBe('fail');
    expect(told({ ended, generator: { ...IDLE, ...SPENT } }).outcome).toBe('invalid');
  });

  test('a target that never answered is told as lost, however busy the generator was', () => {
    const why = 'The target could no longer be reached after 0.4 s: ECONNREFUSED';
    const whole = { requests: 20, sockets: 20 };
    const lost = told({ whole, ended: ending('target-lost', why), generator: { ...IDLE, ...SPENT } });
    expect(lost).toMatchObject({ outcome: 'fail', reason: expect.stringContaining(why) });
  });

  test('a saturated generator passes nothing, and asks for no more of the same', () => {
    const generator = { ...IDLE, ...SPENT };
    const { verdict, wantsMore } = judge(makePlan(), makeMeasurement({ generator }), null);
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.comparisons).toHaveLength(3);
    expect(wantsMore).toBe(false);
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
      reason: 'Throughput is 33 % below its limit (200 /s, limit 300 /s)',
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
    const { outcome, reason } = judge(gated, { ...measurement, conditions }, closed).verdict;
    expect(outcome).toBe('inconclusive');
    expect(reason).toMatch(/a closed model .* this run an open model/);
  });
});
