import type { RoundOrder } from './round.ts';

/** What tells it from all other rounds of a side. */
export function nameOrder({ sequence, stage, warmUp, slice, step }: RoundOrder): string {
  if (warmUp) return 'w';
  if (step) return `${sequence}p${stage}`;
  return slice === undefined ? String(sequence) : `${sequence}s${slice}`;
}
