import { type BatchCount, designEffect } from '../../evidence/design-effect.ts';
import { type GateRule, type GateState, interleavedGate } from './interleaved-gate.ts';
import { mean } from './mean.ts';
import { newcombe, type Proportion } from './newcombe.ts';
import { normalQuantile } from './quantiles.ts';

/** Failed requests of all requests of the two rounds of a block. */
export interface ErrorBlock {
  readonly base: BatchCount;
  readonly target: BatchCount;
}

interface ErrorsGateState extends GateState {
  /** Mean over blocks of the target's error rate less the base's, which is what the floor is held against. */
  readonly meanRise: number | null;
  /** True where two blocks running were so much worse that waiting for statistics would be silly. */
  readonly broken: boolean;
}

/** A rise of the error rate, in one block, by which the target is broken rather than worse. */
const BROKEN_RISE = 0.2;

/**
 * The gate of the error rate; `rule` is in shares. It fails as every interleaved gate does, on the differences of the
 * blocks, except that their mean has to reach the floor: where most blocks have no error, the median hides the rest. It
 * passes only where Newcombe's upper bound on all requests is below the tolerance too, because a handful of equal zeros
 * looks surer than it is. Two blocks running with a rise of at least 20 pp fail at once, whatever was decided before.
 */
export function errorsGate(blocks: readonly ErrorBlock[], rule: GateRule): ErrorsGateState {
  const rises = blocks.map(errorRise);
  const state = interleavedGate(rises, rule, {
    effect: mean,
    mayPass: (block, level) => upperRise(blocks.slice(0, block), level) < rule.tolerance,
  });
  const seen = rises.filter((rise) => rise !== null);
  const meanRise = seen.length ? mean(seen) : null;
  const broken = brokenAt(rises);
  if (broken === null) return { ...state, meanRise, broken: false };
  const failedAt = Math.min(state.failedAt ?? Number.POSITIVE_INFINITY, broken);
  return { ...state, decision: 'failed', failedAt, meanRise, broken: true };
}

/** Blocks after which two running had a rise by which the target is broken; null where none had. */
export function brokenAt(rises: readonly (number | null)[]): number | null {
  const at = rises.findIndex((rise, i) => i > 0 && isBroken(rise) && isBroken(rises[i - 1] ?? null));
  return at < 0 ? null : at + 1;
}

/** Share of failures on the target less that on the base; null where a side has no request at all. */
export function errorRise({ base, target }: ErrorBlock): number | null {
  if (!(base.n > 0 && target.n > 0)) return null;
  return target.hits / target.n - base.hits / base.n;
}

/**
 * Newcombe's one-sided upper bound of the rise over all requests so far, each side worth n / DEFF independent ones.
 *
 * @param level chance that the truth lies above; +∞ where it is 0 or a side has no request
 */
export function upperRise(blocks: readonly ErrorBlock[], level: number): number {
  const target = effective(blocks.map((block) => block.target));
  const base = effective(blocks.map((block) => block.base));
  if (!target || !base || level <= 0) return Number.POSITIVE_INFINITY;
  return newcombe(target, base, -normalQuantile(level)).upper;
}

/** The share over all rounds of a side, and how many independent requests it is worth; null without a request. */
export function effective(rounds: readonly BatchCount[]): Proportion | null {
  const n = rounds.reduce((sum, round) => sum + round.n, 0);
  if (n <= 0) return null;
  return { share: rounds.reduce((sum, round) => sum + round.hits, 0) / n, n: n / designEffect(rounds) };
}

function isBroken(rise: number | null): boolean {
  // 0.3 − 0.1 falls short of 0.2 in floating point.
  return rise !== null && rise >= BROKEN_RISE - 1e-9;
}
