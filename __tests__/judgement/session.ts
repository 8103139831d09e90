import type { Plan } from '../../src/config/plan.ts';
import type { Baseline } from '../../src/evidence/baseline.ts';
import type { InterleavedEvidence } from '../../src/evidence/interleaved.ts';
import { judge } from '../../src/judgement/judge.ts';
import type { Judgement } from '../../src/judgement/verdict.ts';
import type { MeasurementShape } from './make.ts';
import { type LiveShape, makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';

export interface Session extends Judgement {
  /** Blocks that were measured. */
  readonly blocks: number;
}

export interface SessionShape extends LiveShape {
  readonly plan?: Plan;
  readonly baseline?: Baseline;
  /** The target's merged rounds, where they matter. */
  readonly target?: MeasurementShape;
}

/**
 * Looks after each block until the verdict is final, as the pipeline does. The whole session's rounds are drawn once.
 */
export function runSession({
  plan = makeInterleavedPlan(),
  baseline,
  target: own,
  ...shape
}: SessionShape = {}): Session {
  const most = shape.budgetBlocks ?? 45;
  const interleaved = makeInterleaved({ ...shape, blocks: most }, plan);
  const target = makeTarget(interleaved, own, plan);
  return walk(interleaved, (evidence) => judge(plan, target, baseline ?? null, evidence));
}

export function walk(
  interleaved: InterleavedEvidence,
  look: (evidence: InterleavedEvidence) => Judgement,
): Session {
  for (let blocks = 1; ; blocks++) {
    const seen = look({ ...interleaved, blocks: interleaved.blocks.slice(0, blocks) });
    if (!seen.wantsMore) return { ...seen, blocks };
    if (blocks > interleaved.budgetBlocks) throw new Error('wants more than the budget');
  }
}
