import { Unmeasurable } from '../../src/engine/unmeasurable.ts';
import { causeSchema } from '../../src/evidence/result/causes.ts';
import { comparisonSchema } from '../../src/evidence/result/comparison.ts';
import { remarkSchema } from '../../src/evidence/result/remarks.ts';
import { judge } from '../../src/judgement/judge.ts';
import { invalid } from '../../src/judgement/validity/unmeasurable.ts';
import fc from '../fast-check.ts';
import {
  makeBaseline,
  makeFullPlan,
  makeMeasurement,
  makeOwnBaseline,
  makePlan,
  makeRequest,
} from './make.ts';
import { wordsOf } from './words-of.ts';

const full = makeFullPlan();
const slow = { p99Ms: 300 };
const noPath = { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null };

test('from 1 % on, requests that had to be sent once more are a warning, and no error', () => {
  const lenient = makePlan({ whole: { errors: { limit: 0.01, regression: null } } });
  const told = (resent: number) => {
    const { verdict } = judge(lenient, makeMeasurement({ whole: { requests: 6200 }, resent }), null);
    expect(verdict.outcome).toBe('pass');
    return verdict.warnings;
  };
  expect(told(61)).toEqual([]);
  expect(told(62)).toEqual([{ code: 'resent', side: null, requests: 62, share: 0.01 }]);
});

describe('failing fast never wins', () => {
  const lenient = makePlan({ whole: { throughput: { limit: 10, regression: null } } });

  test('5 % errors fail whatever is declared, and the row says so', () => {
    const { verdict } = judge(lenient, makeMeasurement({ whole: { statuses: { 500: 311 } } }), null);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toEqual([{ code: 'error-floor', errorRate: 0.05, reference: null, main: null }]);
    expect(verdict.comparisons.find(({ metric }) => metric === 'errors')).toMatchObject({
      finding: 'over-limit',
      notes: [{ code: 'floor-reached' }],
    });
  });

  test('20 of 400 are more than an accident: they need to be shown to be above 1 %, not 5 %', () => {
    const plan = makePlan({ whole: { p99: { limit: 1000, regression: null } } });
    const failed = (count: number) =>
      judge(plan, makeMeasurement({ whole: { requests: 400, statuses: { 500: count } } }), null).verdict;
    expect(failed(20).outcome).toBe('fail');
    expect(failed(19).outcome).toBe('pass');
  });

  test('just below 5 % they do not', () => {
    const { verdict } = judge(lenient, makeMeasurement({ whole: { statuses: { 500: 310 } } }), null);
    expect(verdict.outcome).toBe('pass');
  });

  test.each<[string, Parameters<typeof makeBaseline>[0], string]>([
    ['is known', {}, 'pass'],
    ['is contradicted', { errorRateDoubted: true }, 'fail'],
    ['could not be read', { unread: ['error-rate'] }, 'fail'],
  ])('a baseline whose error rate %s', (_, more, outcome) => {
    const plan = makePlan({
      whole: { throughput: { limit: 10, regression: null } },
      baseline: { kind: 'file', file: 'r.md', section: null, written: 'r.md' },
    });
    const { errorRate: __, ...silent } = makeBaseline().whole;
    const whole = more?.unread ? silent : { ...silent, errorRate: 0.4 };
    const measurement = makeMeasurement({ whole: { statuses: { 500: 2488 } } });
    expect(judge(plan, measurement, makeBaseline({ whole, ...more })).verdict.outcome).toBe(outcome);
  });

  test('a baseline that failed as much excuses them, one under other conditions does not', () => {
    const plan = makePlan({
      whole: { throughput: { limit: 10, regression: null } },
      baseline: full.baseline,
    });
    const measurement = makeMeasurement({ whole: { statuses: { 500: 500 } } });
    const failed = { ...makeBaseline().whole, errorRate: 0.06 };
    expect(judge(plan, measurement, makeBaseline({ whole: failed })).verdict.outcome).toBe('pass');
    const other = makeBaseline({ whole: failed, conditions: { stages: [{ connections: 99 }] } });
    const { verdict } = judge(plan, measurement, other);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes[0]).toMatchObject({ code: 'error-floor', reference: null });
  });

  test('what a baseline failed is told beside a fail that it does not excuse', () => {
    const plan = makePlan({
      whole: { throughput: { limit: 10, regression: null } },
      baseline: full.baseline,
    });
    const baseline = makeBaseline({ whole: { ...makeBaseline().whole, errorRate: 0.02 } });
    const { verdict } = judge(plan, makeMeasurement({ whole: { statuses: { 500: 500 } } }), baseline);
    expect(verdict.causes).toMatchObject([
      { code: 'error-floor', errorRate: 500 / 6220, reference: { against: 'baseline', errorRate: 0.02 } },
    ]);
  });

  test('1 of 3 is too few to tell, an outage is not', () => {
    const few = judge(
      lenient,
      makeMeasurement({ whole: { requests: 300, seconds: 20, statuses: { 500: 1 } } }),
      null,
    );
    expect(few.verdict.outcome).toBe('pass');
    const third = judge(
      makePlan({ whole: { errors: { limit: 0.5, regression: null } } }),
      makeMeasurement({ whole: { requests: 3, statuses: { 500: 1 } } }),
      null,
    );
    expect(third.verdict.outcome).toBe('inconclusive');
    expect(third.verdict.causes).toMatchObject([{ code: 'few-errors', failed: 1, requests: 3 }]);
    const outage = judge(lenient, makeMeasurement({ whole: { sockets: 400, burst: 1 } }), null);
    expect(outage.verdict.outcome).toBe('fail');
    expect(outage.verdict.causes[0]).toMatchObject({ code: 'error-floor', errorRate: 400 / 6220 });
  });
});

