import type { GateState } from './interleaved-gate.ts';

const NEVER = Number.POSITIVE_INFINITY;

export interface WholeGateState<G> {
  readonly decision: 'undecided' | 'passed' | 'failed';
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
export function wholeGate<G extends { readonly state: GateState }>(gates: readonly G[]): WholeGateState<G> {
  if (gates.length === 0) throw new RangeError('a run without a gate has nothing to pass');
  const failedAt = Math.min(...gates.map(({ state }) => state.failedAt ?? NEVER));
  const passedAt = Math.max(...gates.map(({ state }) => state.passedAt ?? NEVER));
  const block = Math.min(failedAt, passedAt);
  const undecided = gates.filter(({ state }) => {
    const decidedAt = Math.min(state.passedAt ?? NEVER, state.failedAt ?? NEVER);
    return decidedAt === NEVER || decidedAt > block;
  });
  if (block === NEVER) return { decision: 'undecided', block: null, failed: [], undecided };
  if (passedAt < failedAt) return { decision: 'passed', block, failed: [], undecided };
  const failed = gates.filter(({ state }) => state.failedAt === block);
  return { decision: 'failed', block, failed, undecided };
}
