import fc from 'fast-check';
import { latencyOf } from '../../src/evidence/figures.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import type { Figures } from '../../src/evidence/measurement.ts';
import { judge } from '../../src/judgement/judge.ts';
import { makeMeasurement } from './make.ts';
import { makeLive, makeLivePlan, makeTarget } from './make-live.ts';
import { runSession } from './session.ts';

const plan = makeLivePlan();
const noPath = { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null };
const ended = (how: 'cancelled' | 'target-lost' | 'login-lost', why: string) => ({ ended: { how, why } });

describe('what cannot be believed is invalid', () => {
  test('a base that went away, whatever the target does', () => {
    const why = 'The base could no longer be reached after 1.2 s: ECONNREFUSED';
    const { verdict, wantsMore } = runSession({ p99: 2, base: ended('target-lost', why) });
    expect(wantsMore).toBe(false);
    expect(verdict).toMatchObject({ outcome: 'invalid', reason: why });
    expect(verdict.advice).toMatch(/base environment/);
  });

  test('a base that went away in its first round', () => {
    const why = 'The base could no longer be reached after 1.2 s: ECONNREFUSED';
    const live = makeLive({ blocks: 0, base: { rounds: 1, ...ended('target-lost', why) } });
    const { verdict, wantsMore } = judge(plan, makeMeasurement({ rounds: 0 }), null, live);
    expect([verdict.outcome, verdict.reason, wantsMore]).toEqual(['invalid', why, false]);
  });

  test.each([
    ['base', { base: ended('login-lost', 'The login on the base was no longer accepted after 2.0 s: 401') }],
    ['target', { target: ended('login-lost', 'The login was no longer accepted after 2.0 s: 401') }],
    ['base', { base: { unaccounted: 2 } }],
    ['target', { target: { unaccounted: 2 } }],
    ['target', { target: ended('cancelled', 'The run was cancelled after 1.0 s of 3.0 s.') }],
  ])('on the %s: %j', (_, shape) => {
    const { verdict, blocks } = runSession({ p99: 2, ...shape });
    expect(verdict.outcome).toBe('invalid');
    expect(blocks).toBe(1);
  });

  test('a target that went away fails', () => {
    const why = 'The target could no longer be reached after 1.2 s: ECONNREFUSED';
    expect(runSession({ target: ended('target-lost', why) }).verdict).toMatchObject({
      outcome: 'fail',
      reason: why,
    });
  });
});

describe('a saturated generator', () => {
  const busy = { cpuShare: 0.97 };

  test('now and then: the block is set aside on both sides', () => {
    const { verdict, blocks } = runSession({
      p99: (i) => (i === 2 ? 9 : 1),
      generator: (i) => (i === 2 ? busy : {}),
    });
    expect(blocks).toBe(9);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.live?.setAside).toBe(1);
    expect(verdict.live?.gates[0]?.changes[2]).toBeNull();
    // The report's facts tell it; once is enough.
    expect(verdict.warnings).toEqual([]);
  });

  test('all the time: invalid, and soon', () => {
    const { verdict, blocks } = runSession({ p99: 2, generator: () => busy });
    expect(blocks).toBe(3);
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.reason).toMatch(/^The load generator was saturated in 3 of 3 blocks: its busiest thread/);
  });

  test('in up to a quarter of the blocks: they are set aside, and the others decide', () => {
    const session = (stalled: readonly number[]) =>
      runSession({
        noise: 0.2,
        budgetBlocks: 20,
        generator: (i) => (stalled.includes(i) ? busy : {}),
      }).verdict;
    const few = session([4, 9, 14]);
    expect(few.outcome).not.toBe('invalid');
    expect(few.live?.setAside).toBe(3);
    expect(session([1, 4, 7]).reason).toMatch(/^The load generator was saturated in 3 of \d blocks/);
  });

  test('a limit that only such a round exceeds is not believed', () => {
    const limits = makeLivePlan({ whole: { p99: { limit: 50, regression: 0.1 } } });
    const generator = { workers: 1, loopDelayP99Ms: 0.2, lateShare: null, worstLagMs: 0, ...busy };
    const shape = { plan: limits, generator: (i: number) => (i === 2 ? busy : {}) };
    expect(runSession({ ...shape, target: { generator } }).verdict.outcome).toBe('invalid');
    expect(runSession({ plan: limits }).verdict.outcome).toBe('fail');
  });
});

