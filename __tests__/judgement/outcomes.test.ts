import fc from 'fast-check';
import { Unmeasurable } from '../../src/engine/unmeasurable.ts';
import { invalid } from '../../src/judgement/invalid.ts';
import { judge } from '../../src/judgement/judge.ts';
import {
  makeBaseline,
  makeFullPlan,
  makeMeasurement,
  makeOwnBaseline,
  makePlan,
  makeRequest,
} from './make.ts';

const full = makeFullPlan();
const slow = { p99Ms: 300 };
const noPath = { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null };

test('from 1 % on, requests that had to be sent once more are a warning, and no error', () => {
  const lenient = makePlan({ whole: { errors: { limit: 0.01, regression: null } } });
  const told = (retried: number) => {
    const { verdict } = judge(lenient, makeMeasurement({ whole: { requests: 6200 }, retried }), null);
    expect(verdict.outcome).toBe('pass');
    return verdict.warnings.filter((warning) => warning.includes('sent once more'));
  };
  expect(told(61)).toEqual([]);
  expect(told(62)).toEqual([expect.stringMatching(/^1\.00 % of the requests \(62\) were sent once more/)]);
});

describe('failing fast never wins', () => {
  const lenient = makePlan({ whole: { throughput: { limit: 10, regression: null } } });

  test('5 % errors fail whatever is declared, and the row says so', () => {
    const { verdict } = judge(lenient, makeMeasurement({ whole: { statuses: { 500: 311 } } }), null);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.reason).toBe('5.00 % of the requests failed; so many errors fail whatever the limits');
    expect(verdict.comparisons.find(({ metric }) => metric === 'errors')).toMatchObject({
      finding: 'over-limit',
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

  test('a baseline that failed as much excuses them, one under other conditions does not', () => {
    const plan = makePlan({
      whole: { throughput: { limit: 10, regression: null } },
      baseline: full.baseline,
    });
    const measurement = makeMeasurement({ whole: { statuses: { 500: 500 } } });
    const failed = { ...makeBaseline().whole, errorRate: 0.06 };
    expect(judge(plan, measurement, makeBaseline({ whole: failed })).verdict.outcome).toBe('pass');
    const other = makeBaseline({ whole: failed, conditions: { stages: [{ connections: 99 }] } });
    expect(judge(plan, measurement, other).verdict.outcome).toBe('fail');
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
    expect(third.verdict.reason).toBe(
      '1 of 3 requests failed, too few to tell an accident from a broken service',
    );
    const outage = judge(lenient, makeMeasurement({ whole: { sockets: 400, burst: 1 } }), null);
    expect(outage.verdict.outcome).toBe('fail');
  });
});

describe('silence is never a pass', () => {
  test('no request at all', () => {
    const { verdict, wantsMore } = judge(full, makeMeasurement({ whole: { requests: 0 } }), makeBaseline());
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reason).toBe('No request was made in 20 s of load');
    expect(wantsMore).toBe(false);
  });

  test('a request name that had no turn, with the time that gives it one', () => {
    const requests = [makeRequest({ weight: 9999 }), makeRequest({ name: 'rare', weight: 1 })];
    const plan = makePlan({ scenario: { login: null, requests } });
    const { verdict } = judge(plan, makeMeasurement({ endpoints: { rare: { requests: 0 } } }, plan), null);
    expect(verdict.reason).toBe('rare had no turn in 6,220 requests');
    expect(verdict.advice).toBe('About 33 s more load would decide it: 53 s in all.');
  });

  test('a request name without an answer', () => {
    const { verdict } = judge(
      full,
      makeMeasurement({ endpoints: { 'create owner': { requests: 40, timeouts: 40 } } }),
      makeBaseline(),
    );
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reason).toBe('None of the 40 requests of create owner was answered');
  });

  test('a gate that declares nothing', () => {
    expect(judge(makePlan({ whole: {} }), makeMeasurement(), null).verdict.outcome).toBe('inconclusive');
  });
});

describe('what cannot be believed is invalid, before anything fails', () => {
  test.each([
    [
      { rateLimited: 0.12, retryAfterSeconds: 30 },
      /^12\.0 % .* rate limiter \(429, Retry-After up to 30 s\)/,
      /allow-list the runner/,
    ],
    [{ loginRedirects: 0.01 }, /^1\.00 % .* redirected to a login page/, /bypass header/],
    [{ challenges: 0.5 }, /^50\.0 % .* bot challenge/, /bypass header/],
    [
      { rateLimited: 0.004, challenges: 0.006 },
      /^0\.60 % .* bot challenge and 0\.40 % .* rate limiter/,
      /Exempt.*Raise/,
    ],
  ])('%j', (path, reason, advice) => {
    const { verdict } = judge(
      full,
      makeMeasurement({ whole: slow, intercepted: { ...noPath, ...path } }),
      makeBaseline(),
    );
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.reason).toMatch(reason);
    expect(verdict.advice).toMatch(advice);
  });

  test('a few of them are a warning', () => {
    const path = { ...noPath, rateLimited: 0.004 };
    const { verdict } = judge(full, makeMeasurement({ intercepted: path }), makeBaseline());
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toContain('0.40 % of the requests were turned away by a rate limiter (429).');
  });

  test('requests that are not accounted for are our bug', () => {
    const { verdict } = judge(full, makeMeasurement({ unaccounted: 1 }), makeBaseline());
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.reason).toMatch(/^1 request is not accounted for, which is a bug of Tailgate's/);
    expect(verdict.advice).toMatch(/report it/);
  });

  test.each([
    ['cancelled', 'The run was cancelled after 3.0 s of 20.0 s.', 'invalid'],
    ['login-lost', 'The login was no longer accepted after 8.0 s: 401', 'invalid'],
    ['target-lost', 'The target could no longer be reached after 9.0 s: connection refused', 'fail'],
  ] as const)('%s ends the run', (how, why, outcome) => {
    const { verdict, wantsMore } = judge(
      full,
      makeMeasurement({ whole: slow, ended: { how, why } }),
      makeBaseline(),
    );
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.reason).toContain(why.replace(/\.$/, ''));
    expect(verdict.comparisons.length).toBeGreaterThan(0);
    expect(wantsMore).toBe(false);
  });

  test('a run that could not be measured keeps its message', () => {
    const verdict = invalid(new Unmeasurable('login-failed', 'The login answered 401: wrong password.'));
    expect(verdict).toMatchObject({
      outcome: 'invalid',
      reason: 'The login answered 401: wrong password',
      comparisons: [],
    });
    expect(verdict.advice).toMatch(/TAILGATE_/);
  });

  test('a service that no longer tells its commit keeps a fail, and nothing better', () => {
    const error = new Unmeasurable('unknown-commit', 'The target no longer tells its commit.');
    const of = (whole: object) => judge(makePlan(), makeMeasurement({ whole }), null).verdict;
    const [passed, failed] = [of({}), of(slow)];
    expect([passed.outcome, failed.outcome]).toEqual(['pass', 'fail']);
    expect(invalid(error, passed)).toMatchObject({
      outcome: 'invalid',
      reason: 'The target no longer tells its commit',
    });
    expect(invalid(error, failed)).toMatchObject({
      outcome: 'fail',
      reason: failed.reason,
      warnings: ['The target no longer tells its commit.'],
    });
  });
});

