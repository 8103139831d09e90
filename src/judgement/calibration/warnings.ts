/** What casts doubt on a calibration, and what none can tell. */
import { METRICS } from '../../config/metrics.ts';
import { scopeOf } from '../../config/scope.ts';
import type { AllowanceAdvice, Calibration, GateAdvice } from './calibration.ts';
import type { CalibrationUnknown, CalibrationWarning } from './causes.ts';
import { widening } from './spread.ts';

const FEW_BLOCKS = 20;
const MANY_STALLED = 0.1;
/** Standard errors of an autocorrelation that is none. */
const ALIKE = 2.6;
/** Less of a difference between first and second round is not worth a word. */
const SMALL = 0.01;
const MANY_ERRORS = 0.01;

/** The gravest first. */
export function findWarnings({
  seen,
  noise,
  allowance,
  gates,
}: Pick<Calibration, 'seen' | 'noise' | 'allowance' | 'gates'>): CalibrationWarning[] {
  const { blocks, cutShort } = seen;
  const rounds = 2 * blocks;
  const stalled = noise.stalledRounds.base + noise.stalledRounds.target;
  const errorRate = Math.max(seen.errorRate.base ?? 0, seen.errorRate.target ?? 0);
  const { autocorrelation: correlation, secondRound: change } = noise;
  const warnings: CalibrationWarning[] = [];
  if (cutShort || blocks < FEW_BLOCKS) {
    const code = cutShort ? 'cut-short' : 'few-blocks';
    warnings.push({ code, blocks, spreadFactor: widening(blocks) });
  }
  if (allowance !== null) warnings.push(...findOffsets(allowance, gates));
  if (stalled > MANY_STALLED * rounds) warnings.push({ code: 'stalled-rounds', stalled, rounds });
  if (change !== null && Math.abs(change) > SMALL) warnings.push({ code: 'second-round-differs', change });
  if (correlation !== null && Math.abs(correlation) > ALIKE / Math.sqrt(Math.max(1, blocks)))
    warnings.push({ code: 'blocks-correlated', correlation });
  if (errorRate >= MANY_ERRORS) warnings.push({ code: 'requests-failed', errorRate });
  return warnings;
}

function findOffsets(
  { atMost, estimate, allowance, sharedHost }: AllowanceAdvice,
  gates: readonly GateAdvice[],
): CalibrationWarning[] {
  const warnings: CalibrationWarning[] = [];
  if (atMost > 2 * Math.max(estimate, 0.01) && allowance > 0.02)
    warnings.push({ code: 'allowance-uncertain', allowance, estimate });
  if (sharedHost && allowance > 0) warnings.push({ code: 'shared-host-differs', estimate });
  for (const gate of gates) {
    const { metric, offset } = gate;
    if (METRICS[metric].scale === 'linear' || offset === null) continue;
    const { interval } = offset;
    const [low, high] = interval;
    const isBeyond =
      Math.min(Math.abs(low), Math.abs(high)) > allowance && Math.sign(low) === Math.sign(high);
    if (isBeyond) warnings.push({ code: 'beyond-allowance', ...scopeOf(gate), allowance, interval });
  }
  return warnings;
}

/**
 * What a calibration can't tell, whatever it saw.
 *
 * @param allowance null where both sides were one address
 * @param assumed relative; counted with in its place
 */
export function findUnknown(allowance: AllowanceAdvice | null, assumed: number): CalibrationUnknown[] {
  const hosts: CalibrationUnknown[] =
    allowance === null
      ? [{ code: 'hosts-not-compared', allowance: assumed }]
      : allowance.sharedHost
        ? []
        : [{ code: 'other-hosts' }];
  return [...hosts, { code: 'between-runs' }, { code: 'other-conditions' }];
}
