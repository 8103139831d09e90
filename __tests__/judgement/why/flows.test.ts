/** What moved with a flow's latency: which of its steps carry what its walks became longer by. */
import type { Plan } from '../../../src/config/plan.ts';
import { readBaseline } from '../../../src/evidence/readers/read-baseline.ts';
import type { Why } from '../../../src/evidence/result/why.ts';
import type { ComparedFlow, WorseFigure } from '../../../src/judgement/why/asked.ts';
import { explainByStep, shiftsOfFlows } from '../../../src/judgement/why/by-step.ts';
import { makeFlowPlan } from '../../evidence/make-flows.ts';
import { writeResult } from '../../evidence/write-result.ts';
import { testInFull } from '../../part.ts';
import { playFlows } from '../play-flows.ts';

const BASE = { origin: 'http://127.0.0.1:8081' };
const INTERLEAVED = { measureMs: 3000, sliced: false, discardMs: 500, budgetMs: 180_000, allowance: 0 };
/** Slower than any step, on both sides, so that no step of a flow moves the P99 of all. */
const usual = { list: 80 };
const rise = (regression: number) => ({ limit: null, regression });

const gated = (flows: NonNullable<Plan['gate']['flows']>, more = {}) =>
  makeFlowPlan({ whole: {}, gate: { flows, interleaved: INTERLEAVED }, ...more });

const between = (target: Readonly<Record<string, number>>) => ({
  base: { medianMs: usual },
  target: { medianMs: { ...usual, ...target } },
});

const stepsIn = (why: Why | undefined) =>
  (why?.found ?? []).flatMap((one) => (one.kind === 'step' ? [one] : []));

function expectPartsToAddUp(why: Why | undefined): void {
  const [flow] = why?.flows ?? [];
  if (flow === undefined) throw new Error('no flow has a shift');
  expect(flow.afterMs).toBeGreaterThan(flow.beforeMs);
  const sum = flow.parts.reduce((total, { ms }) => total + ms, 0);
  expect(sum).toBeCloseTo(flow.afterMs - flow.beforeMs, 6);
}

describe('beside a base', () => {
  test('the step that got slower carries it, though the whole has no gate', () => {
    const plan = gated({ order: { p99: rise(0.1) } }, { base: BASE });
    const { verdict } = playFlows(plan, between({ 'read back': 40 }));
    expect(verdict.causes).toMatchObject([{ code: 'regressed', endpoint: 'order', flow: true }]);
    expect(verdict.why).toMatchObject({
      against: 'base',
      flows: [{ flow: 'order', metric: 'p99', of: 'slowest' }],
    });
    expect(verdict.why).not.toHaveProperty('shift');
    expectPartsToAddUp(verdict.why);
    const [step, ...others] = stepsIn(verdict.why);
    expect(others).toEqual([]);
    expect(step).toMatchObject({ flow: 'order', endpoint: 'read back', of: 'slowest', metric: 'p99' });
    expect(step?.share).toBeGreaterThan(0.8);
    expect(step?.afterMs).toBeGreaterThan(2 * (step?.beforeMs ?? 0));
    expect(verdict.why?.found[0]).toBe(step);
  });

  testInFull('of a median all walks are asked, and each of two steps is named, the slower one first', () => {
    const plan = gated({ order: { p50: rise(0.1) } }, { base: BASE });
    const { verdict } = playFlows(plan, between({ 'add item': 18, 'read back': 25 }));
    expect(verdict.outcome).toBe('fail');
    expectPartsToAddUp(verdict.why);
    expect(stepsIn(verdict.why)).toMatchObject([
      { endpoint: 'read back', of: 'all', metric: 'p50' },
      { endpoint: 'add item', of: 'all', metric: 'p50' },
    ]);
  });

  test('nothing is said where the flow is as it was', () => {
    const plan = gated({ order: { p99: rise(0.3) } }, { base: BASE });
    const { verdict } = playFlows(plan);
    expect(verdict.outcome).toBe('pass');
    expect(verdict).not.toHaveProperty('why');
  });

  testInFull('nothing is said of a flow without a gate, however slow it became', () => {
    const plan = gated({ welcome: { p99: rise(0.3) } }, { base: BASE });
    const { verdict } = playFlows(plan, between({ 'read back': 40 }));
    expect(verdict.outcome).toBe('pass');
    expect(verdict).not.toHaveProperty('why');
  });
});

