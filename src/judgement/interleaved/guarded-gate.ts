/** A quantile's gate over blocks that are cut into slices: the ranks decide, and a guard looks for rare stalls. */
import type { Metric } from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { ScopeFigures } from '../../evidence/interleaved.ts';
import { mergeScopes } from '../../evidence/merge-scopes.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import { type GateState, interleavedGate, type Peculiarity } from '../statistics/interleaved-gate.ts';
import { countStalls } from '../statistics/sign-test.ts';
import { latencySlowdown } from '../statistics/slowdown.ts';
import { stallEvidence } from '../statistics/stall-guard.ts';
import type { DeclaredGate } from './declared-gates.ts';
import type { ScopeBlock } from './series.ts';

/**
 * Both sides together: what passes has been looked at for so long that a stall each few seconds would have been seen.
 */
const FEWEST_SECONDS = 30;

/** What all responses of the first so many blocks come to together. */
export interface Together {
  /** Of both sides. */
  seconds(blocks: number): number;
  /** On the scale of the series. */
  slowdown(blocks: number): number;
}

/** What the guard looks at of a gate. */
type Guarded = Pick<DeclaredGate, 'stallAlpha'> & {
  readonly rule: Pick<DeclaredGate['rule'], 'tolerance' | 'passBelow' | 'allowance'>;
};

/**
 * It passes only where all responses together are below the tolerance too, and after 30 s of load. It fails as well
 * where all together are beyond it, and so many more blocks lean far to the target's side than to the base's that
 * chance would do so once in 1 / α.
 */
export function guardStalls({ rule, stallAlpha }: Guarded, together: Together): Peculiarity {
  const { tolerance, passBelow = tolerance, allowance } = rule;
  return {
    mayPass: (block) => together.seconds(block) >= FEWEST_SECONDS && together.slowdown(block) < passBelow,
    alsoFails: (block, seen) =>
      leansTo(seen, allowance, 1 / stallAlpha) && together.slowdown(block) >= tolerance,
  };
}

function leansTo(seen: readonly number[], allowance: number, evidence: number): boolean {
  const far = countStalls(seen.map((slowdown) => slowdown - allowance));
  // The evidence of a blocks is 2^a at most: mostly there are too few to ask on.
  return 2 ** far.target >= evidence && stallEvidence(far) >= evidence;
}

/**
 * @param blocks all of them, those included whose responses were added to a later one
 * @param series of the steps
 */
export function guardedGate(
  gate: DeclaredGate,
  blocks: readonly ScopeBlock[],
  series: readonly (number | null)[],
): GateState {
  const seen = (until: number) => blocks.slice(0, until).filter((block) => block !== null);
  const together: Together = {
    seconds: (until) => seen(until).reduce((sum, block) => sum + secondsOf(block), 0),
    slowdown: (until) => slowdownOf(gate.metric, mergeSides(seen(until))),
  };
  return interleavedGate(series, gate.rule, guardStalls(gate, together));
}

/** Blocks as long as these that hold what a pass takes at least. */
export function fewestGuarded(blocks: readonly ScopeBlock[]): number {
  const seen = blocks.filter((block) => block !== null);
  const seconds = seen.reduce((sum, block) => sum + secondsOf(block), 0);
  return seconds > 0 ? Math.ceil((FEWEST_SECONDS / seconds) * blocks.length) : blocks.length;
}

/** 0 where a side has no such figure. */
function slowdownOf(metric: Metric, { base, target }: Sides<ScopeFigures>): number {
  return latencySlowdown(figureOf(metric, base), figureOf(metric, target)) ?? 0;
}

function mergeSides(blocks: readonly Sides<ScopeFigures>[]): Sides<ScopeFigures> {
  return {
    base: mergeScopes(blocks.map(({ base }) => base)),
    target: mergeScopes(blocks.map(({ target }) => target)),
  };
}

export function secondsOf({ base, target }: Sides<ScopeFigures>): number {
  return base.seconds + target.seconds;
}
