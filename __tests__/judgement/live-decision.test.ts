import { judge } from '../../src/judgement/judge.ts';
import { makeBaseline } from './make.ts';
import { makeLive, makeLivePlan, makeTarget } from './make-live.ts';
import { runSession } from './session.ts';

const endpointPlan = makeLivePlan({
  gate: { endpoints: { 'create owner': { p99: { limit: null, regression: 0.1 } } } },
});

describe('the clock', () => {
  test('ends a run before its last block, and what is undecided then is inconclusive', () => {
    const plan = makeLivePlan();
    const look = (budgetSpent: boolean) => {
      const live = makeLive({ blocks: 7, budgetSpent });
      return judge(plan, makeTarget(live), null, live);
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
      reason: 'No regression against the base in 8 blocks',
      advice: null,
      warnings: [],
      suspects: [],
    });
  });

  test('20 % more P99 fails as soon as anything can, with the medians of both sides', () => {
    const { verdict, blocks } = runSession({ p99: 1.2 });
    expect(blocks).toBe(9);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.reason).toMatch(/^P99 rose by 2\d % \(9\d\.\d ms, base 8\d\.\d ms, tolerated 10 %\)$/);
    const [p99, throughput, errors] = verdict.comparisons;
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
    expect(verdict.reason).toMatch(
      /^Throughput fell by (19|20) % \(24\d \/s, base 31\d \/s, tolerated 10 %\)$/,
    );
    const row = verdict.comparisons[1];
    expect(row?.change).toBeCloseTo(-0.2, 1);
    expect(row?.interval?.[0]).toBeLessThan(row?.change ?? 0);
    expect(row?.interval?.[1]).toBeGreaterThan(row?.change ?? 0);
  });

  test('what is real and below the tolerance passes with a note at its row, and is told once', () => {
    const { verdict } = runSession({ p99: 1.06 });
    expect(verdict.outcome).toBe('pass');
    expect(verdict.comparisons[0]).toMatchObject({
      finding: 'within',
      note: 'real, but below the tolerance of 10 %',
    });
    expect(verdict.warnings).toEqual([]);
  });

  test('a faster target has improved', () => {
    const { verdict } = runSession({ p99: 0.7 });
    expect(verdict.outcome).toBe('pass');
    expect(verdict.reason).toMatch(/^No regression against the base in \d+ blocks, and P99 improved$/);
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
    expect(verdict.reason).toBe('P99 is undecided after 45 blocks');
    expect(verdict.advice).toMatch(
      /^With as much noise as there was, a worsening is probably shown from \d+ % \(P99\) on\. About \d+ more blocks would decide it: raise gate\.rounds\.budget to \d+ min.*; a quieter environment, a wider tolerance or more load would need fewer\.$/,
    );
    const row = verdict.comparisons[0];
    expect(row?.note).toMatch(/^undecided after 45 blocks; a change of \d+ % would probably have shown$/);
    expect(row?.regression?.secondsMore).toBeGreaterThan(60);
    expect(row?.regression?.detectable).toBeGreaterThan(0.1);
  });

  test('a budget that can decide nothing says so', () => {
    const { verdict } = runSession({ budgetBlocks: 4 });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.advice).toBe(
      'The budget holds 4 blocks, and nothing can be decided in fewer than 6, nor a regression of P99, throughput and error rate be shown in fewer than 8: raise gate.rounds.budget to at least 12 min.',
    );
  });

  test('a budget in which a gate can pass and never fail says so, however much worse the target is', () => {
    const { verdict } = runSession({ budgetBlocks: 6, p99: 3 });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.advice).toBe(
      "The budget holds 6 blocks, and a regression of P99 can't be shown in fewer than 7: raise gate.rounds.budget to at least 7 min.",
    );
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
    expect(verdict.warnings.join()).toMatch(
      /In \d+ of \d+ blocks the target's P99 was more than 1\.5 times the base's, and the other way round in none/,
    );
    expect(verdict.live?.stalledRounds.target).toBeGreaterThan(5);
    expect(verdict.live?.stalledRounds.base).toBe(0);
  });
});

