import { judge } from '../../src/judgement/judge.ts';
import { drawGates } from '../../src/report/view/interleaved-picture.ts';
import { wordsIn } from '../../src/report/words/language.ts';
import { writeReason } from '../../src/report/words/reason.ts';
import { makeBaseline } from './make.ts';
import { makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';
import { runSession } from './session.ts';

const P99 = { metric: 'p99', endpoint: null } as const;
const THROUGHPUT = { metric: 'throughput', endpoint: null } as const;
const ERRORS = { metric: 'errors', endpoint: null } as const;

const endpointPlan = makeInterleavedPlan({
  gate: { endpoints: { 'create owner': { p99: { limit: null, regression: 0.1 } } } },
});

describe('the clock', () => {
  test('ends a run before its last block, and what is undecided then is inconclusive', () => {
    const plan = makeInterleavedPlan();
    const look = (budgetSpent: boolean) => {
      const interleaved = makeInterleaved({ blocks: 7, budgetSpent });
      return judge(plan, makeTarget(interleaved), null, interleaved);
    };
    expect(look(false).wantsMore).toBe(true);
    expect(look(true).wantsMore).toBe(false);
    expect(look(true).verdict.outcome).toBe('inconclusive');
  });
});

describe('how a session ends', () => {
  test('same code passes at the first block at which anything can', () => {
    const { verdict, blocks } = runSession();
    expect(blocks).toBe(8);
    expect(verdict).toMatchObject({
      outcome: 'pass',
      causes: [],
      warnings: [],
      suspects: [],
      interleaved: { blocks: 8 },
    });
  });

  test('20 % more P99 fails as soon as anything can, with the medians of both sides', () => {
    const { verdict, blocks } = runSession({ p99: 1.2 });
    expect(blocks).toBe(9);
    expect(verdict.outcome).toBe('fail');
    const [p99, throughput, errors] = verdict.comparisons;
    expect(verdict.causes).toEqual([
      {
        code: 'regressed',
        metric: 'p99',
        endpoint: null,
        against: 'base',
        before: p99?.baseline,
        figure: p99?.compared,
        change: p99?.change,
        tolerance: 0.1,
        main: null,
      },
    ]);
    expect(p99?.change).toBeCloseTo(0.22, 1);
    expect(p99?.baseline).toBeCloseTo(83, -1);
    expect(p99?.compared).toBeCloseTo(1.2 * 83, -1);
    expect(p99).toMatchObject({ against: 'base', finding: 'regressed', basis: 'successes' });
    expect(p99?.interval?.[0]).toBeGreaterThan(0.1);
    expect(throughput).toMatchObject({ against: 'base', finding: 'within' });
    expect(errors).toMatchObject({
      against: 'base',
      finding: 'within',
      basis: null,
      baseline: 0,
      compared: 0,
    });
  });

  test('20 % less throughput fails, and reads as a fall', () => {
    const { verdict } = runSession({ throughput: 0.8 });
    expect(verdict.outcome).toBe('fail');
    const row = verdict.comparisons[1];
    expect(verdict.causes).toMatchObject([
      {
        code: 'regressed',
        metric: 'throughput',
        against: 'base',
        before: expect.closeTo(311, -1),
        figure: expect.closeTo(249, -1),
        change: row?.change,
        tolerance: 0.1,
      },
    ]);
    expect(row?.change).toBeCloseTo(-0.2, 1);
    expect(row?.interval?.[0]).toBeLessThan(row?.change ?? 0);
    expect(row?.interval?.[1]).toBeGreaterThan(row?.change ?? 0);
  });

  test('what is real and below the tolerance passes with a note at its row, and is told once', () => {
    const { verdict } = runSession({ p99: 1.06 });
    expect(verdict.outcome).toBe('pass');
    expect(verdict.comparisons[0]).toMatchObject({
      finding: 'within',
      notes: [{ code: 'worse-within', tolerance: 0.1 }],
    });
    expect(verdict.warnings).toEqual([]);
  });

  test('a faster target has improved', () => {
    const { verdict } = runSession({ p99: 0.7 });
    expect(verdict.outcome).toBe('pass');
    expect(verdict.comparisons.map(({ finding }) => finding)).toEqual(['improved', 'within', 'within']);
  });

  test('a little faster, however sure, is within: an improvement is as large as what is tolerated', () => {
    const [p99] = runSession({ p99: 0.96, noise: 0.005 }).verdict.comparisons;
    expect(p99?.interval?.[1]).toBeLessThan(0);
    expect(p99).toMatchObject({ metric: 'p99', finding: 'within' });
  });

  test('an environment that is too noisy is inconclusive, and says what would help', () => {
    const { verdict, blocks, wantsMore } = runSession({ noise: 0.4 });
    expect([blocks, wantsMore]).toEqual([45, false]);
    expect(verdict.outcome).toBe('inconclusive');
    const row = verdict.comparisons[0];
    const detectable = row?.regression?.detectable ?? 0;
    expect(detectable).toBeGreaterThan(0.1);
    expect(verdict.causes).toEqual([
      {
        code: 'undecided',
        scopes: [P99],
        beyond: [],
        blocks: 45,
        budgetBlocks: 45,
        budgetSeconds: 360,
        detectable: [{ ...P99, size: detectable }],
        blocksMore: verdict.interleaved?.gates[0]?.blocksMore,
        tooShort: null,
        aboutSpeed: true,
        thin: [],
      },
    ]);
    expect(verdict.interleaved?.gates[0]?.blocksMore).toBeGreaterThan(10);
    expect(row?.notes).toEqual([{ code: 'open-after', blocks: 45, detectable }]);
    expect(row?.regression?.secondsMore).toBeGreaterThan(60);
  });

  test('an interval wholly beyond the tolerance is never just undecided: a fail takes more, and it says so', () => {
    const plan = makeInterleavedPlan({ whole: { p99: { limit: null, regression: 0.1 } } });
    const { verdict } = runSession({ plan, p99: 1.5, budgetBlocks: 6 });
    const [row] = verdict.comparisons;
    expect(row?.interval?.[0]).toBeGreaterThan(0.1);
    expect(row).toMatchObject({ finding: 'undecided', notes: [{ code: 'open-beyond', blocks: 6 }] });
    expect(verdict.causes).toMatchObject([{ code: 'undecided', scopes: [P99], beyond: [P99] }]);
    expect(writeReason(verdict, null)).toBe(
      'P99 is undecided after 6 blocks: it is beyond its tolerance at 95 %, but a fail needs 99 % or more',
    );
    const drawn = drawGates(verdict.interleaved?.gates ?? [], wordsIn('en'), verdict.comparisons).join('\n');
    expect(drawn).toContain('◇ undecided: a fail needs 99 %');
    // A quarter as much is not beyond it.
    const near = runSession({ plan, p99: 1.12, budgetBlocks: 6 }).verdict;
    expect(near.causes).toMatchObject([{ code: 'undecided', beyond: [] }]);
    expect(near.comparisons[0]?.notes).toMatchObject([{ code: 'open-after' }]);
  });

  test('a budget that can decide nothing says so', () => {
    const { verdict } = runSession({ budgetBlocks: 4 });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toMatchObject([
      {
        code: 'undecided',
        budgetBlocks: 4,
        budgetSeconds: 360,
        tooShort: { passes: 6, fails: 8, scopes: [P99, THROUGHPUT, ERRORS] },
      },
    ]);
  });

  test('a budget in which a gate can pass and never fail says so, however much worse the target is', () => {
    const { verdict } = runSession({ budgetBlocks: 6, p99: 3 });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toMatchObject([
      { code: 'undecided', budgetBlocks: 6, tooShort: { passes: 6, fails: 7, scopes: [P99] } },
    ]);
    expect(verdict.comparisons[0]?.regression?.detectable).toBeNull();
    expect(runSession({ budgetBlocks: 8, p99: 3 }).verdict.outcome).toBe('fail');
  });

  test('one bad round does not fail it', () => {
    const { verdict } = runSession({
      p99: (i) => (i === 3 ? 20 : 1),
      throughput: (i) => (i === 3 ? 0.1 : 1),
    });
    expect(verdict.outcome).toBe('pass');
  });

  test('stalls now and then are a warning', () => {
    const { verdict } = runSession({ p99: (i) => (i % 4 === 1 ? 2.5 : 1) });
    expect(verdict.outcome).not.toBe('fail');
    const { interleaved } = verdict;
    expect(interleaved?.stalledRounds.target).toBeGreaterThan(5);
    expect(interleaved?.stalledRounds.base).toBe(0);
    expect(verdict.warnings).toEqual([
      { code: 'stalls', target: interleaved?.stalledRounds.target, base: 0, blocks: interleaved?.blocks },
    ]);
  });
});

describe('gates', () => {
  test("an endpoint's own gate fails the run, and the others are named as undecided", () => {
    const { verdict } = runSession({ plan: endpointPlan, endpoints: { 'create owner': { p99: 1.4 } } });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toMatchObject([
      { code: 'regressed', metric: 'p99', endpoint: 'create owner', change: expect.closeTo(0.42, 1) },
    ]);
    expect(verdict.comparisons.map(({ finding }) => finding).slice(0, 3)).toEqual([
      'within',
      'within',
      'within',
    ]);
  });

  test('too few responses a block: how many a step takes', () => {
    const { verdict } = runSession({
      plan: endpointPlan,
      noise: 0.3,
      budgetBlocks: 24,
      endpoints: { 'create owner': { requests: 40 } },
    });
    const [undecided] = verdict.causes;
    if (undecided?.code !== 'undecided') throw new Error('nothing is undecided');
    expect(undecided.thin).toContainEqual({
      metric: 'p99',
      endpoint: 'create owner',
      responses: 80,
      wanted: 200,
    });
  });

  test('a P99 of fewer than 200 responses is not judged, whatever the blocks say', () => {
    const { verdict, blocks } = runSession({
      plan: endpointPlan,
      endpoints: { 'create owner': { requests: 4 } },
    });
    expect(blocks).toBe(45);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([
      {
        code: 'too-few-responses-a-side',
        metric: 'p99',
        endpoint: 'create owner',
        responses: 180,
        needed: 200,
        // Of the whole session's load on the target, 45 blocks of 3 s, as the test merges it.
        neededSeconds: Math.ceil((135 * 200) / 180),
      },
    ]);
  });

  test('a request without a gate stands out and gates nothing', () => {
    const { verdict } = runSession({ endpoints: { 'create owner': { p99: 1.5 } } });
    expect(verdict.outcome).toBe('pass');
    expect(verdict.suspects).toEqual([
      { endpoint: 'create owner', change: expect.closeTo(0.5, 1), p: expect.closeTo(1 / 256, 6) },
    ]);
  });

  test('an allowance of the hosts is granted and told', () => {
    const one = { p99: 1.105, noise: 0.005 };
    const plan = makeInterleavedPlan({
      gate: {
        interleaved: { measureMs: 3000, sliced: false, discardMs: 500, budgetMs: 360_000, allowance: 0.12 },
      },
    });
    expect(runSession(one).verdict.outcome).toBe('fail');
    const { verdict } = runSession({ ...one, plan, sharedHost: false });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.interleaved).toMatchObject({ allowance: 0.12, sharedHost: false });
    expect(verdict.warnings).toContainEqual({ code: 'hosts-differ', allowance: 0.12 });
    expect(runSession({ sharedHost: false }).verdict.interleaved?.allowance).toBe(0.02);
    expect(runSession({ sharedHost: true }).verdict.interleaved?.allowance).toBe(0);
  });
});

