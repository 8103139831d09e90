/** Regressions of each quantile against a base that is measured in turn, where it is known which of them moved. */
import type { LatencyField } from '../../src/config/metrics.ts';
import type { Plan } from '../../src/config/plan.ts';
import type { Block, InterleavedEvidence } from '../../src/evidence/interleaved.ts';
import { judge } from '../../src/judgement/judge.ts';
import { makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';
import { allWithinBut, findingsOf, QUANTILES, TEN_PERCENT } from './make-levels.ts';
import { type Session, walk } from './session.ts';

const plan = makeInterleavedPlan({ whole: TEN_PERCENT });

/** A session in which only that quantile of the target's rounds is another; the rounds waver by 2 %. */
function session(
  field: LatencyField,
  factor: number,
  shape: Parameters<typeof makeInterleaved>[0] = {},
): Session {
  const interleaved = makeInterleaved({ blocks: 45, requests: 4500, ...shape }, plan);
  const blocks = interleaved.blocks.map((block): Block => {
    const { latencyMs } = block.target.whole;
    if (latencyMs === null) return block;
    const changed = { ...latencyMs, [field]: (latencyMs[field] ?? 0) * factor };
    return { ...block, target: { ...block.target, whole: { ...block.target.whole, latencyMs: changed } } };
  });
  const evidence: InterleavedEvidence = { ...interleaved, blocks };
  const target = makeTarget(evidence, {}, plan);
  return walk(evidence, (seen) => judge(plan, target, null, seen));
}

test('the same on both sides passes', () => {
  const { verdict, blocks } = session('p50', 1);
  expect(verdict).toMatchObject({ outcome: 'pass', causes: [] });
  expect(findingsOf(verdict)).toEqual(allWithinBut(null));
  expect(blocks).toBeLessThan(15);
});

test.each(QUANTILES)('%s alone is 30 % higher: it alone fails', (metric, field) => {
  const { verdict, blocks } = session(field, 1.3);
  expect(verdict.outcome).toBe('fail');
  expect(verdict.causes[0]).toMatchObject({
    code: 'regressed',
    metric,
    against: 'base',
    change: expect.closeTo(0.3, 1),
    tolerance: 0.1,
  });
  expect(verdict.causes.filter(({ code }) => code === 'regressed')).toHaveLength(1);
  const [gate] = (verdict.interleaved?.gates ?? []).filter((one) => one.metric === metric);
  expect(gate).toMatchObject({ state: 'failed', decidedAt: blocks });
  expect(gate?.interval?.[0]).toBeGreaterThan(0.1);
  expect(gate?.interval?.[0]).toBeLessThan(0.3);
  expect(gate?.interval?.[1]).toBeGreaterThan(0.3);
});

test.each(QUANTILES)('%s alone is 30 % lower: it alone improved', (metric, field) => {
  const { verdict } = session(field, 0.7);
  expect(verdict.outcome).toBe('pass');
  expect(findingsOf(verdict)).toEqual(allWithinBut(metric, 'improved'));
});

test('five quantiles share the chance of a false fail, so that each takes longer than one alone', () => {
  const alone = makeInterleavedPlan({ whole: { 'p99.9': { limit: null, regression: 0.1 } } });
  const fewest = (of: Plan) => {
    const interleaved = makeInterleaved({ blocks: 45, requests: 4500, p99: 1.5 }, of);
    return walk(interleaved, (seen) => judge(of, makeTarget(seen, {}, of), null, seen)).blocks;
  };
  expect(fewest(alone)).toBeLessThan(fewest(plan));
});

test('fewer than 2,000 responses a side leave P99.9 open, whatever the blocks say, and no other', () => {
  const { verdict } = session('p99_9', 1, { requests: 100, blocks: 16, budgetBlocks: 16 });
  expect(verdict.outcome).toBe('inconclusive');
  expect(verdict.causes).toEqual([
    {
      code: 'too-few-responses-a-side',
      metric: 'p99.9',
      endpoint: null,
      // Of all blocks: not one step of it is complete before the tenth.
      responses: 1600,
      needed: 2000,
      // The merged target of the test is that of all 16 blocks, 48 s.
      neededSeconds: (48 * 2000) / 1600,
    },
  ]);
  expect(findingsOf(verdict)).toEqual(allWithinBut('p99.9', 'undecided'));
  expect(session('p99_9', 1, { requests: 400, blocks: 45, budgetBlocks: 45 }).verdict.outcome).toBe('pass');
});

test('a quantile whose blocks have too few responses says how many a step takes', () => {
  const { verdict } = session('p50', 1, { requests: 380, noise: 0.4, blocks: 20, budgetBlocks: 20 });
  const [undecided] = verdict.causes;
  if (undecided?.code !== 'undecided') throw new Error('nothing is undecided');
  expect(undecided.thin).toEqual([{ metric: 'p99.9', endpoint: null, responses: 760, wanted: 2000 }]);
});
