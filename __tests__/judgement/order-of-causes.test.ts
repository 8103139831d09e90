/** Who answers, then an outage, then errors, and the generator last: with a base and without one. */
import type { GeneratorHealth } from '../../src/engine/round.ts';
import type { Ended } from '../../src/evidence/measurement.ts';
import type { Cause } from '../../src/evidence/result/causes.ts';
import { judge } from '../../src/judgement/judge.ts';
import { writeAdvice, writeReason } from '../../src/report/words/reason.ts';
import { type MeasurementShape, makeMeasurement, makePlan, type Shape } from './make.ts';
import { makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';
import { runSession } from './session.ts';

const noPath = { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null };
const limitedBy = (share: number) => ({ ...noPath, rateLimited: share, retryAfterSeconds: 5993 });
const LATE: GeneratorHealth = {
  workers: 1,
  cpuShare: 0.97,
  waitShare: 0.1,
  utilisation: 0.98,
  machineShare: 0.99,
  loopDelay: [1000, 500, 40_000, 2],
  loopDelayP99Ms: 0.2,
  lateShare: null,
  worstLagMs: 0,
};
const LOST: Ended = { how: 'target-lost', side: 'target', afterSeconds: 10, detail: 'ECONNREFUSED' };
const SHUT: Ended = {
  how: 'rate-limited',
  side: 'target',
  afterSeconds: 2.1,
  share: 0.97,
  seconds: 2,
  retryAfterSeconds: 5993,
};

const codes = ({ causes }: { readonly causes: readonly Cause[] }) => causes.map(({ code }) => code);
const plan = makePlan();

describe('without a base', () => {
  const judged = (shape: MeasurementShape) => judge(plan, makeMeasurement(shape, plan), null).verdict;
  const answered = (whole: Shape, shape: MeasurementShape = {}) =>
    judged({ whole, endpoints: { 'list buildings': { ...whole, requests: 4976 } }, ...shape });

  test.each<[string, MeasurementShape, string, readonly string[]]>([
    [
      'a limiter, and a generator that its fast answers kept busy',
      { intercepted: limitedBy(0.9), whole: { statuses: { 429: 5598 } }, generator: LATE },
      'invalid',
      ['intercepted', 'generator-late'],
    ],
    [
      'a limiter, and a target that went away behind it',
      { intercepted: limitedBy(0.9), whole: { statuses: { 429: 5598 } }, ended: LOST },
      'invalid',
      ['intercepted', 'target-lost'],
    ],
    [
      'a limiter, and many errors that are not its own',
      { intercepted: limitedBy(0.1), whole: { statuses: { 429: 622, 500: 3000 } } },
      'invalid',
      ['intercepted', 'error-floor'],
    ],
    [
      'a limiter that ended the run',
      { ended: SHUT, generator: LATE },
      'invalid',
      ['rate-limited', 'generator-late'],
    ],
    [
      'a limiter that ended it, whose 429 were counted before',
      { ended: SHUT, intercepted: limitedBy(0.5), whole: { statuses: { 429: 3110 } } },
      'invalid',
      ['rate-limited'],
    ],
    [
      'an outage and a late generator',
      { ended: LOST, generator: LATE },
      'fail',
      ['target-lost', 'generator-late'],
    ],
    [
      'a run that was cancelled, and a limiter',
      {
        ended: { how: 'cancelled', ran: null },
        intercepted: limitedBy(0.9),
        whole: { statuses: { 429: 5598 } },
      },
      'invalid',
      ['cancelled', 'intercepted'],
    ],
    ['a late generator alone', { generator: LATE }, 'invalid', ['generator-late']],
  ])('%s', (_, shape, outcome, causes) => {
    const verdict = judged(shape);
    expect(codes(verdict)).toEqual(causes);
    expect(verdict.outcome).toBe(outcome);
  });

  test('53 % of errors by the service fail, however late the generator was', () => {
    const verdict = answered({ statuses: { 500: 3297 } }, { generator: LATE });
    expect(verdict.outcome).toBe('fail');
    expect(codes(verdict)).toEqual(['error-floor', 'generator-late']);
    expect(writeReason(verdict, null)).toBe(
      "53.0 % of the requests failed, all of them 500 responses to list buildings; an error rate this high fails regardless of the limits; in addition, the load generator was late: it used 97.0 % of a core itself, waited for a CPU 10.0 % of the time and the machine's CPUs were 99.0 % busy",
    );
  });

  test('what is slow beside them is no cause: that may be the generator', () => {
    const verdict = answered({ statuses: { 500: 3297 }, p99Ms: 900 }, { generator: LATE });
    expect(codes(verdict)).not.toContain('over-limit');
  });

  test('too few errors leave the run to its generator', () => {
    expect(judged({ whole: { statuses: { 500: 200 } }, generator: LATE })).toMatchObject({
      outcome: 'invalid',
      causes: [{ code: 'generator-late' }],
    });
  });

  test.each([
    ['timeouts', { timeouts: 600 }, 4000, 'fail'],
    ['timeouts', { timeouts: 600 }, 6000, 'invalid'],
    ['broken connections', { sockets: 600 }, 900, 'fail'],
    ['broken connections', { sockets: 600 }, 1100, 'invalid'],
    ['statuses', { statuses: { 500: 600 } }, 60_000, 'fail'],
  ] as const)('%s with a stall of the generator (%j, %i ms): %s', (_, whole, longestDelayMs, outcome) => {
    const loopDelay = [1000, 500, longestDelayMs * 1000, 1];
    expect(judged({ whole, generator: { ...LATE, loopDelay } }).outcome).toBe(outcome);
  });
});

describe('the limiter that ended a run', () => {
  test('is named with its wait, and with what to do', () => {
    const verdict = judge(plan, makeMeasurement({ ended: SHUT }, plan), null).verdict;
    expect(writeReason(verdict, null)).toBe(
      'A rate limiter rejected 97.0 % of the requests in the last 2 s (429, Retry-After up to 1 h 40 min), so the run was stopped after 2.1 s',
    );
    expect(writeAdvice(verdict, 2)).toMatch(/^Raise the rate limit/);
  });

  test('is named where it was the warm-up, and nothing was measured', () => {
    const nothing = { requests: 0, batches: 0, seconds: 0 };
    const shape = { ended: { ...SHUT, afterSeconds: 0 }, whole: nothing, measuredSeconds: 0 };
    const { verdict, wantsMore } = judge(plan, makeMeasurement(shape, plan), null);
    expect([verdict.outcome, wantsMore, codes(verdict)]).toEqual(['invalid', false, ['rate-limited']]);
    expect(writeReason(verdict, null)).toMatch(/so the run was stopped in its warm-up$/);
  });
});

describe('with a base', () => {
  const late = () => LATE;
  const both = makeInterleavedPlan();

  test('a limiter on both sides, and a generator that it kept busy', () => {
    const path = { intercepted: limitedBy(0.9) };
    const interleaved = makeInterleaved({ blocks: 6, base: path, generator: late });
    const { verdict } = judge(both, makeTarget(interleaved, { ...path, generator: LATE }), null, interleaved);
    expect(verdict.outcome).toBe('invalid');
    expect(codes(verdict)).toEqual(['intercepted', 'generator-late']);
  });

  test('the limiter that only the target has fails, however late the generator was', () => {
    const interleaved = makeInterleaved({ blocks: 6, generator: late });
    const target = makeTarget(interleaved, { intercepted: limitedBy(0.9), generator: LATE });
    const { verdict } = judge(both, target, null, interleaved);
    expect(verdict.outcome).toBe('fail');
    expect(codes(verdict)[0]).toBe('turned-away');
    expect(verdict.warnings).toContainEqual(expect.objectContaining({ code: 'generator-lagged' }));
  });

  test.each(['target', 'base'] as const)('a limiter that ended the first round of the %s', (side) => {
    const ended = { ...SHUT, side };
    const shape = { blocks: 0, base: side === 'base' ? { rounds: 1, ended } : { rounds: 0 } };
    const interleaved = makeInterleaved(shape);
    const target = makeMeasurement(
      side === 'base' ? { rounds: 0, ended: { how: 'cancelled', ran: null } } : { ended },
    );
    const { verdict, wantsMore } = judge(both, target, null, interleaved);
    expect([verdict.outcome, wantsMore]).toEqual(['invalid', false]);
    expect(verdict.causes).toMatchObject([{ code: 'rate-limited', side, retryAfterSeconds: 5993 }]);
    if (side === 'base') expect(writeReason(verdict, null)).toMatch(/^A rate limiter on the base rejected/);
  });

  test('after blocks that show none on the base, the limiter is the target’s own', () => {
    const interleaved = makeInterleaved({ blocks: 8 });
    const target = makeTarget(interleaved, { intercepted: limitedBy(0.2), ended: SHUT });
    const { verdict } = judge(both, target, null, interleaved);
    expect(verdict.outcome).toBe('fail');
    expect(codes(verdict)[0]).toBe('turned-away');
  });

  test('a target that went away fails, however late the generator was', () => {
    const interleaved = makeInterleaved({ blocks: 6, generator: late });
    const { verdict } = judge(
      both,
      makeTarget(interleaved, { ended: LOST, generator: LATE }),
      null,
      interleaved,
    );
    expect(verdict.outcome).toBe('fail');
    expect(codes(verdict)[0]).toBe('target-lost');
    expect(verdict.warnings).toContainEqual(expect.objectContaining({ code: 'generator-lagged' }));
  });

  test('errors of the target’s own fail, however late the generator was', () => {
    const { verdict } = runSession({ targetErrors: 0.53, generator: late, target: { generator: LATE } });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes.slice(0, 2)).toMatchObject([
      { code: 'regressed', metric: 'errors' },
      { code: 'error-surge', errorRate: expect.closeTo(0.53, 2), baseErrorRate: 0 },
    ]);
  });

  test('a generator that was late for both sides alike is no matter', () => {
    expect(runSession({ generator: late }).verdict.outcome).toBe('pass');
  });
});