describe('silence is never a pass', () => {
  test('no request at all', () => {
    const { verdict, wantsMore } = judge(full, makeMeasurement({ whole: { requests: 0 } }), makeBaseline());
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([{ code: 'no-requests', side: 'target', seconds: 20 }]);
    expect(wantsMore).toBe(false);
  });

  test('a request name that had no turn, with the time that gives it one', () => {
    const requests = [makeRequest({ weight: 9999 }), makeRequest({ name: 'rare', weight: 1 })];
    const plan = makePlan({ scenario: { logins: [], requests } });
    const { verdict } = judge(plan, makeMeasurement({ endpoints: { rare: { requests: 0 } } }, plan), null);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      { code: 'not-asked', side: 'target', endpoints: ['rare'], requests: 6220, secondsMore: 33 },
    ]);
  });

  test('a request name without a response', () => {
    const { verdict } = judge(
      full,
      makeMeasurement({ endpoints: { 'create owner': { requests: 40, timeouts: 40 } } }),
      makeBaseline(),
    );
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      { code: 'unanswered', side: 'target', endpoints: ['create owner'], requests: 40 },
    ]);
  });

  test('a gate that declares nothing', () => {
    const { verdict } = judge(makePlan({ whole: {} }), makeMeasurement(), null);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([{ code: 'nothing-judged', because: null }]);
    expect(verdict.comparisons.map(({ finding }) => finding)).toEqual([
      'not-gated',
      'not-gated',
      'not-gated',
    ]);
  });
});

describe('what cannot be believed is invalid, before anything fails', () => {
  test.each([
    [
      { rateLimited: 0.12, retryAfterSeconds: 30 },
      [{ by: 'rate-limiter', share: 0.12, retryAfterSeconds: 30 }],
    ],
    [{ loginRedirects: 0.01 }, [{ by: 'login-page', share: 0.01, retryAfterSeconds: null }]],
    [{ challenges: 0.5 }, [{ by: 'challenge', share: 0.5, retryAfterSeconds: null }]],
    [
      { rateLimited: 0.004, challenges: 0.006 },
      [
        { by: 'challenge', share: 0.006, retryAfterSeconds: null },
        { by: 'rate-limiter', share: 0.004, retryAfterSeconds: null },
      ],
    ],
  ])('%j', (path, guards) => {
    const { verdict } = judge(
      full,
      makeMeasurement({ whole: slow, intercepted: { ...noPath, ...path } }),
      makeBaseline(),
    );
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.causes).toEqual([{ code: 'intercepted', side: null, guards }]);
  });

  test('a few of them are a warning', () => {
    const path = { ...noPath, rateLimited: 0.004 };
    const { verdict } = judge(full, makeMeasurement({ intercepted: path }), makeBaseline());
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toContainEqual({
      code: 'few-intercepted',
      side: null,
      guard: { by: 'rate-limiter', share: 0.004, retryAfterSeconds: null },
    });
  });

  test('requests that are not accounted for are our bug', () => {
    const { verdict } = judge(full, makeMeasurement({ unaccounted: 1 }), makeBaseline());
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.causes).toEqual([{ code: 'unaccounted', requests: 1 }]);
  });

  test.each([
    [
      { how: 'cancelled', ran: { afterSeconds: 3, plannedSeconds: 20 } },
      'invalid',
      [{ code: 'cancelled', ran: { afterSeconds: 3, plannedSeconds: 20 }, detail: null }],
    ],
    [
      { how: 'login-lost', side: 'target', afterSeconds: 8, detail: 'status 401' },
      'invalid',
      [{ code: 'login-lost', side: 'target', afterSeconds: 8, detail: 'status 401' }],
    ],
    [
      { how: 'target-lost', side: 'target', afterSeconds: 9, detail: 'connection refused' },
      'fail',
      [
        { code: 'target-lost', side: 'target', afterSeconds: 9, detail: 'connection refused' },
        { code: 'over-limit', metric: 'p99' },
      ],
    ],
  ] as const)('%j ends the run', (ended, outcome, causes) => {
    const { verdict, wantsMore } = judge(full, makeMeasurement({ whole: slow, ended }), makeBaseline());
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.causes.slice(0, causes.length)).toMatchObject(causes);
    expect(verdict.comparisons.length).toBeGreaterThan(0);
    expect(wantsMore).toBe(false);
  });

  test('a run that could not be measured keeps its message', () => {
    const verdict = invalid(new Unmeasurable('login-failed', 'The login answered 401: wrong password.'));
    expect(verdict).toMatchObject({
      outcome: 'invalid',
      causes: [{ code: 'login-failed', detail: 'The login answered 401: wrong password.' }],
      comparisons: [],
    });
  });

  test('a service that no longer tells its commit keeps a fail, and nothing better', () => {
    const error = new Unmeasurable('unknown-commit', 'The target no longer tells its commit.');
    const of = (whole: object) => judge(makePlan(), makeMeasurement({ whole }), null).verdict;
    const [passed, failed] = [of({}), of(slow)];
    expect([passed.outcome, failed.outcome]).toEqual(['pass', 'fail']);
    const untold = [{ code: 'unknown-commit', detail: 'The target no longer tells its commit.' }];
    expect(invalid(error, passed)).toMatchObject({ outcome: 'invalid', causes: untold });
    expect(invalid(error, failed)).toEqual({ ...failed, warnings: untold });
  });
});

