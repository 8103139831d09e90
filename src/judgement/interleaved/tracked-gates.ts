import { METRICS } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import { toChange } from '../scale.ts';
import { errorsGate } from '../statistics/errors-gate.ts';
import { type GateState, interleavedGate } from '../statistics/interleaved-gate.ts';
import { type WholeGateState, wholeGate } from '../statistics/whole-gate.ts';
import { type DeclaredGate, declareGates } from './declared-gates.ts';
import { type Estimate, estimate } from './estimate.ts';
import { fewestGuarded, guardedGate } from './guarded-gate.ts';
import { type BlockLateness, latenessOfBlocks, passesBelow } from './lateness.ts';
import { projectGate } from './projection.ts';
import { blocksOf, errorBlock, type ScopeBlock, stepsOf } from './series.ts';

/** Relative change that two hosts may explain, where nobody said otherwise. */
const ALLOWANCE = 0.02;

const MOST_BUDGETS = 100;

/** How target and base stand after the blocks so far. */
export interface InterleavedState {
  readonly evidence: InterleavedEvidence;
  /** Blocks of the budget. */
  readonly nmax: number;
  /** Time that the budget gives all rounds together. */
  readonly budgetSeconds: number;
  readonly allowance: number;
  readonly lateness: BlockLateness;
  /** Blocks of the whole. */
  readonly blocks: readonly ScopeBlock[];
  readonly gates: readonly TrackedGate[];
  /** Null where no regression is declared for anything that is asked. */
  readonly whole: WholeGateState<TrackedGate> | null;
}

export interface TrackedGate extends DeclaredGate {
  readonly state: GateState;
  readonly estimate: Estimate;
  readonly blocks: readonly ScopeBlock[];
  /** The same, those with few responses added up. */
  readonly steps: readonly ScopeBlock[];
  /** Blocks after which it may as well be decided as not; null alike. */
  readonly blocksLeft: number | null;
  /** Blocks probably still needed, which may be more than the budget holds; null where decided or not known yet. */
  readonly blocksMore: number | null;
  /** Size of the smallest worsening that would probably fail within the budget; null before the sixth block. */
  readonly detectable: number | null;
}

export function trackGates(plan: Plan, evidence: InterleavedEvidence): InterleavedState {
  const nmax = Math.max(evidence.budgetBlocks, evidence.blocks.length, 1);
  const allowance = plan.gate.interleaved.allowance ?? (evidence.sharedHost ? 0 : ALLOWANCE);
  const lateness = latenessOfBlocks(evidence);
  const gates = declareGates(plan, nmax, allowance, evidence.sliced).map((gate) =>
    trackGate(beside(gate, lateness), blocksOf(evidence, gate.endpoint)),
  );
  return {
    evidence,
    nmax,
    budgetSeconds: plan.gate.interleaved.budgetMs / 1000,
    allowance,
    lateness,
    blocks: blocksOf(evidence, null),
    gates,
    whole: gates.length > 0 ? wholeGate(gates) : null,
  };
}

/** A tail that is partly the generator's own shows less of a regression. */
function beside(gate: DeclaredGate, lateness: BlockLateness): DeclaredGate {
  if (lateness.own === 0 || METRICS[gate.metric].kind !== 'latency') return gate;
  return { ...gate, rule: { ...gate.rule, passBelow: passesBelow(gate.tolerance, lateness) } };
}

function trackGate(gate: DeclaredGate, blocks: readonly ScopeBlock[]): TrackedGate {
  const { metric, rule } = gate;
  const steps = stepsOf(metric, blocks);
  const seen = estimate(metric, steps, rule.nmax);
  const counts = METRICS[metric].kind === 'share';
  const state = stateOf(gate, blocks, steps, seen.series);
  // The interval of errors is the wider of two, and its upper end is what the gate passes by.
  const upper = counts ? (seen.interval?.[1] ?? Number.POSITIVE_INFINITY) : state.upper;
  const { expected, needed, detectable } = projectGate(seen, state, upper, rule);
  const moreThanThese = (values: number | null): number | null => {
    if (state.decision !== 'undecided' || values === null) return null;
    return Math.max(1, inBlocks(gate, blocks, values / seen.seen.length) - blocks.length);
  };
  return {
    ...gate,
    blocks,
    steps,
    state,
    estimate: seen,
    blocksLeft: moreThanThese(expected),
    blocksMore: moreThanThese(needed),
    detectable: detectable === null ? null : Math.max(gate.tolerance, Math.abs(toChange(metric, detectable))),
  };
}

/** Several blocks may make a step; nobody waits for more than so many budgets. */
function inBlocks({ rule, stallAlpha }: DeclaredGate, blocks: readonly ScopeBlock[], times: number): number {
  const needed = Math.min(MOST_BUDGETS * rule.nmax, Math.ceil(times * blocks.length));
  return stallAlpha > 0 ? Math.max(needed, fewestGuarded(blocks)) : needed;
}

function stateOf(
  gate: DeclaredGate,
  blocks: readonly ScopeBlock[],
  steps: readonly ScopeBlock[],
  series: readonly (number | null)[],
): GateState {
  if (METRICS[gate.metric].kind === 'share') return errorsGate(steps.map(errorBlock), gate.rule);
  return gate.stallAlpha > 0 ? guardedGate(gate, blocks, series) : interleavedGate(series, gate.rule);
}
