import type { GateRule, GateState } from '../statistics/interleaved-gate.ts';
import { blocksAtEvenOdds, blocksNeeded, smallestDetectable } from '../statistics/projection.ts';
import { firstAnalysis } from '../statistics/spending-plan.ts';
import type { Estimate } from './estimate.ts';

/** How far a gate is from its decision. The spread of typical blocks says it early, the bounds say it better. */
interface GateProjection {
  /** Values in all after which it may as well be decided as not; they may exceed the budget. Null before the sixth. */
  readonly expected: number | null;
  /** The same after which it is probably decided, three times in four. */
  readonly needed: number | null;
  /**
   * On the scale of the series: smallest worsening that the budget would probably show. Null before the sixth block,
   * and where the budget is too short for the gate to fail at all.
   */
  readonly detectable: number | null;
}

/**
 * Rare stalls leave the typical spread as it is and hold the bounds apart all the same, and few requests do so with
 * errors. So once there are bounds, their distance counts; it shrinks with the root of the number of blocks.
 *
 * @param upper the bound by which the gate passes, on the scale of the series; +∞ before there is one
 */
export function projectGate(
  { seen }: Estimate,
  state: GateState,
  upper: number,
  rule: GateRule,
): GateProjection {
  const { estimate, lower, n } = state;
  const typical = smallestDetectable(seen, rule);
  if (estimate === null || typical === null) return { expected: null, needed: null, detectable: null };
  const toPass = estimate < rule.tolerance ? (upper - estimate) / (rule.tolerance - estimate) : null;
  const toFail = estimate >= rule.floor ? (estimate - lower) / (estimate - rule.allowance) : null;
  const way = toPass ?? toFail ?? Number.POSITIVE_INFINITY;
  const needed = Number.isFinite(way) ? Math.ceil(n * Math.max(1, way) ** 2) : blocksNeeded(seen, rule);
  const firstFail = firstAnalysis(rule.nmax, rule.alpha, rule.nmin);
  const reach = (upper - estimate) * Math.sqrt(n / rule.nmax);
  const shown = Number.isFinite(reach) ? Math.max(typical, reach) : typical;
  return {
    expected: blocksAtEvenOdds(seen, state, upper, rule),
    needed: toPass === null && needed !== null ? Math.max(needed, firstFail) : needed,
    detectable: firstFail <= rule.nmax ? shown : null,
  };
}
