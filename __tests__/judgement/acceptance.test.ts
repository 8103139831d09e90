import type { Cause } from '../../src/evidence/result/causes.ts';
import { accept, isAcceptable } from '../../src/judgement/acceptance.ts';
import { judge } from '../../src/judgement/judge.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { type MeasurementShape, makeFullPlan, makeMeasurement, makeOwnBaseline } from './make.ts';
import { type LiveShape, makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';

const ALICE = { by: 'alice', at: '2026-11-22T10:03:41Z' };

const noLimits = {
  p99: { limit: null, regression: 0.1 },
  throughput: { limit: null, regression: 0.1 },
  errors: { limit: null, regression: 0.005 },
};

function stored(
  shape: MeasurementShape,
  whole: Parameters<typeof makeFullPlan>[0] = { whole: noLimits },
): Verdict {
  const plan = makeFullPlan(whole);
  const measurement = makeMeasurement(shape, plan);
  return judge(plan, measurement, makeOwnBaseline()).verdict;
}

function interleaved(
  shape: LiveShape & { readonly target?: MeasurementShape },
  plan = makeInterleavedPlan(),
): Verdict {
  const evidence = makeInterleaved({ budgetSpent: true, blocks: 20, ...shape }, plan);
  return judge(plan, makeTarget(evidence, shape.target, plan), null, evidence).verdict;
}

describe('a regression that somebody accepted', () => {
  test.each([
    ['against a stored baseline', stored({ whole: { p99Ms: 300, medianMs: 60 } })],
    ['against the base', interleaved({ p99: 1.5 })],
  ])('passes with a warning that says who, when and for what: %s', (_, judged) => {
    expect(judged.outcome).toBe('fail');
    expect(judged.causes[0]).toMatchObject({ code: 'regressed', metric: 'p99' });
    expect(isAcceptable(judged)).toBe(true);
    const { warnings, ...verdict } = accept(judged, ALICE);
    const { warnings: before, ...failed } = judged;
    expect(verdict).toEqual({ ...failed, outcome: 'pass', accepted: ALICE });
    expect(warnings[0]).toEqual({ code: 'accepted', ...ALICE });
    expect(warnings.slice(-before.length || warnings.length)).toEqual(before);
  });

  test('says what had not been decided when it failed', () => {
    const judged = interleaved({ p99: 1.5, throughput: (i) => (i % 2 === 0 ? 0.75 : 1.2), blocks: 9 });
    expect(judged.comparisons.find(({ metric }) => metric === 'throughput')?.finding).toBe('undecided');
    const [, open] = accept(judged, ALICE).warnings;
    expect(open).toMatchObject({
      code: 'open-when-accepted',
      scopes: expect.arrayContaining([{ metric: 'throughput', endpoint: null }]),
    });
  });

  test('is left as it is where nobody accepted', () => {
    const judged = interleaved({ p99: 1.5 });
    expect(accept(judged, null)).toBe(judged);
  });

  test('where the label does not count, the reason is told and the fail stands', () => {
    const judged = interleaved({ p99: 1.5 });
    expect(accept(judged, { why: 'Set for an earlier commit.' })).toEqual({
      ...judged,
      warnings: [{ code: 'acceptance-void', detail: 'Set for an earlier commit.' }, ...judged.warnings],
    });
  });
});

describe('what nobody can accept', () => {
  const everything = { ...noLimits, p99: { limit: 100, regression: 0.1 } };
  const limited = { rateLimited: 0.12, loginRedirects: 0, challenges: 0, retryAfterSeconds: null };
  const refused = { 'create owner': { requests: 40, statuses: { 401: 40 } } };
  const lost = { how: 'target-lost', side: 'target', afterSeconds: 9, detail: 'refused' } as const;
  const P99 = { metric: 'p99', endpoint: null } as const;
  const surge = { code: 'error-surge', errorRate: expect.closeTo(0.3, 3) };

  test.each<[string, Verdict, object, object[]]>([
    [
      'a limit, though it regressed as well',
      stored({ whole: { p99Ms: 300, medianMs: 60 } }, { whole: everything }),
      { code: 'over-limit', ...P99, limit: 100 },
      [P99],
    ],
    [
      'a limit of one request',
      interleaved(
        { p99: 1.5 },
        makeInterleavedPlan({
          gate: { endpoints: { 'create owner': { p99: { limit: 1, regression: null } } } },
        }),
      ),
      { code: 'over-limit', metric: 'p99', endpoint: 'create owner', limit: 1 },
      [{ metric: 'p99', endpoint: 'create owner' }],
    ],
    [
      'failing fast, with nothing declared about errors',
      interleaved(
        { targetErrors: 0.3 },
        makeInterleavedPlan({ whole: { p99: { limit: null, regression: 0.1 } } }),
      ),
      surge,
      [],
    ],
    ['failing fast, where the errors are a regression, too', interleaved({ targetErrors: 0.3 }), surge, []],
    [
      'failing fast against a stored baseline',
      stored({ whole: { statuses: { 500: 1000 } } }),
      { code: 'error-floor', errorRate: 1000 / 6220 },
      [],
    ],
    [
      'a target that went away',
      interleaved({ p99: 1.5, target: { ended: lost } }),
      { code: 'target-lost', side: 'target', afterSeconds: 9, detail: 'refused' },
      [],
    ],
    [
      'requests that the target turned away',
      interleaved({ p99: 1.5, target: { intercepted: limited } }),
      { code: 'turned-away', guards: [{ by: 'rate-limiter', share: 0.12 }] },
      [],
    ],
    [
      'a request that was never answered',
      interleaved({ p99: 1.5, target: { endpoints: { 'create owner': { requests: 40, sockets: 40 } } } }),
      { code: 'unanswered', side: 'target', endpoints: ['create owner'] },
      [],
    ],
    [
      'a request that the base never answered',
      interleaved({ p99: 1.5, base: { endpoints: { 'create owner': { requests: 40, sockets: 40 } } } }),
      { code: 'unanswered', side: 'base', endpoints: ['create owner'] },
      [],
    ],
    [
      'a request that succeeded on neither side',
      interleaved({ p99: 1.5, target: { endpoints: refused }, base: { endpoints: refused } }),
      { code: 'failing-alike', endpoints: ['create owner'] },
      [],
    ],
  ])('%s', (_, judged, obstacle, scopes) => {
    expect(judged.outcome).toBe('fail');
    expect(isAcceptable(judged)).toBe(false);
    const { warnings, ...verdict } = accept(judged, ALICE);
    const { warnings: before, ...failed } = judged;
    expect(verdict).toEqual(failed);
    const [first, ...others] = warnings;
    expect(first).toMatchObject({ code: 'not-acceptable', by: 'alice', obstacle, scopes });
    expect(others).toEqual(before);
  });

  test('a fail that no regression has part in, and nothing that is in the way', () => {
    const causes: readonly Cause[] = [];
    const judged = { ...interleaved({}), outcome: 'fail', causes } as const;
    expect(isAcceptable(judged)).toBe(false);
    expect(accept(judged, ALICE).warnings[0]).toEqual({
      code: 'not-acceptable',
      by: 'alice',
      obstacle: null,
      scopes: [],
    });
  });

  test.each<[string, Verdict]>([
    ['inconclusive', interleaved({ p99: 1.09, noise: 0.2, blocks: 8, budgetBlocks: 8 })],
    ['invalid', interleaved({ base: { ended: { ...lost, side: 'base' } } })],
    ['pass', interleaved({})],
  ])('%s stays %s', (outcome, judged) => {
    expect(judged.outcome).toBe(outcome);
    expect(isAcceptable(judged)).toBe(false);
    expect(accept(judged, ALICE)).toBe(judged);
  });
});
