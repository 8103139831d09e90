import type { Ended } from '../../src/evidence/measurement.ts';
import { causeSchema } from '../../src/evidence/result/causes.ts';
import { comparisonSchema } from '../../src/evidence/result/comparison.ts';
import { summarySchema } from '../../src/evidence/result/interleaved.ts';
import { remarkSchema } from '../../src/evidence/result/remarks.ts';
import { judge } from '../../src/judgement/judge.ts';
import { writeReason } from '../../src/report/words/reason.ts';
import fc from '../fast-check.ts';
import { makeMeasurement } from './make.ts';
import { makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';
import { runSession } from './session.ts';
import { wordsOf } from './words-of.ts';

const plan = makeInterleavedPlan();
const noPath = { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null };
type Lost = Extract<Ended, { readonly detail: string }>['how'];
const ended = (how: Lost, side: 'target' | 'base', detail: string) => ({
  ended: { how, side, afterSeconds: 1.2, detail } satisfies Ended,
});
const CANCELLED: Ended = { how: 'cancelled', ran: { afterSeconds: 1, plannedSeconds: 3 } };
const GONE = { afterSeconds: 1.2, detail: 'ECONNREFUSED' };

describe('what cannot be believed is invalid', () => {
  test('a base that went away, whatever the target does', () => {
    const base = ended('target-lost', 'base', 'ECONNREFUSED');
    const { verdict, wantsMore } = runSession({ p99: 2, base });
    expect(wantsMore).toBe(false);
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.causes).toEqual([{ code: 'base-lost', side: 'base', ...GONE }]);
  });

  test('a base that went away in its first round', () => {
    const interleaved = makeInterleaved({
      blocks: 0,
      base: { rounds: 1, ...ended('target-lost', 'base', 'ECONNREFUSED') },
    });
    const { verdict, wantsMore } = judge(plan, makeMeasurement({ rounds: 0 }), null, interleaved);
    expect([verdict.outcome, wantsMore]).toEqual(['invalid', false]);
    expect(verdict.causes).toEqual([{ code: 'base-lost', side: 'base', ...GONE }]);
  });

  test.each([
    [
      'base',
      { base: ended('login-lost', 'base', '401') },
      { code: 'login-lost', side: 'base', detail: '401' },
    ],
    [
      'target',
      { target: ended('login-lost', 'target', '401') },
      { code: 'login-lost', side: 'target', detail: '401' },
    ],
    [
      'base',
      { base: ended('login-limited', 'base', '429') },
      { code: 'login-limited', side: 'base', detail: '429' },
    ],
    [
      'target',
      { target: ended('login-broken', 'target', '503') },
      { code: 'login-broken', side: 'target', detail: '503' },
    ],
    ['base', { base: { unaccounted: 2 } }, { code: 'unaccounted', requests: 2 }],
    ['target', { target: { unaccounted: -2 } }, { code: 'unaccounted', requests: 2 }],
    [
      'target',
      { target: { ended: CANCELLED } },
      { code: 'cancelled', ran: { plannedSeconds: 360, blocks: { measured: 1, of: 45 } }, detail: null },
    ],
  ])('on the %s: %j', (_, shape, cause) => {
    const { verdict, blocks } = runSession({ p99: 2, ...shape });
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.causes).toMatchObject([cause]);
    expect(blocks).toBe(1);
  });

  test('a cancelled session tells its blocks and its time, not those of its last round', () => {
    const evidence = makeInterleaved({ blocks: 7 });
    const { verdict } = judge(plan, makeTarget(evidence, { ended: CANCELLED }), null, evidence);
    expect(writeReason(verdict, null)).toBe(
      'The run was cancelled after 7 of at most 45 blocks and 42 s of load on both sides (budget 6 min), before it could be judged',
    );
  });

  test('a target that went away fails', () => {
    const { verdict } = runSession({ target: ended('target-lost', 'target', 'ECONNREFUSED') });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes[0]).toEqual({ code: 'target-lost', side: 'target', ...GONE });
  });
});