describe('against a stored result', () => {
  const source = { kind: 'file', file: 'result.json', section: null, written: 'result.json' } as const;
  const before = playFlows(gated({}), { target: { medianMs: usual } });
  const written = JSON.stringify(writeResult({ plan: before.plan, measurement: before.seen.measurement }));
  const plan = gated({ order: { p99: rise(0.1) } }, { baseline: source });
  const slow = { medianMs: { ...usual, 'read back': 60 } };

  test('what its file says of steps is compared with', () => {
    const baseline = readBaseline(written, source);
    const { verdict } = playFlows(plan, { baseline, target: slow });
    expect(verdict.causes).toMatchObject([{ code: 'regressed', endpoint: 'order', against: 'baseline' }]);
    expect(verdict.why).toMatchObject({ against: 'baseline' });
    expectPartsToAddUp(verdict.why);
    expect(stepsIn(verdict.why)).toMatchObject([{ endpoint: 'read back', flow: 'order' }]);
  });

  test('an older file, which says nothing of them, explains nothing', () => {
    const file = JSON.parse(written) as { flows: { stepTimes?: unknown }[] };
    for (const flow of file.flows) delete flow.stepTimes;
    const baseline = readBaseline(JSON.stringify(file), source);
    const { verdict } = playFlows(plan, { baseline, target: slow });
    expect(verdict.outcome).toBe('fail');
    expect(verdict).not.toHaveProperty('why');
  });
});

describe('what is known of the steps', () => {
  const spent = (byName: Readonly<Record<string, number>>) => {
    const latencyMs = Object.values(byName).reduce((sum, ms) => sum + ms, 0);
    return { responses: 100, latencyMs, byName: new Map(Object.entries(byName)) };
  };
  const flow = (
    base: Readonly<Record<string, number>>,
    target: Readonly<Record<string, number>>,
  ): ComparedFlow => ({
    name: 'order',
    times: {
      base: { all: spent(base), slowest: spent(base) },
      target: { all: spent(target), slowest: spent(target) },
    },
  });
  const worse: readonly WorseFigure[] = [{ metric: 'p99', quantile: 0.99, endpoint: 'order', flow: true }];
  const beyondChance = (...names: string[]) => ({
    isLongerStep: (_: ComparedFlow, step: string) => names.includes(step),
  });
  const told = (flows: readonly ComparedFlow[], ...names: string[]) =>
    explainByStep({ flows: shiftsOfFlows(worse, flows, beyondChance(...names)) });

  test('what chance explains is not named, and still adds up', () => {
    const one = flow({ a: 10, b: 10 }, { a: 16, b: 14 });
    expect(told([one])).toEqual([]);
    const [shift] = shiftsOfFlows(worse, [one], beyondChance());
    expect(shift).toMatchObject({ beforeMs: 20, afterMs: 30 });
  });

  test('a step that carries less than a tenth is not named, nor one that got faster', () => {
    const one = flow({ a: 10, b: 10, c: 10 }, { a: 30, b: 11, c: 5 });
    expect(told([one], 'a', 'b', 'c')).toMatchObject([{ endpoint: 'a', share: 1, ms: 20, ofMs: 16 }]);
  });

  test('a step that is new or gone is a part as every other one', () => {
    const one = flow({ a: 10, old: 5 }, { a: 10, new: 25 });
    const [shift] = shiftsOfFlows(worse, [one], beyondChance('new'));
    expect(shift?.steps).toMatchObject([
      { name: 'a', beforeMs: 10, afterMs: 10 },
      { name: 'new', beforeMs: 0, afterMs: 25 },
      { name: 'old', beforeMs: 5, afterMs: 0 },
    ]);
    expect(told([one], 'new')).toMatchObject([{ endpoint: 'new', share: 1, ms: 25, ofMs: 20 }]);
  });

  test('walks that on average take no longer tell nothing, and neither does a request of that name', () => {
    expect(shiftsOfFlows(worse, [flow({ a: 10 }, { a: 10 })], beyondChance('a'))).toEqual([]);
    const request: readonly WorseFigure[] = [{ metric: 'p99', quantile: 0.99, endpoint: 'order' }];
    expect(shiftsOfFlows(request, [flow({ a: 10 }, { a: 20 })], beyondChance('a'))).toEqual([]);
  });
});
