/**
 * From blocks in which both sides ran the same code to what this environment can hold: the smallest tolerance of each
 * gate at which the interleaved gate, with the blocks of its budget, mostly passes the same code and mostly fails twice
 * the change. Both are found by judging sessions that are drawn from the blocks, not by a formula: stalls and heavy
 * tails are in them.
 */
import { modelOf } from '../../config/load/whole-load.ts';
import { declareGates } from '../interleaved/declared-gates.ts';
import { blocksOf } from '../interleaved/series.ts';
import { adviseGate } from './advise-gate.ts';
import { adviseAllowance } from './allowance.ts';
import type { AllowanceAdvice, Calibration, GateAdvice, RoundsAdvice } from './calibration.ts';
import type { CalibrationRun } from './calibration-run.ts';
import { describeNoise } from './noise.ts';
import { roundsFor } from './rounds.ts';
import { measuredSpan } from './seen.ts';
import { findUnknown, findWarnings } from './warnings.ts';

/** What nobody measured is counted with: the allowance of two hosts where nobody says otherwise. */
const UNKNOWN_ALLOWANCE = 0.02;

export function calibrate(run: CalibrationRun): Calibration {
  const { plan, evidence } = run;
  const whole = blocksOf(evidence, null);
  const isOpen = modelOf(plan.load) === 'open';
  const allowance = run.oneUrl ? null : adviseAllowance(whole, isOpen, evidence.sharedHost);
  const seen = measuredSpan(run, whole);
  const noise = describeNoise(evidence);
  const { rounds, gates } = chooseRounds(run, allowance);
  return {
    complete: gates.every(({ tolerance }) => tolerance !== null),
    seen,
    noise,
    gates,
    rounds,
    allowance,
    warnings: findWarnings({ seen, noise, allowance, gates }),
    unknown: findUnknown(allowance, UNKNOWN_ALLOWANCE),
  };
}

/** The fewest blocks at which what the file declares holds; where none do, what the most blocks can hold. */
function chooseRounds(
  run: CalibrationRun,
  allowance: AllowanceAdvice | null,
): { rounds: RoundsAdvice; gates: GateAdvice[] } {
  const options = roundsFor(run);
  let chosen: { rounds: RoundsAdvice; gates: GateAdvice[] } | null = null;
  for (const rounds of options) {
    const gates = adviseGates(run, rounds, allowance);
    if (chosen === null || reachOf(gates) > reachOf(chosen.gates)) chosen = { rounds, gates };
    if (
      gates.every(({ tolerance, declared, declaredHolds }) =>
        declared === null ? tolerance !== null : declaredHolds,
      )
    )
      break;
  }
  if (chosen === null) throw new RangeError('no rounds');
  return chosen;
}

/** Gates that hold what is declared, then gates that hold anything, are worth more blocks; and then how tightly. */
function reachOf(gates: readonly GateAdvice[]): number {
  const declared = gates.filter(({ declaredHolds }) => declaredHolds === true).length;
  const any = gates.filter(({ tolerance }) => tolerance !== null).length;
  const width = gates.reduce((sum, { tolerance }) => sum + Math.min(1, tolerance ?? 1), 0);
  return declared * (gates.length + 1) + any - width / (gates.length + 1);
}

function adviseGates(
  run: CalibrationRun,
  rounds: RoundsAdvice,
  allowance: AllowanceAdvice | null,
): GateAdvice[] {
  const allowed = allowance?.allowance ?? UNKNOWN_ALLOWANCE;
  const gates = declareGates(run.plan, rounds.blocks, allowed, run.evidence.sliced);
  return gates.map((gate) => adviseGate(gate, { run, rounds, allowance, gates: gates.length }));
}
