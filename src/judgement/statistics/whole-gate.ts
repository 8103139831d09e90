import type { GateState } from './interleaved-gate.ts';

const NEVER = Number.POSITIVE_INFINITY;

export interface WholeGateState<G> {
  readonly state: 'undecided' | 'passed' | 'failed';
  /** Blocks after which the whole was decided, counted from 1; null until then. */
  readonly block: number | null;
  /** The gates that failed at that block; empty unless the whole failed. */
  readonly failed: readonly G[];
  /** The gates that were not decided by then: an inconclusive run names them. */
  readonly undecided: readonly G[];
}

/**
 * All declared gates of a run together: one that fails fails the run at that block; the run passes when the last of
 * them has passed. Undecided at the end of the budget is inconclusive, which only the caller can know.
 *
 * @throws RangeError without a gate: nothing declared is not a pass
 */
export function wholeGate<G extends { readonly standing: GateState }>(
  gates: readonly G[],
): WholeGateState<G> {
  if (gates.length === 0) throw new RangeError('a run without a gate has nothing to pass');
  const failedAt = Math.min(...gates.map(({ standing }) => standing.failedAt ?? NEVER));
  const passedAt = Math.max(...gates.map(({ standing }) => standing.passedAt ?? NEVER));
  const block = Math.min(failedAt, passedAt);
  const undecided = gates.filter(({ standing }) => {
    const decidedAt = Math.min(standing.passedAt ?? NEVER, standing.failedAt ?? NEVER);
    return decidedAt === NEVER || decidedAt > block;
  });
  if (block === NEVER) return { state: 'undecided', block: null, failed: [], undecided };
  if (passedAt < failedAt) return { state: 'passed', block, failed: [], undecided };
  const failed = gates.filter(({ standing }) => standing.failedAt === block);
  return { state: 'failed', block, failed, undecided };
}
