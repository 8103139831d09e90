import type { Measurement } from '../../evidence/measurement.ts';
import { MORE_ERRORS } from '../../evidence/too-many-errors.ts';
import { type ErrorFloor, judgeErrorFloor } from '../error-floor.ts';
import { brokenAt } from '../statistics/errors-gate.ts';
import { worseningsOf } from './series.ts';
import type { InterleavedState } from './tracked-gates.ts';

/** Two blocks in which the target's error rate is at least 20 points above the base's, one after the other. */
export function isBroken({ blocks }: InterleavedState): boolean {
  return brokenAt(worseningsOf('errors', blocks)) !== null;
}

/** Failing fast never wins, whatever is declared; but one bad round is not the service. */
export function judgeInterleavedErrorFloor(
  measurement: Measurement,
  interleaved: InterleavedState,
): ErrorFloor {
  const rate = interleaved.evidence.base.whole.errorRate ?? 0;
  const errorRate = measurement.whole.errorRate ?? 0;
  if (isBroken(interleaved)) return { fails: { code: 'error-surge', errorRate, baseErrorRate: rate } };
  const judged = judgeErrorFloor(measurement, { rate, against: 'base', exempt: [] });
  if (!judged || 'open' in judged) return judged;
  const bad = worseningsOf('errors', interleaved.blocks).filter(
    (rise) => rise !== null && rise >= MORE_ERRORS,
  );
  if (bad.length > 1) return judged;
  return { open: { cause: { code: 'errors-in-one-round', errorRate }, extendable: true } };
}
