import { METRICS } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import type { LiveEvidence } from '../../evidence/live.ts';
import { toChange } from '../scale.ts';
import { errorsGate } from '../statistics/errors-gate.ts';
import { type GateStanding, liveGate } from '../statistics/live-gate.ts';
import { type WholeStanding, wholeGate } from '../statistics/whole-gate.ts';
import { type DeclaredGate, declareGates } from './declared-gates.ts';
import { type Estimate, estimate } from './estimate.ts';
import { lookAhead } from './outlook.ts';
import { blocksOf, errorBlock, type ScopeBlock } from './series.ts';

/** Relative change that two hosts may explain, where nobody said otherwise. */
const ALLOWANCE = 0.02;

/** How target and base stand after the blocks so far. */
export interface LiveStanding {
  readonly evidence: LiveEvidence;
  /** Blocks of the budget. */
  readonly nmax: number;
  /** Time that the budget gives all rounds together. */
  readonly budgetSeconds: number;
  readonly allowance: number;
  /** Blocks of the whole, null where the generator was saturated. */
  readonly blocks: readonly ScopeBlock[];
  readonly gates: readonly StandingGate[];
  /** Null where no regression is declared for anything that is asked. */
  readonly whole: WholeStanding<StandingGate> | null;
}

export interface StandingGate extends DeclaredGate {
  readonly standing: GateStanding;
  readonly estimate: Estimate;
  readonly blocks: readonly ScopeBlock[];
  /** Blocks probably still needed, which may be more than the budget holds; null where decided or not known yet. */
  readonly blocksMore: number | null;
  /** Size of the smallest worsening that would probably fail within the budget; null before the sixth block. */
  readonly detectable: number | null;
}

export function standLive(plan: Plan, evidence: LiveEvidence): LiveStanding {
  const nmax = Math.max(evidence.budgetBlocks, evidence.blocks.length, 1);
  const allowance = plan.gate.live.allowance ?? (evidence.sharedHost ? 0 : ALLOWANCE);
  const gates = declareGates(plan, nmax, allowance).map((gate) =>
    standGate(gate, blocksOf(evidence, gate.endpoint)),
  );
  return {
    evidence,
    nmax,
    budgetSeconds: plan.gate.live.budgetMs / 1000,
    allowance,
    blocks: blocksOf(evidence, null),
    gates,
    whole: gates.length > 0 ? wholeGate(gates) : null,
  };
}

function standGate(gate: DeclaredGate, blocks: readonly ScopeBlock[]): StandingGate {
  const { metric, rule } = gate;
  const seen = estimate(metric, blocks, rule.nmax);
  const counts = METRICS[metric].kind === 'share';
  const standing = counts ? errorsGate(blocks.map(errorBlock), rule) : liveGate(seen.series, rule);
  // The interval of errors is the wider of two, and its upper end is what the gate passes by.
  const upper = counts ? (seen.interval?.[1] ?? Number.POSITIVE_INFINITY) : standing.upper;
  const { needed, detectable } = lookAhead(seen, standing, upper, rule);
  return {
    ...gate,
    blocks,
    standing,
    estimate: seen,
    blocksMore:
      standing.state !== 'undecided' || needed === null ? null : Math.max(1, needed - seen.seen.length),
    detectable: detectable === null ? null : Math.max(gate.tolerance, Math.abs(toChange(metric, detectable))),
  };
}
