import type { MetricBounds } from '../../src/config/plan.ts';
import type { Round } from '../../src/engine/round.ts';
import { comparisonSchema } from '../../src/evidence/result/comparison.ts';
import { summarySchema } from '../../src/evidence/result/interleaved.ts';
import { isAcceptable } from '../../src/judgement/acceptance.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { writeAdvice, writeReason } from '../../src/report/words/reason.ts';
import { writeNotes } from '../../src/report/words/remarks.ts';
import type { PlanShape } from './make.ts';
import { judgeStages, makeStagedPlan, type PassesShape } from './make-stages.ts';

const REGRESSION: MetricBounds = {
  p99: { limit: null, regression: 0.1 },
  throughput: { limit: null, regression: 0.1 },
  errors: { limit: null, regression: 0.005 },
};
const BASE = { origin: 'http://127.0.0.1:8081' };

const planOf = (shape: PlanShape = {}) => makeStagedPlan({ whole: REGRESSION, base: BASE, ...shape });
const plan = planOf();

/** The target is slower by so much in every stage. */
const slower =
  (factor: number): NonNullable<PassesShape['target']> =>
  (stage) => ({ p99Ms: factor * (stage === 1 ? 150 : 80) });
const same = () => ({});

function p99Of({ comparisons }: Verdict) {
  return comparisons.find(({ metric, stage }) => metric === 'p99' && stage === undefined);
}

describe('how many passes are measured', () => {
  test('all that the budget holds, whatever the first ones say', () => {
    const look = judgeStages(plan, { passes: 2, budgetBlocks: 4, target: slower(3), base: same });
    expect(look.wantsMore).toBe(true);
    expect(look.verdict.causes).toEqual([{ code: 'interim', blocks: 2 }]);
    expect(look.progress).toMatchObject({ blocks: 2, budgetBlocks: 4, blocksMore: null });
    const last = judgeStages(plan, { passes: 4, target: slower(3), base: same });
    expect(last).toMatchObject({ wantsMore: false, verdict: { outcome: 'fail' } });
  });

  test('two, where the budget holds only one', () => {
    const look = (passes: number) => judgeStages(plan, { passes, budgetBlocks: 1, base: same });
    expect(look(1).wantsMore).toBe(true);
    expect(look(2)).toMatchObject({ wantsMore: false, verdict: { outcome: 'pass' } });
  });

  test('one is not enough where no other comes', () => {
    const cut = (round: Round): Round => ({ ...round, ended: { how: 'capped', by: 'max-duration' } });
    const last = (round: Round) =>
      round.seed === '1' && round.side === 'base' && round.stage === 2 ? cut(round) : round;
    const { verdict, wantsMore } = judgeStages(plan, { passes: 2, base: same, change: last });
    expect(wantsMore).toBe(false);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toEqual([{ code: 'too-few-passes', passes: 1, needed: 2 }]);
    expect(writeReason(verdict, null)).toBe(
      'Only 1 pass over all stages was complete on each side, and 2 are needed to tell a change from chance',
    );
    expect(writeAdvice(verdict, 360)).toMatch(/^Raise gate\.rounds\.budget so that it allows two passes/);
  });
});

