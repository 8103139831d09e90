/** A quantile's gate over blocks that are cut into slices: the ranks decide, and a guard looks for rare stalls. */
import type { Metric } from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import { mergeScopes } from '../../evidence/merge-scopes.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import { type GateState, interleavedGate } from '../statistics/interleaved-gate.ts';
import { countStalls } from '../statistics/sign-test.ts';
import { latencySlowdown } from '../statistics/slowdown.ts';
import { stallEvidence } from '../statistics/stall-guard.ts';
import type { DeclaredGate } from './declared-gates.ts';
import type { ScopeBlock } from './series.ts';

/** Both sides together: what passes has been looked at for so long that a stall each few seconds would have been seen. */
const FEWEST_SECONDS = 30;

/**
 * It passes only where all responses together are below the tolerance too, and after 30 s of load. It fails as well
 * where all together are beyond it, and so many more blocks lean far to the target's side than to the base's that chance
 * would do so once in 1 / α.
 *
 * @param blocks all of them, those included whose responses were added to a later one
 * @param series of the steps
 */
export function guardedGate(
  { metric, rule, stallAlpha }: DeclaredGate,
  blocks: readonly ScopeBlock[],
  series: readonly (number | null)[],
): GateState {
  return interleavedGate(series, rule, {
    mayPass: (block) => {
      const until = blocks.slice(0, block);
      return (
        secondsOf(until) >= FEWEST_SECONDS &&
        slowdownOfAll(metric, until) < (rule.passBelow ?? rule.tolerance)
      );
    },
    alsoFails: (block, seen) =>
      stallEvidence(countStalls(seen.map((slowdown) => slowdown - rule.allowance))) >= 1 / stallAlpha &&
      slowdownOfAll(metric, blocks.slice(0, block)) >= rule.tolerance,
  });
}

function slowdownOfAll(metric: Metric, blocks: readonly ScopeBlock[]): number {
  const merged = mergeSides(blocks);
  const slowdown = latencySlowdown(figureOf(metric, merged.base), figureOf(metric, merged.target));
  return slowdown ?? 0;
}

function mergeSides(blocks: readonly ScopeBlock[]): Sides<ReturnType<typeof mergeScopes>> {
  const seen = blocks.filter((block) => block !== null);
  return {
    base: mergeScopes(seen.map(({ base }) => base)),
    target: mergeScopes(seen.map(({ target }) => target)),
  };
}

function secondsOf(blocks: readonly ScopeBlock[]): number {
  return blocks.reduce((sum, block) => sum + (block ? block.base.seconds + block.target.seconds : 0), 0);
}