describe('gates', () => {
  test("an endpoint's own gate fails the run, and the others are named as undecided", () => {
    const { verdict } = runSession({ plan: endpointPlan, endpoints: { 'create owner': { p99: 1.4 } } });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.reason).toMatch(/^P99 of create owner rose by (39|4\d) %/);
    expect(verdict.comparisons.map(({ finding }) => finding).slice(0, 3)).toEqual([
      'within',
      'within',
      'within',
    ]);
  });

  test('too few answers a round: how many are wanted', () => {
    const { verdict } = runSession({ plan: endpointPlan, noise: 0.3, budgetBlocks: 12 });
    expect(verdict.advice).toContain(
      'P99 of create owner rests on about 187 answers a round, and a tolerance of 10 % wants 900: lengthen gate.rounds.measure, or give it a larger weight.',
    );
  });

  test('a P99 of fewer than 200 answers is not judged, whatever the blocks say', () => {
    const { verdict, blocks } = runSession({
      plan: endpointPlan,
      endpoints: { 'create owner': { requests: 4 } },
    });
    expect(blocks).toBe(16);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.reason).toBe(
      "P99 of create owner can't be judged by only 64 answers on one side (it takes 200)",
    );
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
    const plan = makeLivePlan({
      gate: { live: { measureMs: 3000, discardMs: 500, budgetMs: 360_000, allowance: 0.12 } },
    });
    expect(runSession(one).verdict.outcome).toBe('fail');
    const { verdict } = runSession({ ...one, plan, sharedHost: false });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.live).toMatchObject({ allowance: 0.12, sharedHost: false });
    expect(verdict.warnings).toContain(
      "Target and base are not known to share a host, and what their hosts differ by can't be told from the code: +12.0 % is allowed for it.",
    );
    expect(runSession({ sharedHost: false }).verdict.live?.allowance).toBe(0.02);
    expect(runSession({ sharedHost: true }).verdict.live?.allowance).toBe(0);
  });
});

describe('the stored baseline beside a base', () => {
  const baseline = makeBaseline();
  const plan = makeLivePlan({
    baseline: { kind: 'file', file: 'docs/report.md', section: null, written: 'docs/report.md' },
  });

  test('is told in a sentence and gates nothing', () => {
    const slow = makeBaseline({ whole: { responsesPerSecond: 900, errorRate: 0, latencyAllMs: { p99: 20 } } });
    const { verdict } = runSession({ plan, baseline: slow });
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toEqual([
      expect.stringMatching(
        /^Against docs\/performance-report\.md#realistic-final: P99 \+3\d\d %, throughput −65\.\d %, error rate 0\.0 pp; not gated, because the base was measured live\.$/,
      ),
    ]);
  });

  test('that was taken under other conditions is not compared with', () => {
    const other = { ...baseline, conditions: { stages: [{ connections: 99 }] } };
    expect(runSession({ plan, baseline: other }).verdict.warnings.join()).toMatch(
      /^The stored baseline isn't compared with: /,
    );
  });
});

test('the summary holds what a reader needs to trust or repeat it', () => {
  const { verdict } = runSession({ p99: 1.2 });
  expect(verdict.live).toMatchObject({
    blocks: 9,
    budgetBlocks: 45,
    setAside: 0,
    roundSeconds: 3,
    allowance: 0,
    sharedHost: true,
    seed: 'a1b2c3',
    stalledRounds: { target: 0, base: 0 },
  });
  expect(verdict.live?.order).toMatch(/^(TB|BT)( (TB|BT)){8}$/);
  const [p99, throughput, errors] = verdict.live?.gates ?? [];
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

test('the line for the log says where it stands and how long it may take', () => {
  const plan = makeLivePlan();
  const line = (blocks: number, shape = {}) => {
    const live = makeLive({ blocks, ...shape });
    return judge(plan, makeTarget(live), null, live).progress;
  };
  expect(line(3)).toMatch(
    /^block 3 of 45: P99 [+−]\d\.\d %, throughput [+−]?\d\.\d % and error rate 0\.0 pp$/,
  );
  expect(line(12, { noise: 0.06 })).toMatch(
    /^block 12 of 45: P99 .* \(−\d.* … \+\d.* %\), throughput .* and error rate .*; about \d+ blocks? left$/,
  );
  expect(line(12, { noise: 0.6 })).toMatch(/; perhaps not decided in the 33 blocks left$/);
});
