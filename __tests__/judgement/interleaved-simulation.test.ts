/**
 * What the interleaved gate promises, checked by drawing whole sessions through judge(): seeded, so that it always ends
 * alike.
 */
import type { InterleavedEvidence } from '../../src/evidence/interleaved.ts';
import { judge } from '../../src/judgement/judge.ts';
import { drawn, testInFull } from '../part.ts';
import { makeBlocks, makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';
import { walk } from './session.ts';

const BUDGET = 20;
const plan = makeInterleavedPlan();
// The merged figures play no part here, and they are what takes the time.
const merged = makeInterleaved({ blocks: BUDGET, budgetBlocks: BUDGET });
const target = makeTarget(merged);

/** Quiet: rounds differ by 4 %, and one block in a hundred stalls on the target's side. */
function draw(p99: number, draw: number): InterleavedEvidence {
  const stall = (i: number): number => ((draw * 31 + i * 17) % 100 === 0 ? 2 : 1);
  return { ...merged, blocks: makeBlocks(BUDGET, { draw, noise: 0.04, p99: (i) => p99 * stall(i) }) };
}

function outcomes(p99: number, sessions: number): Record<string, number> {
  const seen: Record<string, number> = { pass: 0, fail: 0, inconclusive: 0, invalid: 0 };
  for (let seed = 1; seed <= sessions; seed++) {
    const interleaved = draw(p99, seed);
    const { verdict } = walk(interleaved, (evidence) => judge(plan, target, null, evidence));
    seen[verdict.outcome] = (seen[verdict.outcome] ?? 0) + 1;
  }
  return seen;
}

testInFull('the same code fails in at most 3 % of quiet sessions, and nearly always passes', () => {
  const { fail = 0, pass = 0 } = outcomes(1, 200);
  expect(fail).toBeLessThanOrEqual(6);
  expect(pass).toBeGreaterThanOrEqual(180);
});

test('20 % more P99 fails in at least 90 % of quiet sessions, and passes in none', () => {
  const { fail = 0, pass } = outcomes(1.2, drawn(100, 40));
  expect(fail).toBeGreaterThanOrEqual(drawn(90, 36));
  expect(pass).toBe(0);
});