describe('a broken base', () => {
  const speed = makeInterleavedPlan({
    whole: { p99: { limit: null, regression: 0.1 }, throughput: { limit: null, regression: 0.1 } },
  });

  test.each([
    ['errors are gated', plan],
    ['only speed is', speed],
  ])('passes nothing where %s', (_, of) => {
    const { verdict, blocks } = runSession({ plan: of, baseErrors: 0.1 });
    expect(blocks).toBe(6);
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.causes).toMatchObject([
      { code: 'base-broken', errorRate: expect.closeTo(0.1, 3), targetErrorRate: 0 },
    ]);
  });

  test('that answers nothing well ends the run after two blocks', () => {
    const { verdict, blocks } = runSession({ baseErrors: 1 });
    expect([blocks, verdict.outcome]).toEqual([2, 'invalid']);
    expect(verdict.causes).toMatchObject([{ code: 'base-broken', errorRate: 1, targetErrorRate: 0 }]);
  });

  test('as broken as the target is no reason', () => {
    expect(runSession({ baseErrors: 0.1, targetErrors: 0.07 }).verdict.outcome).not.toBe('invalid');
  });

  test('in one round only is not the base; but it is no measure of speed', () => {
    const once = (i: number) => (i === 3 ? 1 : 0);
    const { verdict } = runSession({ baseErrors: once, budgetBlocks: 12 });
    expect(verdict.outcome).toBe('inconclusive');
    const baseFails = { code: 'base-fails', endpoint: null, errorRate: 0, before: expect.closeTo(1 / 12, 3) };
    expect(verdict.causes).toMatchObject([
      { ...baseFails, metric: 'p99' },
      { ...baseFails, metric: 'throughput' },
    ]);
  });

  test('does not excuse a target that went away', () => {
    const target = ended('target-lost', 'target', 'ECONNREFUSED');
    const { verdict } = runSession({ baseErrors: 1, target });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes[0]).toEqual({ code: 'target-lost', side: 'target', ...GONE });
  });

  test('without a single success it makes no target fast', () => {
    const interleaved = makeInterleaved({ blocks: 1, baseErrors: 1 });
    const { verdict } = judge(plan, makeTarget(interleaved), null, { ...interleaved, budgetBlocks: 1 });
    expect(verdict.comparisons[1]).toMatchObject({ metric: 'throughput', change: null });
    expect(verdict.outcome).toBe('inconclusive');
  });

  test('in one request: its own speed is open, unless it is shown to be worse', () => {
    const gated = makeInterleavedPlan({
      gate: {
        endpoints: {
          'create owner': {
            p99: { limit: null, regression: 0.1 },
            errors: { limit: null, regression: 0.005 },
          },
        },
      },
    });
    const base = { endpoints: { 'create owner': { requests: 1000, statuses: { 500: 150 } } } };
    const own = { baseErrors: 0.15 };
    const { verdict } = runSession({ plan: gated, base, endpoints: { 'create owner': own } });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      { code: 'base-fails', metric: 'p99', endpoint: 'create owner', errorRate: 0, before: 0.15 },
    ]);
    const slow = { ...own, p99: 1.5 };
    const worse = runSession({ plan: gated, base, endpoints: { 'create owner': slow } });
    expect(worse.verdict.outcome).toBe('fail');
  });

  test('that leaves a request without any response leaves the run open', () => {
    const base = { endpoints: { 'create owner': { requests: 40, timeouts: 40 } } };
    const { verdict } = runSession({ base });
    expect(verdict).toMatchObject({
      outcome: 'inconclusive',
      causes: [{ code: 'unanswered', side: 'base', endpoints: ['create owner'], requests: 40 }],
    });
  });
});