describe('limits where a round was saturated', () => {
  const limits = makeLivePlan({ whole: { p99: { limit: 50, regression: 0.1 } } });
  const generator = { workers: 1, cpuShare: 0.97, loopDelayP99Ms: 0.2, lateShare: null, worstLagMs: 0 };
  const live = makeLive({ blocks: 10, generator: (i) => (i === 2 ? generator : {}) }, limits);
  /** Ten rounds, one batch each; those of the given numbers have a P99 of 400 ms, the others of 30 ms. */
  const judged = (slow: (round: number) => boolean) => {
    const make = (p99Ms: number) => makeTarget(live, { generator, whole: { p99Ms, wobble: 0 } }, limits);
    const [bad, good] = [make(400), make(30)];
    const mix = (a: Figures, b: Figures): Figures => {
      const batches = a.batches.map((batch, i) => (slow(i) ? batch : (b.batches[i] ?? batch)));
      const latency = Histogram.merge(...batches.map((batch) => batch.latency));
      return { ...a, batches, latency, latencyMs: latencyOf(latency) };
    };
    const endpoints = bad.endpoints.map((one, i) => ({
      ...one,
      figures: mix(one.figures, good.endpoints[i]?.figures ?? one.figures),
    }));
    const target = { ...bad, whole: mix(bad.whole, good.whole), endpoints };
    return judge(limits, target, null, { ...live, budgetBlocks: 10 }).verdict;
  };

  test('a breach that all the others show stands', () => {
    const verdict = judged(() => true);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.reason).toMatch(/^P99 is .* its limit/);
    expect(verdict.live?.setAside).toBe(1);
  });

  test('one that only the saturated round shows is none', () => {
    const verdict = judged((i) => i === 2);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.comparisons[0]?.target).toBeLessThan(50);
  });

  test('one that half of the sound rounds show stands', () => {
    expect(judged((i) => i > 5).outcome).toBe('fail');
  });
});