describe('the stored baseline beside a base', () => {
  const baseline = makeBaseline();
  const plan = makeInterleavedPlan({
    baseline: { kind: 'file', file: 'docs/report.md', section: null, written: 'docs/report.md' },
  });

  test('is told as a warning and gates nothing', () => {
    const slow = makeBaseline({
      whole: { responsesPerSecond: 900, errorRate: 0, latencyAllMs: { p99: 20 } },
    });
    const { verdict } = runSession({ plan, baseline: slow });
    expect(verdict.outcome).toBe('pass');
    const { target } = verdict.comparisons[0] ?? {};
    expect(verdict.warnings).toEqual([
      {
        code: 'stored-beside',
        source: 'docs/performance-report.md#realistic-final',
        changes: [
          { metric: 'p99', change: expect.closeTo((target ?? 0) / 20 - 1, 6) },
          { metric: 'throughput', change: expect.closeTo(311 / 900 - 1, 6) },
          { metric: 'errors', change: 0 },
        ],
      },
    ]);
  });

  test('that was taken under other conditions is not compared with', () => {
    const other = { ...baseline, conditions: { stages: [{ connections: 99 }] } };
    expect(runSession({ plan, baseline: other }).verdict.warnings).toEqual([
      {
        code: 'stored-not-compared',
        because: {
          code: 'conditions-differ',
          of: 'file',
          source: baseline.source,
          differences: [{ condition: 'connections', stage: null, before: 99, now: 10 }],
        },
      },
    ]);
  });
});

