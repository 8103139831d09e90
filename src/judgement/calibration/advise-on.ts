/** What a gate's figures mean for its tolerance, and what would mend them. */

import { METRICS } from '../../config/metrics.ts';
import type { AllowanceAdvice, GateAdvice, RoundsAdvice } from './calibration.ts';
import type { GateShortfall } from './causes.ts';

type Unadvised = Omit<GateAdvice, 'advice'>;

/** Why the declared tolerance doesn't hold, or none at all does; null where nothing is wrong. */
export function adviseOn(
  gate: Unadvised,
  { rounds, allowance }: { rounds: RoundsAdvice; allowance: AllowanceAdvice | null },
): GateShortfall | null {
  if (gate.declaredHolds === true || (gate.declared === null && gate.tolerance !== null)) return null;
  const { metric, declared } = gate;
  const wanted = declared ?? METRICS[metric].usualTolerance;
  const isRelative = METRICS[metric].scale === 'log';
  if (isRelative && allowance !== null && wanted <= 2 * allowance.allowance)
    return { code: 'within-allowance', wanted, allowance: allowance.allowance };
  return { code: 'too-noisy', wanted, blocks: rounds.blocks, spreadWanted: quietEnough(gate) };
}

/** Tolerances grow as the spread does. */
function quietEnough({ metric, spread, tolerance, declared }: Unadvised): number | null {
  if (METRICS[metric].scale === 'linear' || spread === null || tolerance === null || declared === null)
    return null;
  return spread * (declared / tolerance);
}
