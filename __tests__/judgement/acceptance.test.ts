import type { Plan } from '../../src/config/plan.ts';
import type { Evidence } from '../../src/evidence/gather.ts';
import { accept, isAcceptable } from '../../src/judgement/acceptance.ts';
import { judge } from '../../src/judgement/judge.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { type MeasurementShape, makeFullPlan, makeMeasurement, makeOwnBaseline } from './make.ts';
import { type LiveShape, makeLive, makeLivePlan, makeTarget } from './make-live.ts';

const ALICE = { by: 'alice', at: '2026-11-22T10:03:41Z' };

interface Judged {
  readonly plan: Plan;
  readonly verdict: Verdict;
  readonly seen: Evidence;
}

const noLimits = {
  p99: { limit: null, regression: 0.1 },
  throughput: { limit: null, regression: 0.1 },
  errors: { limit: null, regression: 0.005 },
};

function stored(
  shape: MeasurementShape,
  whole: Parameters<typeof makeFullPlan>[0] = { whole: noLimits },
): Judged {
  const plan = makeFullPlan(whole);
  const measurement = makeMeasurement(shape, plan);
  const { verdict } = judge(plan, measurement, makeOwnBaseline());
  return { plan, verdict, seen: { measurement, live: null } };
}

function live(shape: LiveShape & { readonly target?: MeasurementShape }, plan = makeLivePlan()): Judged {
  const evidence = makeLive({ budgetSpent: true, blocks: 20, ...shape }, plan);
  const measurement = makeTarget(evidence, shape.target, plan);
  const { verdict } = judge(plan, measurement, null, evidence);
  return { plan, verdict, seen: { measurement, live: evidence } };
}

const acceptAs = ({ plan, verdict, seen }: Judged, found: Parameters<typeof accept>[3]) =>
  accept(plan, verdict, seen, found);

describe('a regression that somebody accepted', () => {
  test.each([
    ['against a stored baseline', stored({ whole: { p99Ms: 300, medianMs: 60 } })],
    ['against the base', live({ p99: 1.5 })],
  ])('passes with a warning that says who, when and for what: %s', (_, judged) => {
    expect(judged.verdict.outcome).toBe('fail');
    const verdict = acceptAs(judged, ALICE);
    expect(verdict).toMatchObject({ outcome: 'pass', accepted: ALICE });
    expect(verdict.reason).toBe(`Accepted by alice: ${judged.verdict.reason}`);
    expect(verdict.warnings[0]).toMatch(
      /^alice accepted this for the tested commit alone, by the label “tailgate: accept”, on 2026-11-22, 10:03 UTC\./,
    );
    expect(verdict.comparisons).toEqual(judged.verdict.comparisons);
    expect(verdict.warnings).toEqual(expect.arrayContaining([...judged.verdict.warnings]));
  });

  test('says what had not been decided when it failed', () => {
    const judged = live({ p99: 1.5, throughput: (i) => (i % 2 === 0 ? 0.75 : 1.2), blocks: 9 });
    expect(judged.verdict.comparisons.find(({ metric }) => metric === 'throughput')?.finding).toBe(
      'undecided',
    );
    expect(acceptAs(judged, ALICE).warnings[1]).toMatch(
      /^Not decided when it failed, and so not known: .*throughput/,
    );
  });

  test('is left as it is where nobody accepted', () => {
    const judged = live({ p99: 1.5 });
    expect(acceptAs(judged, null)).toBe(judged.verdict);
  });

  test('where the label does not count, the reason is told and the fail stands', () => {
    const judged = live({ p99: 1.5 });
    const verdict = acceptAs(judged, { why: 'Set for an earlier commit.' });
    expect(verdict).toEqual({
      ...judged.verdict,
      warnings: ['Set for an earlier commit.', ...judged.verdict.warnings],
    });
  });
});

describe('what nobody can accept', () => {
  const everything = { ...noLimits, p99: { limit: 100, regression: 0.1 } };
  const limited = { rateLimited: 0.12, loginRedirects: 0, challenges: 0, retryAfterSeconds: null };
  const refused = { 'create owner': { requests: 40, statuses: { 401: 40 } } };
  const lost = { how: 'target-lost', why: 'The target could no longer be reached.' } as const;

  test.each<[string, Judged, RegExp]>([
    [
      'a limit, though it regressed as well',
      stored({ whole: { p99Ms: 300, medianMs: 60 } }, { whole: everything }),
      /here P99 missed the limit\.$/,
    ],
    [
      'a limit of one request',
      live(
        { p99: 1.5 },
        makeLivePlan({
          gate: { endpoints: { 'create owner': { p99: { limit: 1, regression: null } } } },
        }),
      ),
      /here P99 of create owner missed the limit\.$/,
    ],
    [
      'failing fast, with nothing declared about errors',
      live({ targetErrors: 0.3 }, makeLivePlan({ whole: { p99: { limit: null, regression: 0.1 } } })),
      /too many requests failed/,
    ],
    [
      'failing fast, where the errors are a regression, too',
      live({ targetErrors: 0.3 }),
      /too many requests failed/,
    ],
    [
      'failing fast against a stored baseline',
      stored({ whole: { statuses: { 500: 1000 } } }),
      /too many requests failed/,
    ],
    ['a target that went away', live({ p99: 1.5, target: { ended: lost } }), /this run broke off/],
    [
      'requests that the target turned away',
      live({ p99: 1.5, target: { intercepted: limited } }),
      /requests were turned away/,
    ],
    [
      'a request that was never answered',
      live({ p99: 1.5, target: { endpoints: { 'create owner': { requests: 40, sockets: 40 } } } }),
      /create owner was answered/,
    ],
    [
      'a request that the base never answered',
      live({ p99: 1.5, base: { endpoints: { 'create owner': { requests: 40, sockets: 40 } } } }),
      /create owner was answered by the base/,
    ],
    [
      'a request that succeeded on neither side',
      live({ p99: 1.5, target: { endpoints: refused }, base: { endpoints: refused } }),
      /create owner succeeded on either side/,
    ],
  ])('%s', (_, judged, words) => {
    expect(judged.verdict.outcome).toBe('fail');
    expect(isAcceptable(judged.plan, judged.verdict, judged.seen)).toBe(false);
    const verdict = acceptAs(judged, ALICE);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.accepted).toBeUndefined();
    expect(verdict.reason).toBe(judged.verdict.reason);
    expect(verdict.warnings[0]).toMatch(
      /^alice set the label “tailgate: accept”, which accepts regressions only: /,
    );
    expect(verdict.warnings[0]).toMatch(words);
  });

  test.each<[string, Judged]>([
    ['inconclusive', live({ p99: 1.09, noise: 0.2, blocks: 8, budgetBlocks: 8 })],
    ['invalid', live({ base: { ended: { how: 'target-lost', why: 'gone' } } })],
    ['pass', live({})],
  ])('%s stays %s', (outcome, judged) => {
    expect(judged.verdict.outcome).toBe(outcome);
    expect(acceptAs(judged, ALICE)).toBe(judged.verdict);
  });
});