describe('what so few passes show', () => {
  test('nothing changed: a pass that says what it could have shown', () => {
    const { verdict } = judgeStages(plan, { passes: 3, base: same });
    expect(verdict).toMatchObject({ outcome: 'pass', causes: [] });
    const row = p99Of(verdict);
    // 2.326 · 10 % · √(2 / 3), as e to that: what three passes a side can show where 10 % lie between passes.
    expect(row?.regression).toMatchObject({ finding: 'undecided', passes: 3, gates: true });
    expect(row?.regression?.detectable).toBeCloseTo(Math.exp(2.326348 * 0.1 * Math.sqrt(2 / 3)) - 1, 2);
    expect(row && writeNotes(row)).toBe('no regression shown; 3 passes per side can only show ≥ 21 %');
    expect(writeReason(verdict, null)).toBe('No regression shown against the base in 3 passes per side');
  });

  test('a change that is larger fails, one that is smaller passes, and one that may be either is open', () => {
    const outcome = (factor: number) =>
      judgeStages(plan, { passes: 3, target: slower(factor), base: same }).verdict;
    const failed = outcome(1.5);
    expect(failed.causes).toMatchObject([
      { code: 'regressed', metric: 'p99', against: 'base', change: expect.closeTo(0.5, 1), tolerance: 0.1 },
    ]);
    expect(isAcceptable(failed)).toBe(true);
    expect(outcome(1.05)).toMatchObject({ outcome: 'pass' });
    // What seems too much, and can't be shown, is no pass: three a side can only show 21 %.
    expect(outcome(1.15)).toMatchObject({
      outcome: 'inconclusive',
      causes: [{ code: 'passes-undecided', metric: 'p99', tolerance: 0.1, passes: 3 }],
    });
    // So does a throughput that falls.
    const slow = judgeStages(plan, { passes: 3, target: () => ({ perSecond: 180 }), base: same }).verdict;
    expect(slow.causes).toMatchObject([{ code: 'regressed', metric: 'throughput' }]);
  });

  test('within the tolerance is shown by a wide one, and improved by a large change', () => {
    const wide = planOf({ whole: { p99: { limit: null, regression: 0.5 } } });
    const finding = (factor: number) =>
      p99Of(judgeStages(wide, { passes: 4, target: slower(factor), base: same }).verdict)?.finding;
    expect(finding(1)).toBe('within');
    expect(finding(0.3)).toBe('improved');
  });

  test('passes that vary much show less than is assumed', () => {
    const detectable = (noise: number) =>
      p99Of(judgeStages(plan, { passes: 3, base: same, noise, draw: 3 }).verdict)?.regression?.detectable;
    expect(detectable(0.4)).toBeGreaterThan(2 * (detectable(0.02) ?? 1));
  });

  test('a spread that is declared to be smaller shows more', () => {
    const quiet = planOf({ gate: { spread: 0.02 } });
    const { verdict } = judgeStages(quiet, { passes: 3, target: slower(1.2), base: same, noise: 0.005 });
    expect(verdict.outcome).toBe('fail');
    expect(
      judgeStages(plan, { passes: 3, target: slower(1.2), base: same, noise: 0.005 }).verdict.outcome,
    ).toBe('inconclusive');
  });

  test('what two hosts may differ by is not the target’s', () => {
    const declared = planOf({ gate: { spread: 0.02 } });
    const apart = (round: Round) => (round.side === 'base' ? { ...round, address: '198.51.100.7' } : round);
    const look = (change?: PassesShape['change']) =>
      judgeStages(declared, {
        passes: 3,
        target: slower(1.2),
        base: same,
        noise: 0.005,
        ...(change && { change }),
      });
    const onOne = p99Of(look().verdict)?.regression?.detectable ?? 0;
    const { verdict } = look(apart);
    expect(p99Of(verdict)?.regression?.detectable).toBeGreaterThanOrEqual(onOne);
    expect(verdict.warnings).toContainEqual({ code: 'hosts-differ', allowance: 0.02 });
  });

  test('errors that rise in each pass fail, and those of a single one don’t', () => {
    const errors =
      (share: (pass: number) => number): NonNullable<PassesShape['target']> =>
      (_, pass) => ({ errors: share(pass) });
    const rise = judgeStages(plan, { passes: 3, target: errors(() => 0.03), base: same }).verdict;
    expect(rise.causes[0]).toMatchObject({ code: 'regressed', metric: 'errors', before: 0, figure: 0.03 });
    const once = judgeStages(plan, {
      passes: 3,
      target: errors((pass) => (pass === 1 ? 0.06 : 0)),
      base: same,
    }).verdict;
    // Its speed can't pass on its own beside so many errors; but nothing fails by one pass.
    expect(once.outcome).toBe('inconclusive');
    const row = once.comparisons.find(({ metric }) => metric === 'errors');
    expect(row?.regression?.finding).toBe('undecided');
  });

  test('rows and summary are as their schemas say', () => {
    const { verdict } = judgeStages(plan, { passes: 2, base: same });
    for (const row of verdict.comparisons) expect(comparisonSchema.parse(row)).toEqual(row);
    expect(summarySchema.parse(verdict.interleaved)).toEqual(verdict.interleaved);
    expect(verdict.interleaved).toMatchObject({
      passes: { spread: 0.1 },
      blocks: 2,
      roundSeconds: 180,
      measuredSeconds: 720,
      order: 'TB BT',
    });
    // Neither declares nor claims anything of when it could have stopped.
    expect(
      verdict.interleaved?.gates.every(
        ({ decidedAt, blocksMore }) => decidedAt === null && blocksMore === null,
      ),
    ).toBe(true);
  });
});

