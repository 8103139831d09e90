/** Flows in a load of several stages beside a base, which is measured as whole passes in turn. */
import type { Stage } from '../../src/config/plan.ts';
import { figuresNamed } from '../../src/evidence/find-named.ts';
import type { Measurement } from '../../src/evidence/measurement.ts';
import { once } from '../../src/evidence/once.ts';
import { makeFlowPlan, type Shop } from '../evidence/make-flows.ts';
import { testInFull } from '../part.ts';
import { playFlows } from './play-flows.ts';

const STAGES: readonly [Stage, Stage] = [
  { name: 'calm', connections: 10, durationMs: 15_000, arrivals: null },
  { name: 'busy', connections: 10, durationMs: 15_000, arrivals: null },
];

const plan = makeFlowPlan({
  whole: {},
  load: { profile: null, stages: STAGES, warmupMs: 2000, timeoutMs: 10_000 },
  base: { origin: 'http://127.0.0.1:8081' },
  gate: {
    flows: {
      order: { p99: { limit: null, regression: 0.3 }, errors: { limit: null, regression: 0.02 } },
    },
    interleaved: { measureMs: 3000, sliced: false, discardMs: 500, budgetMs: 200_000, allowance: 0 },
  },
});
/** Slower than any step, on both sides, so that no step of a flow moves the P99 of all. */
const usual: Shop = { medianMs: { list: 80 } };
const slow: Shop = { medianMs: { list: 80, 'read back': 60 } };
const slower = once(() => playFlows(plan, { base: usual, target: slow }));

test('a flow of the target that got slower fails by what its passes came to', () => {
  const { verdict, seen } = slower();
  expect(seen.interleaved?.blocks.length).toBeGreaterThan(1);
  expect(seen.measurement?.unaccounted).toBe(0);
  expect(verdict.outcome).toBe('fail');
  expect(verdict.causes).toMatchObject([
    { code: 'regressed', metric: 'p99', endpoint: 'order', flow: true, against: 'base' },
  ]);
  expect(verdict.interleaved?.gates).toMatchObject([
    { metric: 'p99', endpoint: 'order', flow: true, state: 'failed' },
    { metric: 'errors', endpoint: 'order', flow: true },
  ]);
});

test('what moved with it is a step of its own, by all passes together', () => {
  const { why } = slower().verdict;
  expect(why?.flows).toMatchObject([{ flow: 'order', metric: 'p99', of: 'slowest' }]);
  expect(why?.found).toMatchObject([{ kind: 'step', flow: 'order', endpoint: 'read back' }]);
});

testInFull('one that is as before does not fail, and nothing is told of it', () => {
  const { verdict } = playFlows(plan);
  expect(verdict.outcome).not.toBe('fail');
  expect(verdict.causes.every(({ code }) => code !== 'regressed')).toBe(true);
  expect(verdict).not.toHaveProperty('why');
});

testInFull('errors of a flow are held against the base’s, walk by walk', () => {
  const { verdict, seen } = playFlows(plan, { target: { fails: { 'add item': { check: 0.15 } } } });
  expect(verdict.causes).toContainEqual(
    expect.objectContaining({ code: 'regressed', metric: 'errors', endpoint: 'order', flow: true }),
  );
  const { errorRate, requests } = figuresNamed(seen.measurement as Measurement, 'order') ?? {};
  expect(requests).toBeGreaterThan(500);
  expect(errorRate).toBeCloseTo(0.15, 1);
});