describe('a broken base', () => {
  const speed = makeLivePlan({
    whole: { p99: { limit: null, regression: 0.1 }, throughput: { limit: null, regression: 0.1 } },
  });

  test.each([
    ['errors are gated', plan],
    ['only speed is', speed],
  ])('passes nothing where %s', (_, of) => {
    const { verdict, blocks } = runSession({ plan: of, baseErrors: 0.1 });
    expect(blocks).toBe(6);
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.reason).toMatch(
      /^The base is broken: (?:10\.0|9\.97) % of its requests failed.* \(target 0 %\), so nothing can be compared$/,
    );
    expect(verdict.advice).toMatch(/^See why the base fails/);
  });

  test('that answers nothing well ends the run after two blocks', () => {
    const { verdict, blocks } = runSession({ baseErrors: 1 });
    expect([blocks, verdict.outcome]).toEqual([2, 'invalid']);
    expect(verdict.reason).toMatch(/^The base is broken: 100 % of its requests failed/);
  });

  test('as broken as the target is no reason', () => {
    expect(runSession({ baseErrors: 0.1, targetErrors: 0.07 }).verdict.outcome).not.toBe('invalid');
  });

  test('in one round only is not the base; but it is no measure of speed', () => {
    const once = (i: number) => (i === 3 ? 1 : 0);
    const { verdict } = runSession({ baseErrors: once, budgetBlocks: 12 });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reason).toMatch(/^P99 can't be compared, because so many requests fail on the base \(8\./);
  });

  test('does not excuse a target that went away', () => {
    const why = 'The target could no longer be reached after 1.2 s: ECONNREFUSED';
    const { verdict } = runSession({ baseErrors: 1, target: ended('target-lost', why) });
    expect(verdict).toMatchObject({ outcome: 'fail', reason: why });
  });

  test('without a single success it makes no target fast', () => {
    const live = makeLive({ blocks: 1, baseErrors: 1 });
    const { verdict } = judge(plan, makeTarget(live), null, { ...live, budgetBlocks: 1 });
    expect(verdict.comparisons[1]).toMatchObject({ metric: 'throughput', change: null });
    expect(verdict.outcome).toBe('inconclusive');
  });

  test('in one request: its own speed is open, unless it is shown to be worse', () => {
    const gated = makeLivePlan({
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
    expect(verdict.reason).toBe(
      "P99 of create owner can't be compared, because so many requests fail on the base (15.0 %, target 0 %)",
    );
    const slow = { ...own, p99: 1.5 };
    const worse = runSession({ plan: gated, base, endpoints: { 'create owner': slow } });
    expect(worse.verdict.outcome).toBe('fail');
  });

  test('that leaves a request without any answer leaves the run open', () => {
    const base = { endpoints: { 'create owner': { requests: 40, timeouts: 40 } } };
    const { verdict } = runSession({ base });
    expect(verdict).toMatchObject({
      outcome: 'inconclusive',
      reason: 'None of the 40 requests of create owner was answered by the base',
      advice: 'See whether the base answers these requests at all, and how fast.',
    });
  });
});

describe('somebody on the path', () => {
  const limited = { ...noPath, rateLimited: 0.12 };

  test('on both sides: invalid', () => {
    const { verdict } = runSession({ target: { intercepted: limited }, base: { intercepted: limited } });
    expect(verdict.outcome).toBe('invalid');
    expect(verdict.reason).toMatch(/^on the base, 12\.0 % of the requests were turned away/i);
  });

  test('on the target alone: its own doing, which fails', () => {
    const { verdict, blocks } = runSession({ target: { intercepted: limited } });
    expect(blocks).toBe(6);
    expect(verdict).toMatchObject({
      outcome: 'fail',
      reason: "12.0 % of the requests were turned away by a rate limiter (429), and the base's were not",
    });
  });

  test('of a target that went away, that it went away is told', () => {
    const why = 'The target could no longer be reached after 1.2 s: ECONNREFUSED';
    const live = makeLive({ blocks: 8 });
    const target = makeTarget(live, { intercepted: limited, ...ended('target-lost', why) });
    expect(judge(plan, target, null, live).verdict).toMatchObject({ outcome: 'fail', reason: why });
  });

  test('on the base too, but less: invalid', () => {
    const few = { ...noPath, rateLimited: 0.005 };
    expect(runSession({ target: { intercepted: limited }, base: { intercepted: few } }).verdict.outcome).toBe(
      'invalid',
    );
  });

  test('below 1 % it is a warning', () => {
    const few = { ...noPath, challenges: 0.004 };
    const { verdict } = runSession({ base: { intercepted: few } });
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toContain(
      'On the base, 0.40 % of the requests were stopped by a bot challenge.',
    );
  });
});

test('requests that had to be sent once more on the base are told of the base', () => {
  const { verdict } = runSession({ base: { retried: 500 } });
  expect(verdict.outcome).toBe('pass');
  expect(verdict.warnings.filter((warning) => warning.includes('sent once more'))).toEqual([
    expect.stringMatching(/^On the base, \d+\.\d+ % of the requests \([\d,]+\) were sent once more/),
  ]);
});

describe('errors', () => {
  test('20 points more in two blocks running end the run at once', () => {
    const { verdict, blocks } = runSession({ targetErrors: 0.3 });
    expect(blocks).toBe(2);
    expect(verdict.outcome).toBe('fail');
  });

  test('also where no gate asks about errors', () => {
    const speed = makeLivePlan({ whole: { p99: { limit: null, regression: 0.1 } } });
    const { verdict, blocks } = runSession({ plan: speed, targetErrors: 0.3 });
    expect(blocks).toBe(2);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.reason).toMatch(
      /^In two blocks running, at least 20 % more of the target's requests failed/,
    );
    expect(verdict.comparisons[2]).toMatchObject({ metric: 'errors', finding: 'over-limit' });
  });

  test('a rise by more than the tolerance fails', () => {
    const { verdict, blocks } = runSession({ targetErrors: 0.03 });
    expect(blocks).toBe(10);
    expect(verdict.reason).toMatch(/^Error rate rose by 3 pp \(3\.00 %, base 0 %, tolerated 0\.5 pp\)/);
  });

  test('the same errors on both sides pass', () => {
    const { verdict } = runSession({ targetErrors: 0.04, baseErrors: 0.04 });
    expect([verdict.outcome, verdict.warnings]).toEqual(['pass', []]);
  });

  test('from 5 % on they pass with a warning, and a fail needs none', () => {
    const both = { targetErrors: 0.06, baseErrors: 0.06 };
    const { verdict } = runSession(both);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toEqual([
      "6.00 % of the base's requests failed (target 6.00 %): the pass says that the target is no worse, not that either is sound.",
    ]);
    const worse = runSession({ ...both, p99: 1.5 }).verdict;
    expect([worse.outcome, worse.warnings]).toEqual(['fail', []]);
  });

  test('failing fast never wins: speed alone does not pass', () => {
    const speed = makeLivePlan({ whole: { p99: { limit: null, regression: 0.1 } } });
    const three = runSession({ plan: speed, targetErrors: 0.03, p99: 0.8 });
    expect(three.verdict.outcome).toBe('inconclusive');
    expect(three.verdict.reason).toBe(
      "P99 can't pass on its own, because the error rates differ (3.00 %, base 0 %)",
    );
    expect(three.blocks).toBe(16);
    const ten = runSession({ plan: speed, targetErrors: 0.1, p99: 0.8 });
    expect(ten.verdict.outcome).toBe('fail');
    expect(ten.verdict.reason).toMatch(/so many errors fail whatever the limits$/);
  });

  test('one round full of errors is too much to pass and not enough to fail', () => {
    const once = { targetErrors: (i: number) => (i === 3 ? 1 : 0), budgetBlocks: 12 };
    expect(runSession(once).verdict.outcome).toBe('inconclusive');
  });
});