describe('stages of passes', () => {
  const staged = planOf({ gate: { stages: { spike: { p99: { limit: null, regression: 0.1 } } } } });
  const inSpike = (stage: number) => (stage === 1 ? { p99Ms: 300 } : {});

  test('have gates of their own', () => {
    const { verdict } = judgeStages(staged, { passes: 3, target: inSpike, base: same });
    const spike = verdict.comparisons.find(({ stage }) => stage === 'spike');
    expect(spike).toMatchObject({
      metric: 'p99',
      against: 'base',
      finding: 'regressed',
      change: expect.closeTo(1, 0),
    });
    expect(verdict.causes).toContainEqual(expect.objectContaining({ code: 'regressed', stage: 'spike' }));
    expect(verdict.interleaved?.gates.map(({ metric, stage }) => [metric, stage])).toContainEqual([
      'p99',
      'spike',
    ]);
  });

  test('share the chance of a false fail with the others', () => {
    const one = planOf({ whole: { p99: { limit: null, regression: 0.1 } } });
    const many = planOf({
      gate: { stages: { calm: REGRESSION, spike: REGRESSION, 3: REGRESSION } },
    });
    const detectable = (of: typeof plan) =>
      p99Of(judgeStages(of, { passes: 2, base: same }).verdict)?.regression?.detectable ?? 0;
    expect(detectable(many)).toBeGreaterThan(1.2 * detectable(one));
  });

  test('with a limit for their errors are left to it, beside a base too', () => {
    const limited = planOf({
      whole: { p99: { limit: null, regression: 0.1 } },
      gate: { stages: { spike: { errors: { limit: 0.3, regression: null } } } },
    });
    const failing = (stage: number) => (stage === 1 ? { errors: 0.25 } : {});
    const base = same;
    expect(judgeStages(limited, { passes: 2, target: failing, base }).verdict.outcome).not.toBe('fail');
    const open = planOf({ whole: { p99: { limit: null, regression: 0.1 } } });
    expect(judgeStages(open, { passes: 2, target: failing, base }).verdict.causes[0]).toMatchObject({
      code: 'error-floor',
      reference: null,
    });
  });
});

describe('what cannot be believed, or breaks off', () => {
  const ended = (side: Round['side']) => (round: Round) =>
    round.side === side && round.seed === '1' && round.stage === 2
      ? { ...round, ended: { how: 'target-lost', afterMs: 900, why: 'ECONNREFUSED' } as const }
      : round;

  test('a target that is lost fails, and a base that is lost is invalid', () => {
    const target = judgeStages(plan, { passes: 2, base: same, change: ended('target'), budgetBlocks: 4 });
    expect(target).toMatchObject({
      wantsMore: false,
      verdict: { outcome: 'fail', causes: [{ code: 'target-lost' }, { code: 'too-few-passes' }] },
    });
    const base = judgeStages(plan, { passes: 2, base: same, change: ended('base'), budgetBlocks: 4 });
    expect(base).toMatchObject({
      wantsMore: false,
      verdict: { outcome: 'invalid', causes: [{ code: 'base-lost' }] },
    });
  });

  test('limits of the target are judged as without a base', () => {
    const limited = planOf({ whole: { p99: { limit: 100, regression: 0.1 } } });
    const { verdict } = judgeStages(limited, { passes: 2, target: slower(2), base: slower(2) });
    expect(verdict.causes).toMatchObject([{ code: 'over-limit', metric: 'p99', limit: 100 }]);
  });

  test('a regression that the target’s busier generator explains is invalid', () => {
    const busy = { generator: { cpuShare: 0.6, utilisation: 0.6 } };
    const target: PassesShape['target'] = (stage) => ({ p99Ms: 1.5 * (stage === 1 ? 150 : 80), ...busy });
    const { verdict } = judgeStages(plan, { passes: 3, target, base: same });
    expect(verdict).toMatchObject({ outcome: 'invalid', causes: [{ code: 'generator-late' }] });
  });

  test('too few responses on a side can’t pass', () => {
    const few: PassesShape['target'] = () => ({ perSecond: 0.5 });
    const { verdict } = judgeStages(planOf({ whole: { p99: { limit: null, regression: 0.5 } } }), {
      passes: 2,
      target: few,
      base: few,
    });
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.causes).toMatchObject([{ code: 'too-few-responses', needed: 200 }]);
  });
});
