import type { GateStanding } from './live-gate.ts';

export interface WholeStanding<G> {
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
export function wholeGate<G extends { readonly standing: GateStanding }>(
  gates: readonly G[],
): WholeStanding<G> {
  if (gates.length === 0) throw new RangeError('a run without a gate has nothing to pass');
  const failedAt = Math.min(...gates.map(({ standing }) => standing.failedAt ?? Number.POSITIVE_INFINITY));
  const passedAt = Math.max(...gates.map(({ standing }) => standing.passedAt ?? Number.POSITIVE_INFINITY));
  const block = Math.min(failedAt, passedAt);
  const undecided = gates.filter(
    ({ standing: { passedAt: pass, failedAt: fail } }) =>
      Math.min(pass ?? Number.POSITIVE_INFINITY, fail ?? Number.POSITIVE_INFINITY) > block ||
      (pass === null && fail === null),
  );
  if (block === Number.POSITIVE_INFINITY) return { state: 'undecided', block: null, failed: [], undecided };
  if (passedAt < failedAt) return { state: 'passed', block, failed: [], undecided };
  return {
    state: 'failed',
    block,
    failed: gates.filter(({ standing }) => standing.failedAt === block),
    undecided,
  };
}