test('what fails, fails, though something else is open', () => {
  const shape = { whole: slow, endpoints: { 'create owner': { requests: 0 } } };
  const { verdict, wantsMore } = judge(full, makeMeasurement(shape), makeBaseline());
  expect(verdict.outcome).toBe('fail');
  expect(verdict.causes.map(({ code }) => code)).toEqual(['over-limit', 'not-asked']);
  expect(wantsMore).toBe(false);
});

test('names from the scenario that every object knows are names like others', () => {
  const requests = [makeRequest({ name: 'constructor' }), makeRequest({ name: 'toString' })];
  const plan = makeFullPlan({
    scenario: { logins: [], requests },
    gate: { endpoints: { toString: { p99: { limit: null, regression: 0.1 } } } },
  });
  const { verdict } = judge(plan, makeMeasurement({}, plan), makeOwnBaseline({}, { conditions: {} }));
  expect(verdict.comparisons.map(({ endpoint }) => endpoint)).toEqual([null, null, null, 'toString']);
  expect(verdict.causes).toContainEqual({
    code: 'missing-figure',
    metric: 'p99',
    endpoint: 'toString',
    source: 'baseline.json',
  });
});

test('the verdict is the same each time, and judging changes nothing', () => {
  const measurement = makeMeasurement({ whole: slow });
  expect(judge(full, measurement, makeBaseline())).toEqual(judge(full, measurement, makeBaseline()));
});

test('whatever was measured, there is a verdict whose words hold no NaN, and silence does not pass', () => {
  const count = fc.nat(400);
  const shape = fc.record({
    good: count,
    failed: count,
    timeouts: fc.nat(5),
    sockets: fc.nat(5),
    batches: fc.constantFrom(1, 2, 7, 10),
    p99Ms: fc.constantFrom(19, 99, 101, 500),
  });
  const baselines = [
    makeBaseline(),
    makeOwnBaseline(),
    makeOwnBaseline({ errorRate: 1 }),
    makeBaseline({ whole: {} }),
    null,
  ];
  fc.assert(
    fc.property(shape, fc.constantFrom(...baselines), ({ good, failed, ...rest }, baseline) => {
      const requests = good + failed + rest.timeouts + rest.sockets;
      const whole = { ...rest, requests, ...(failed > 0 ? { statuses: { 500: failed } } : {}) };
      const look = judge(full, makeMeasurement({ whole }), baseline);
      const { verdict } = look;
      expect(wordsOf(look, 20, baseline?.source ?? null)).not.toMatch(/NaN|undefined|Infinity|null/);
      // No number but a finite one comes through a schema, nor through a file.
      for (const cause of verdict.causes) expect(causeSchema.parse(cause)).toEqual(cause);
      for (const remark of verdict.warnings) expect(remarkSchema.parse(remark)).toEqual(remark);
      for (const row of verdict.comparisons) expect(comparisonSchema.parse(row)).toEqual(row);
      if (requests < 200) expect(verdict.outcome).not.toBe('pass');
      if (failed / requests > 0.1 && requests > 100 && !baseline?.whole.errorRate)
        expect(verdict.outcome).toBe('fail');
    }),
    { numRuns: 60 },
  );
});
