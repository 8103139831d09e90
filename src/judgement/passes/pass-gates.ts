import { splitAlpha } from '../../config/gate/split-alpha.ts';
import { METRICS } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import { keyOfStage, type MetricScope, type Part, partOf } from '../../config/scope.ts';
import { findNamed } from '../../evidence/find-named.ts';
import type { Block, InterleavedEvidence, PassFigures } from '../../evidence/interleaved.ts';
import type { Figures } from '../../evidence/measurement.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import { listRegressions } from '../declared-regressions.ts';
import { SHOWN } from '../statistics/quantiles.ts';
import { changeOfPasses, type PassChange } from './change.ts';

/** Relative change that two hosts may explain, where nobody said otherwise. */
const ALLOWANCE = 0.02;

/** One regression that the plan declares, and how target and base stand after the passes so far. */
export interface PassGate extends MetricScope {
  readonly tolerance: number;
  /** Null where too little was seen of it. */
  readonly change: PassChange | null;
}

/** Target and base after some passes on each side. */
export interface PassesState {
  readonly plan: Plan;
  readonly evidence: InterleavedEvidence;
  /** Pairs of passes that are measured at most. */
  readonly most: number;
  readonly allowance: number;
  readonly gates: readonly PassGate[];
}

/** The fewest that tell anything of their spread are measured whatever the budget holds. */
const FEWEST_PAIRS = 2;

export function trackPasses(plan: Plan, evidence: InterleavedEvidence): PassesState {
  const allowance = plan.gate.interleaved.allowance ?? (evidence.sharedHost ? 0 : ALLOWANCE);
  const declared = listRegressions(plan);
  const alphas = splitAlpha(declared.map(({ metric }) => metric));
  const gates = declared.map((one, i): PassGate => {
    const level = 1 - (alphas[i] as number);
    return { ...one, change: comparePasses(one, { plan, evidence, allowance }, level, one.tolerance) };
  });
  return { plan, evidence, most: Math.max(FEWEST_PAIRS, evidence.budgetBlocks), allowance, gates };
}

/**
 * How a figure differs between the sides; null where too little was seen of it.
 *
 * @param level at which a change is shown
 * @param tolerance 0 where none is declared: then the change is only shown
 */
export function comparePasses(
  row: MetricScope,
  { plan, evidence, allowance }: Pick<PassesState, 'plan' | 'evidence' | 'allowance'>,
  level = SHOWN,
  tolerance = 0,
): PassChange | null {
  const { metric } = row;
  return changeOfPasses(metric, pairsOf(evidence.blocks, partOf(row), plan), {
    tolerance,
    level,
    spread: plan.gate.spread,
    stages: row.stage === undefined ? plan.load.stages.length : 1,
    // Another host is slower or faster; it makes no request fail.
    allowance: METRICS[metric].scale === 'log' ? Math.log1p(allowance) : 0,
  });
}

/** What each side's passes came to in the whole, in a stage, in a request or in a flow. */
export function pairsOf(
  blocks: readonly Block[],
  part: Part,
  { load }: Pick<Plan, 'load'>,
): readonly Sides<Figures>[] {
  const index = load.stages.findIndex((one, i) => keyOfStage(one, i) === part.stage);
  const figuresOf = (pass: PassFigures): Figures | undefined => {
    if (part.stage !== undefined) return pass.stages[index];
    return part.endpoint === null ? pass.whole : findNamed(pass, part.endpoint);
  };
  return blocks.flatMap(({ passes }) => {
    const [target, base] = passes ? [figuresOf(passes.target), figuresOf(passes.base)] : [];
    return target && base ? [{ target, base }] : [];
  });
}
