import { scopeOf } from '../../config/scope.ts';
import type { BlockProgress } from '../verdict.ts';
import type { InterleavedState } from './tracked-gates.ts';

export function gateProgress({ evidence, nmax, gates, whole }: InterleavedState): BlockProgress {
  const more = gates.flatMap(({ blocksLeft }) => blocksLeft ?? []);
  return {
    blocks: evidence.blocks.length,
    budgetBlocks: nmax,
    gates: gates.map((gate) => ({
      ...scopeOf(gate),
      change: gate.estimate.change,
      interval: gate.estimate.interval,
    })),
    // All gates have to pass, so the slowest says how long it takes.
    longer: 0,
    blocksMore: whole?.decision === 'undecided' && more.length > 0 ? Math.max(...more) : null,
  };
}