describe('limits', () => {
  const limits = makeLivePlan({ whole: { p99: { limit: 50, regression: 0.1 } } });

  test('wait for the last look', () => {
    const live = makeLive({ blocks: 5 }, limits);
    const { verdict, wantsMore } = judge(limits, makeTarget(live, {}, limits), null, live);
    expect([verdict.outcome, wantsMore]).toEqual(['inconclusive', true]);
    const { verdict: last, blocks } = runSession({ plan: limits });
    expect(blocks).toBe(8);
    expect(last.outcome).toBe('fail');
    expect(last.reason).toMatch(/^P99 is .* its limit/);
  });

  test('beyond and not shown: as much again, and no more', () => {
    const near = makeLivePlan({ whole: { throughput: { limit: 312, regression: 0.1 } } });
    const { verdict, blocks } = runSession({ plan: near, target: { whole: { wobble: 0.2 } } });
    expect(blocks).toBe(16);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reason).toMatch(/below its limit of 312/);
  });
});

describe('silence is never a pass', () => {
  test('a base of which nothing was measured', () => {
    const limits = makeLivePlan({ whole: { p99: { limit: 500, regression: 0.1 } } });
    const { verdict } = judge(limits, makeMeasurement({}, limits), null, null);
    expect([verdict.outcome, verdict.reason]).toEqual(['inconclusive', 'Nothing was measured on the base']);
  });

  describe('nor is a request that never succeeds on either side', () => {
    const failing = (requests: number, good = 0) => ({
      endpoints: { 'create owner': { requests, statuses: { 401: requests - good } } },
    });

    test('it is named, and what may be wrong', () => {
      const { verdict } = runSession({ target: failing(1672), base: failing(1670) });
      expect(verdict).toMatchObject({
        outcome: 'inconclusive',
        reason:
          'None of the 1,672 requests of create owner succeeded on either side, so nothing of it was compared',
      });
      expect(verdict.advice).toBe('See why they fail: the path, the login or their expect may be wrong.');
    });

    test('time-outs beside the answers are no successes either', () => {
      const late = { endpoints: { 'create owner': { requests: 40, timeouts: 35, statuses: { 500: 5 } } } };
      expect(runSession({ target: late, base: late }).verdict.reason).toMatch(/^None of the 40 requests of/);
    });

    test.each([
      ['one success on the base', failing(1672), failing(1670, 1)],
      ['one success on the target', failing(1672, 1), failing(1670)],
      ['nine requests on a side', failing(9), failing(1670)],
    ])('%s is enough for a pass', (_, target, base) => {
      expect(runSession({ target, base }).verdict.outcome).toBe('pass');
    });

    test('where none at all does, no row of errors passes', () => {
      const errors = makeLivePlan({ whole: { errors: { limit: null, regression: 0.005 } } });
      const { verdict } = runSession({ plan: errors, targetErrors: 1, baseErrors: 1 });
      expect(verdict.outcome).toBe('inconclusive');
      expect(verdict.reason).toMatch(
        /^None of the [\d,]+ requests succeeded on either side, so nothing was compared$/,
      );
    });

    test('what is shown to be worse fails all the same', () => {
      const { verdict } = runSession({ p99: 1.5, target: failing(1672), base: failing(1670) });
      expect(verdict.outcome).toBe('fail');
    });
  });

  test.each([
    [{ targetErrors: 1 }, 'the target has no success (or time-out) in any block', 'the target answers'],
    [{ baseErrors: 1 }, 'the base has no success (or time-out) in any block', 'the base answers'],
    [
      { targetErrors: 1, baseErrors: 1 },
      'neither side has a success (or time-out) in any block',
      'base and target answer',
    ],
    [
      { targetErrors: (i: number) => i % 2, baseErrors: (i: number) => (i + 1) % 2 },
      'no block has a success (or time-out) on both sides',
      'base and target answer',
    ],
  ])('a request answered without a success: %j', (own, why, whose) => {
    const single = makeLivePlan({
      whole: {},
      gate: { endpoints: { 'create owner': { p99: { limit: null, regression: 0.1 } } } },
    });
    const { verdict } = runSession({
      plan: single,
      budgetBlocks: 9,
      endpoints: { 'create owner': { requests: 30, ...own } },
    });
    expect(verdict.reason).toBe(`P99 of create owner can't be compared: ${why}`);
    expect(verdict.comparisons.at(-1)?.note).toBe(why);
    expect(verdict.advice).toContain(
      `See what ${whose} to these requests: the path, the login or their expect may be wrong.`,
    );
  });

  test('a request name that only the base answers', () => {
    const { verdict } = runSession({
      target: { endpoints: { 'create owner': { requests: 40, timeouts: 40 } } },
    });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reason).toBe('None of the 40 requests of create owner was answered');
  });

  test.each(['target', 'base'] as const)('a request of whose answers the %s gave too few', (side) => {
    const gate = { endpoints: { 'create owner': { p99: { limit: null, regression: 0.1 } } } };
    const own = { requests: 20, [side === 'target' ? 'targetErrors' : 'baseErrors']: 0.5 };
    const { verdict } = runSession({
      plan: makeLivePlan({ gate }),
      budgetBlocks: 12,
      endpoints: { 'create owner': own },
    });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reason).toBe(
      "P99 of create owner can't be judged by only 120 answers on one side (it takes 200)",
    );
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
        const live = makeLive({ ...drawn, budgetBlocks: 12 });
        const { verdict, progress } = judge(plan, makeTarget(live), null, live);
        const notes = verdict.comparisons.map(({ note }) => note);
        const words = [verdict.reason, verdict.advice, progress, ...verdict.warnings, ...notes];
        expect(words.join('\n')).not.toMatch(/NaN|undefined|Infinity|null/);
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
