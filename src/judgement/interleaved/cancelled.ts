import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { InterleavedState } from './tracked-gates.ts';

/** A run that was cancelled tells how far it had come as a whole: its last round alone says little. */
export function tellBlocks(
  causes: readonly Cause[],
  target: Measurement,
  {
    evidence: { base, blocks },
    nmax,
    budgetSeconds,
  }: Pick<InterleavedState, 'evidence' | 'nmax' | 'budgetSeconds'>,
): readonly Cause[] {
  return causes.map((cause) => {
    if (cause.code !== 'cancelled' || cause.ran === null) return cause;
    const ran = {
      afterSeconds: target.measuredSeconds + base.measuredSeconds,
      plannedSeconds: budgetSeconds,
      blocks: { measured: blocks.length, of: nmax },
    };
    return { ...cause, ran };
  });
}
