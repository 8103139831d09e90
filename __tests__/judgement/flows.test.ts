import type { Measurement } from '../../src/evidence/measurement.ts';
import { readBaseline } from '../../src/evidence/readers/read-baseline.ts';
import { declareGates } from '../../src/judgement/interleaved/declared-gates.ts';
import { judge } from '../../src/judgement/judge.ts';
import { mainErrorsOf } from '../../src/judgement/main-errors.ts';
import { writeReason } from '../../src/report/words/reason.ts';
import { makeFlowPlan, type Shop } from '../evidence/make-flows.ts';
import { writeResult } from '../evidence/write-result.ts';
import { testInFull } from '../part.ts';
import { playFlows } from './play-flows.ts';

const BASE = { origin: 'http://127.0.0.1:8081' };
const INTERLEAVED = { measureMs: 3000, sliced: false, discardMs: 500, budgetMs: 180_000, allowance: 0 };
const none = { limit: null, regression: null };
const calm: Shop = {};
/** One step of `order` takes twice as long. */
const slow: Shop = { medianMs: { 'read back': 20 } };

const gated = (flows: NonNullable<ReturnType<typeof makeFlowPlan>['gate']['flows']>, more = {}) =>
  makeFlowPlan({ whole: {}, gate: { flows, interleaved: INTERLEAVED }, ...more });

describe('a limit of a flow', () => {
  test('is held against whole walks, and says so', () => {
    const plan = gated({ order: { p99: { limit: 50, regression: null } } });
    const { verdict } = playFlows(plan);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toMatchObject([
      { code: 'over-limit', metric: 'p99', endpoint: 'order', flow: true, limit: 50 },
    ]);
    expect(writeReason(verdict, null)).toContain('P99 of the flow order');
  });

  test('passes where they are fast enough, though another flow is not', () => {
    const plan = gated({ welcome: { p99: { limit: 80, regression: null } } });
    expect(playFlows(plan, { target: slow }).verdict.outcome).toBe('pass');
  });

  test('of its errors counts walks that failed', () => {
    const plan = gated({ order: { errors: { limit: 0.02, regression: null } } });
    const target = { fails: { 'add item': { check: 0.04 } } };
    const { verdict, seen } = playFlows(plan, { target });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes[0]).toMatchObject({
      code: 'over-limit',
      metric: 'errors',
      endpoint: 'order',
      flow: true,
    });
    // What failed is the step: the flow enters no second time.
    const kinds = mainErrorsOf(seen.measurement as Measurement)?.kinds;
    expect(kinds).toMatchObject([{ kind: 'check', endpoints: [{ name: 'add item' }] }]);
  });
});

