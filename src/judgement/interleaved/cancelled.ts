import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { InterleavedState } from './tracked-gates.ts';

/** A run that was cancelled tells how far it had come as a whole: its last round alone says little. */
export function tellBlocks(
  invalid: Cause | null,
  target: Measurement,
  { evidence: { base, blocks }, nmax, budgetSeconds }: InterleavedState,
): Cause | null {
  if (invalid?.code !== 'cancelled' || invalid.ran === null) return invalid;
  return {
    ...invalid,
    ran: {
      afterSeconds: target.measuredSeconds + base.measuredSeconds,
      plannedSeconds: budgetSeconds,
      blocks: { measured: blocks.length, of: nmax },
    },
  };
}
