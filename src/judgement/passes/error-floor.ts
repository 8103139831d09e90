import type { InterleavedEvidence, PassFigures } from '../../evidence/interleaved.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import { MORE_ERRORS } from '../../evidence/too-many-errors.ts';
import { type ErrorFloor, heldErrors, judgeErrorFloor } from '../error-floor.ts';

/**
 * Failing fast never wins; but one bad pass is not the service.
 *
 * @param exempt stages with a limit of errors of their own
 */
export function judgePassesErrorFloor(
  measurement: Measurement,
  { base, blocks }: InterleavedEvidence,
  exempt: readonly string[],
): ErrorFloor {
  const rate = heldErrors(base, { exempt }).errorRate ?? 0;
  const judged = judgeErrorFloor(measurement, { rate, against: 'base', exempt });
  if (!judged || 'open' in judged) return judged;
  const held = ({ whole, stages }: PassFigures): number => {
    const named = measurement.stages.flatMap((one) => {
      const figures = stages[one.index];
      return figures ? [{ ...one, figures }] : [];
    });
    return heldErrors({ whole, stages: named }, { exempt }).errorRate ?? 0;
  };
  const bad = blocks.filter(({ passes }) => passes && held(passes.target) - held(passes.base) >= MORE_ERRORS);
  // The pass that broke off is in no pair, and there may be no other.
  if (bad.length > 1 || blocks.length < 2) return judged;
  const errorRate = heldErrors(measurement, { exempt }).errorRate ?? 0;
  return { open: { cause: { code: 'errors-in-one-round', errorRate }, extendable: false } };
}