describe('somebody on the path', () => {
  const limited = { ...noPath, rateLimited: 0.12 };
  const LIMITER = { by: 'rate-limiter', share: 0.12, retryAfterSeconds: null };

  test('on both sides: invalid', () => {
    const { verdict } = runSession({ target: { intercepted: limited }, base: { intercepted: limited } });
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.causes).toEqual([{ code: 'intercepted', side: 'base', guards: [LIMITER] }]);
  });

  test('on the target alone: its own doing, which fails', () => {
    const { verdict, blocks } = runSession({ target: { intercepted: limited } });
    expect(blocks).toBe(6);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes[0]).toEqual({ code: 'turned-away', guards: [LIMITER] });
  });

  test('of a target that went away, that it went away is told', () => {
    const interleaved = makeInterleaved({ blocks: 8 });
    const lost = ended('target-lost', 'target', 'ECONNREFUSED');
    const { verdict } = judge(
      plan,
      makeTarget(interleaved, { intercepted: limited, ...lost }),
      null,
      interleaved,
    );
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes[0]).toEqual({ code: 'target-lost', side: 'target', ...GONE });
  });

  test('on the base too, but less: invalid', () => {
    const few = { ...noPath, rateLimited: 0.005 };
    const { verdict } = runSession({ target: { intercepted: limited }, base: { intercepted: few } });
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.causes).toEqual([{ code: 'intercepted', side: null, guards: [LIMITER] }]);
  });

  test('below 1 % it is a warning', () => {
    const few = { ...noPath, challenges: 0.004 };
    const { verdict } = runSession({ base: { intercepted: few } });
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toEqual([
      {
        code: 'few-intercepted',
        side: 'base',
        guard: { by: 'challenge', share: 0.004, retryAfterSeconds: null },
      },
    ]);
  });
});

test('requests that had to be sent once more on the base are told of the base', () => {
  const { verdict } = runSession({ base: { resent: 500 } });
  expect(verdict.outcome).toBe('pass');
  expect(verdict.warnings).toEqual([
    { code: 'resent', side: 'base', requests: 500, share: 500 / (45 * 933) },
  ]);
});

describe('errors', () => {
  test('20 points more in two blocks running end the run at once', () => {
    const { verdict, blocks } = runSession({ targetErrors: 0.3 });
    expect(blocks).toBe(2);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toMatchObject([
      { code: 'regressed', metric: 'errors', change: expect.closeTo(0.3, 3) },
      { code: 'error-surge', errorRate: expect.closeTo(0.3, 3), baseErrorRate: 0 },
      { code: 'undecided', blocks: 2 },
    ]);
  });

  test('also where no gate asks about errors', () => {
    const speed = makeInterleavedPlan({ whole: { p99: { limit: null, regression: 0.1 } } });
    const { verdict, blocks } = runSession({ plan: speed, targetErrors: 0.3 });
    expect(blocks).toBe(2);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes[0]).toEqual({
      code: 'error-surge',
      errorRate: expect.closeTo(0.3, 3),
      baseErrorRate: 0,
    });
    expect(verdict.comparisons[2]).toMatchObject({
      metric: 'errors',
      finding: 'over-limit',
      notes: [{ code: 'floor-reached' }],
    });
  });

  test('a rise by more than the tolerance fails', () => {
    const { verdict, blocks } = runSession({ targetErrors: 0.03 });
    expect(blocks).toBe(10);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes[0]).toMatchObject({
      code: 'regressed',
      metric: 'errors',
      against: 'base',
      before: 0,
      figure: expect.closeTo(0.03, 4),
      change: expect.closeTo(0.03, 4),
      tolerance: 0.005,
    });
  });

  test('the same errors on both sides pass', () => {
    const { verdict } = runSession({ targetErrors: 0.04, baseErrors: 0.04 });
    expect([verdict.outcome, verdict.warnings]).toEqual(['pass', []]);
  });

  test('from 5 % on they pass with a warning, and a fail needs none', () => {
    const both = { targetErrors: 0.06, baseErrors: 0.06 };
    const { verdict } = runSession(both);
    expect(verdict.outcome).toBe('pass');
    const rate = expect.closeTo(0.06, 3);
    expect(verdict.warnings).toEqual([{ code: 'errors-on-both', errorRate: rate, targetErrorRate: rate }]);
    const worse = runSession({ ...both, p99: 1.5 }).verdict;
    expect([worse.outcome, worse.warnings]).toEqual(['fail', []]);
  });

  test('failing fast never wins: speed alone does not pass', () => {
    const speed = makeInterleavedPlan({ whole: { p99: { limit: null, regression: 0.1 } } });
    const three = runSession({ plan: speed, targetErrors: 0.03, p99: 0.8 });
    expect(three.verdict.outcome).toBe('inconclusive');
    const rate = expect.closeTo(0.03, 4);
    expect(three.verdict.causes).toEqual([
      {
        code: 'error-rates-differ',
        metric: 'p99',
        endpoint: null,
        against: 'base',
        errorRate: rate,
        before: 0,
      },
    ]);
    expect(three.blocks).toBe(16);
    const ten = runSession({ plan: speed, targetErrors: 0.1, p99: 0.8 });
    expect(ten.verdict.outcome).toBe('fail');
    expect(ten.verdict.causes[0]).toMatchObject({
      code: 'error-floor',
      errorRate: expect.closeTo(0.1, 3),
      reference: null,
    });
  });

  test('one round full of errors is too much to pass and not enough to fail', () => {
    const once = { targetErrors: (i: number) => (i === 3 ? 1 : 0), budgetBlocks: 12 };
    const { verdict } = runSession(once);
    expect(verdict.outcome).toBe('inconclusive');
    const inOneRound = { code: 'errors-in-one-round', errorRate: expect.closeTo(1 / 12, 3) };
    expect(verdict.causes).toContainEqual(inOneRound);
  });
});