test('what fails, fails, though something else is open', () => {
  const shape = { whole: slow, endpoints: { 'create owner': { requests: 0 } } };
  const { verdict, wantsMore } = judge(full, makeMeasurement(shape), makeBaseline());
  expect(verdict.outcome).toBe('fail');
  expect(wantsMore).toBe(false);
});

test('names from the scenario that every object knows are names like others', () => {
  const requests = [makeRequest({ name: 'constructor' }), makeRequest({ name: 'toString' })];
  const plan = makeFullPlan({
    scenario: { login: null, requests },
    gate: { endpoints: { toString: { p99: { limit: null, regression: 0.1 } } } },
  });
  const { verdict } = judge(plan, makeMeasurement({}, plan), makeOwnBaseline({}, { conditions: {} }));
  expect(verdict.comparisons.map(({ endpoint }) => endpoint)).toEqual([null, null, null, 'toString']);
  expect(verdict.reason).toContain('gives no P99 of toString');
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
      const { verdict } = judge(full, makeMeasurement({ whole }), baseline);
      const words = [
        verdict.reason,
        verdict.advice,
        ...verdict.warnings,
        ...verdict.comparisons.map(({ note }) => note),
      ];
      expect(words.join('\n')).not.toMatch(/NaN|undefined|Infinity|null/);
      expect(JSON.stringify(verdict, (_, value) => (Number.isNaN(value) ? 'NaN' : value))).not.toContain(
        'NaN',
      );
      if (requests < 200) expect(verdict.outcome).not.toBe('pass');
      if (failed / requests > 0.1 && requests > 100 && !baseline?.whole.errorRate)
        expect(verdict.outcome).toBe('fail');
    }),
    { numRuns: 60 },
  );
});