describe('a regression of a flow', () => {
  const regression = { p99: { ...none, regression: 0.1 }, errors: { ...none, regression: 0.02 } };

  testInFull('is shown against a base, block by block', () => {
    const plan = gated({ order: regression }, { base: BASE });
    const { verdict } = playFlows(plan, { base: calm, target: { medianMs: { 'read back': 30 } } });
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes[0]).toMatchObject({
      code: 'regressed',
      metric: 'p99',
      endpoint: 'order',
      flow: true,
      against: 'base',
    });
    expect(verdict.interleaved?.gates.map(({ endpoint, flow, metric }) => [endpoint, flow, metric])).toEqual([
      ['order', true, 'p99'],
      ['order', true, 'errors'],
    ]);
  });

  test('passes beside an equal base', () => {
    const plan = gated({ order: { ...regression, p99: { ...none, regression: 0.3 } } }, { base: BASE });
    expect(playFlows(plan).verdict.outcome).toBe('pass');
  });

  testInFull('is shown in rounds that are cut into slices', () => {
    const interleaved = { ...INTERLEAVED, sliced: true, budgetMs: 120_000 };
    const plan = makeFlowPlan({
      whole: {},
      base: BASE,
      gate: { flows: { order: { p95: { ...none, regression: 0.1 } } }, interleaved },
    });
    const { verdict, seen } = playFlows(plan, { target: { medianMs: { 'read back': 30 } } });
    expect(seen.interleaved?.sliced).toBe(true);
    expect(seen.measurement?.unaccounted).toBe(0);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes[0]).toMatchObject({ code: 'regressed', endpoint: 'order', flow: true });
  });

  test('has its share of the chance of a false fail', () => {
    const whole = { p99: { ...none, regression: 0.1 } };
    const alone = makeFlowPlan({ whole, base: BASE });
    const beside = makeFlowPlan({ whole, base: BASE, gate: { flows: { order: whole, welcome: whole } } });
    const alphas = (plan: typeof alone) => declareGates(plan, 45, 0, false).map(({ rule }) => rule.alpha);
    expect(alphas(beside)).toHaveLength(3);
    expect(alphas(beside).reduce((sum, alpha) => sum + alpha, 0)).toBeLessThanOrEqual(0.02 + 1e-12);
    expect(alphas(beside)[0]).toBeLessThan(alphas(alone)[0] as number);
  });

  testInFull('is shown against a stored result', async () => {
    const before = playFlows(gated({}));
    const file = JSON.stringify(writeResult({ plan: before.plan, measurement: before.seen.measurement }));
    const source = { kind: 'file', file: 'result.json', section: null, written: 'result.json' } as const;
    const plan = gated({ order: { p99: { ...none, regression: 0.1 } } }, { baseline: source });
    const baseline = readBaseline(file, source);
    const { verdict } = playFlows(plan, { baseline, target: { medianMs: { 'read back': 40 } } });
    expect(verdict.causes[0]).toMatchObject({
      code: 'regressed',
      endpoint: 'order',
      flow: true,
      against: 'baseline',
    });
    expect(playFlows(plan, { baseline }).verdict.comparisons.at(-1)).toMatchObject({
      endpoint: 'order',
      flow: true,
      against: 'baseline',
    });
  });
});

testInFull('a step that was never reached is told as that, and as nothing that had no turn', () => {
  const plan = makeFlowPlan({ whole: { p99: { limit: 100, regression: null } } });
  const { verdict } = playFlows(plan, { target: { fails: { 'create cart': { 500: 1 } } } });
  const codes = verdict.causes.map(({ code }) => code);
  expect(codes).toContain('never-reached');
  expect(codes).not.toContain('not-asked');
  const cause = verdict.causes.find(({ code }) => code === 'never-reached');
  expect(cause).toMatchObject({ side: 'target', endpoints: ['add item', 'read back'] });
});

test('a walk that is missing from the counts makes the run invalid', () => {
  const plan = makeFlowPlan();
  const { measurement } = playFlows(plan).seen;
  if (measurement === null) throw new Error('it was measured');
  const { verdict } = judge(plan, { ...measurement, unaccounted: 1 }, null);
  expect(verdict).toMatchObject({ outcome: 'invalid', causes: [{ code: 'unaccounted', requests: 1 }] });
});

testInFull('what moved with a latency of all is told of requests and steps', () => {
  const whole = { p99: { ...none, regression: 0.1 } };
  const plan = makeFlowPlan({
    whole,
    base: BASE,
    gate: { flows: { order: whole }, interleaved: INTERLEAVED },
  });
  const { verdict } = playFlows(plan, { base: calm, target: { medianMs: { 'read back': 40 } } });
  const names = verdict.why?.shift?.parts.map(({ endpoint }) => endpoint) ?? [];
  expect(names).toContain('read back');
  expect(names).not.toContain('order');
  const { beforeMs = 0, afterMs = 0, parts = [] } = verdict.why?.shift ?? {};
  expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(afterMs - beforeMs, 6);
  expect(verdict.why?.found[0]).toMatchObject({ kind: 'endpoint', endpoint: 'read back' });
});

testInFull(
  'a flow without a gate stands out beside its step, and the flow that is as before does not',
  () => {
    const plan = gated({ welcome: { p99: { ...none, regression: 0.3 } } }, { base: BASE });
    const { verdict } = playFlows(plan, { target: { medianMs: { 'read back': 30 } } });
    const named = verdict.suspects.map(({ endpoint, flow }) => [endpoint, flow]);
    expect(named).toContainEqual(['order', true]);
    expect(named).toContainEqual(['read back', undefined]);
    expect(named).not.toContainEqual(['welcome', true]);
    expect(verdict.suspects.find(({ flow }) => flow)?.change).toBeGreaterThan(0.2);
    expect(playFlows(plan).verdict.suspects).toEqual([]);
  },
);