describe('limits', () => {
  const limits = makeInterleavedPlan({ whole: { p99: { limit: 50, regression: 0.1 } } });

  test('wait for the last look', () => {
    const interleaved = makeInterleaved({ blocks: 5 }, limits);
    const { verdict, wantsMore } = judge(limits, makeTarget(interleaved, {}, limits), null, interleaved);
    expect([verdict.outcome, wantsMore]).toEqual(['inconclusive', true]);
    expect(verdict.causes).toEqual([{ code: 'interim', blocks: 5 }]);
    const { verdict: last, blocks } = runSession({ plan: limits });
    expect(blocks).toBe(8);
    expect(last.outcome).toBe('fail');
    expect(last.causes).toMatchObject([{ code: 'over-limit', metric: 'p99', bound: 'max', limit: 50 }]);
  });

  test('beyond and not shown: as much again, and no more', () => {
    const near = makeInterleavedPlan({ whole: { throughput: { limit: 312, regression: 0.1 } } });
    const { verdict, blocks } = runSession({ plan: near, target: { whole: { wobble: 0.2 } } });
    expect(blocks).toBe(16);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toMatchObject([
      { code: 'limit-undecided', metric: 'throughput', figure: 311, bound: 'min', limit: 312 },
    ]);
  });
});

describe('silence is never a pass', () => {
  test('a base of which nothing was measured', () => {
    const limits = makeInterleavedPlan({ whole: { p99: { limit: 500, regression: 0.1 } } });
    const { verdict } = judge(limits, makeMeasurement({}, limits), null, null);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([{ code: 'base-not-measured' }]);
  });

  describe('nor is a request that never succeeds on either side', () => {
    const failing = (requests: number, good = 0) => ({
      endpoints: { 'create owner': { requests, statuses: { 401: requests - good } } },
    });

    test('it is named', () => {
      const { verdict } = runSession({ target: failing(1672), base: failing(1670) });
      expect(verdict).toMatchObject({
        outcome: 'inconclusive',
        causes: [{ code: 'failing-alike', endpoints: ['create owner'], requests: 1672 }],
      });
    });

    test('timeouts beside the answers are no successes either', () => {
      const late = { endpoints: { 'create owner': { requests: 40, timeouts: 35, statuses: { 500: 5 } } } };
      expect(runSession({ target: late, base: late }).verdict.causes).toEqual([
        { code: 'failing-alike', endpoints: ['create owner'], requests: 40 },
      ]);
    });

    test.each([
      ['one success on the base', failing(1672), failing(1670, 1)],
      ['one success on the target', failing(1672, 1), failing(1670)],
      ['nine requests on a side', failing(9), failing(1670)],
    ])('%s is enough for a pass', (_, target, base) => {
      expect(runSession({ target, base }).verdict.outcome).toBe('pass');
    });

    test('where none at all does, no row of errors passes', () => {
      const errors = makeInterleavedPlan({ whole: { errors: { limit: null, regression: 0.005 } } });
      const { verdict } = runSession({ plan: errors, targetErrors: 1, baseErrors: 1 });
      expect(verdict.outcome).toBe('inconclusive');
      expect(verdict.causes).toEqual([{ code: 'failing-alike', endpoints: null, requests: 45 * 933 }]);
    });

    test('what is shown to be worse fails all the same', () => {
      const { verdict } = runSession({ p99: 1.5, target: failing(1672), base: failing(1670) });
      expect(verdict.outcome).toBe('fail');
      expect(verdict.causes.map(({ code }) => code)).toEqual(['regressed', 'failing-alike']);
    });
  });

  test.each([
    [{ targetErrors: 1 }, 'target'],
    [{ baseErrors: 1 }, 'base'],
    [{ targetErrors: 1, baseErrors: 1 }, 'both'],
    // Blocks of more responses than a step takes, or they would be added up.
    [{ requests: 300, targetErrors: (i: number) => i % 2, baseErrors: (i: number) => (i + 1) % 2 }, 'none'],
  ])('a request answered without a success: %j', (own, without) => {
    const single = makeInterleavedPlan({
      whole: {},
      gate: { endpoints: { 'create owner': { p99: { limit: null, regression: 0.1 } } } },
    });
    const { verdict } = runSession({
      plan: single,
      budgetBlocks: 9,
      endpoints: { 'create owner': { requests: 30, ...own } },
    });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      { code: 'nothing-seen', metric: 'p99', endpoint: 'create owner', without },
    ]);
    expect(verdict.comparisons.at(-1)?.notes).toEqual(verdict.causes);
  });

  test('a request name that only the base answers', () => {
    const { verdict } = runSession({
      target: { endpoints: { 'create owner': { requests: 40, timeouts: 40 } } },
    });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      { code: 'unanswered', side: 'target', endpoints: ['create owner'], requests: 40 },
    ]);
  });

  test.each(['target', 'base'] as const)('a request of whose answers the %s gave too few', (side) => {
    const gate = { endpoints: { 'create owner': { p99: { limit: null, regression: 0.1 } } } };
    const own = { requests: 20, [side === 'target' ? 'targetErrors' : 'baseErrors']: 0.5 };
    const { verdict } = runSession({
      plan: makeInterleavedPlan({ gate }),
      budgetBlocks: 12,
      endpoints: { 'create owner': own },
    });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toMatchObject([
      {
        code: 'too-few-responses-a-side',
        metric: 'p99',
        endpoint: 'create owner',
        responses: 120,
        needed: 200,
        neededSeconds: (36 * 200) / 120,
      },
    ]);
  });

  test('whatever the blocks hold, there is a verdict whose words hold no NaN', () => {
    const share = fc.constantFrom(0, 0.004, 0.3, 1);
    const shape = fc.record({
      blocks: fc.constantFrom(0, 1, 2, 7, 9, 12),
      requests: fc.constantFrom(0, 1, 40, 900),
      targetErrors: share,
      baseErrors: share,
      p99: fc.constantFrom(0.5, 1, 1.1, 40),
      noise: fc.constantFrom(0, 0.05, 1),
      sharedHost: fc.boolean(),
    });
    fc.assert(
      fc.property(shape, (drawn) => {
        const interleaved = makeInterleaved({ ...drawn, budgetBlocks: 12 });
        const look = judge(plan, makeTarget(interleaved), null, interleaved);
        const { verdict } = look;
        expect(wordsOf(look, 3 * drawn.blocks, null)).not.toMatch(/NaN|undefined|Infinity|null/);
        for (const cause of verdict.causes) expect(causeSchema.parse(cause)).toEqual(cause);
        for (const remark of verdict.warnings) expect(remarkSchema.parse(remark)).toEqual(remark);
        for (const row of verdict.comparisons) expect(comparisonSchema.parse(row)).toEqual(row);
        if (verdict.interleaved)
          expect(summarySchema.parse(verdict.interleaved)).toEqual(verdict.interleaved);
        const numbers = JSON.stringify(verdict, (_, value) =>
          typeof value === 'number' && !Number.isFinite(value) ? 'not finite' : value,
        );
        expect(numbers).not.toContain('not finite');
        if (drawn.requests * drawn.blocks < 200) expect(verdict.outcome).not.toBe('pass');
      }),
      { numRuns: 40 },
    );
  });
});