test('the summary holds what a reader needs to trust or repeat it', () => {
  const { verdict } = runSession({ p99: 1.2 });
  expect(verdict.interleaved).toMatchObject({
    blocks: 9,
    budgetBlocks: 45,
    roundSeconds: 3,
    allowance: 0,
    sharedHost: true,
    seed: 'a1b2c3',
    stalledRounds: { target: 0, base: 0 },
  });
  expect(verdict.interleaved?.order).toMatch(/^(TB|BT)( (TB|BT)){8}$/);
  const [p99, throughput, errors] = verdict.interleaved?.gates ?? [];
  expect(p99).toMatchObject({
    metric: 'p99',
    state: 'failed',
    decidedAt: 9,
    tolerance: 0.1,
    blocksMore: null,
  });
  expect(p99?.changes).toHaveLength(9);
  expect(throughput).toMatchObject({ state: 'passed', decidedAt: 8 });
  expect(errors).toMatchObject({ metric: 'errors', state: 'passed', tolerance: 0.005 });
});

test('progress says where it stands and how long it may take', () => {
  const plan = makeInterleavedPlan();
  const progress = (blocks: number, shape = {}) => {
    const interleaved = makeInterleaved({ blocks, ...shape });
    const seen = judge(plan, makeTarget(interleaved), null, interleaved).progress;
    if (seen === null) throw new Error('there is a base, and no progress');
    return seen;
  };
  expect(progress(3)).toEqual({
    blocks: 3,
    budgetBlocks: 45,
    gates: [
      { ...P99, change: expect.closeTo(0, 1), interval: null },
      { ...THROUGHPUT, change: expect.closeTo(0, 1), interval: null },
      { ...ERRORS, change: 0, interval: null },
    ],
    blocksMore: null,
    longer: 0,
  });
  const open = progress(12, { noise: 0.06 });
  const [lower, upper] = open.gates[0]?.interval ?? [];
  expect(lower).toBeLessThan(open.gates[0]?.change ?? Number.NaN);
  expect(upper).toBeGreaterThan(open.gates[0]?.change ?? Number.NaN);
  expect(open.blocksMore).toBeGreaterThan(0);
  expect(open.blocksMore).toBeLessThan(33);
  expect(progress(12, { noise: 0.6 }).blocksMore).toBeGreaterThan(33);
});
