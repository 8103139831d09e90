/** What a gate's figures mean for its tolerance, and what would mend them. */

import { FEWEST_CALIBRATION_BLOCKS } from '../../config/calibration/calibration-plan.ts';
import { ROUND_TIME } from '../../config/durations.ts';
import { METRICS } from '../../config/metrics.ts';
import { responsesWanted } from '../../config/responses.ts';
import { parseDuration } from '../../config/units.ts';
import type { AllowanceAdvice, GateAdvice, RoundsAdvice } from './calibration.ts';
import type { CalibrationRun } from './calibration-run.ts';
import type { GateShortfall } from './causes.ts';
import { hasResponses } from './tolerances.ts';

type Unadvised = Omit<GateAdvice, 'advice'>;

/** Why the declared tolerance doesn't hold, or none at all does; null where nothing is wrong. */
export function adviseOn(
  gate: Unadvised,
  {
    run,
    rounds,
    allowance,
  }: { run: CalibrationRun; rounds: RoundsAdvice; allowance: AllowanceAdvice | null },
): GateShortfall | null {
  if (gate.declaredHolds === true || (gate.declared === null && gate.tolerance !== null)) return null;
  const { metric, declared } = gate;
  const wanted = declared ?? METRICS[metric].usualTolerance;
  const isRelative = METRICS[metric].scale === 'log';
  if (isRelative && allowance !== null && wanted <= 2 * allowance.allowance)
    return { code: 'within-allowance', wanted, allowance: allowance.allowance };
  if (isRelative && !hasResponses(metric, gate.responses, wanted)) return wantResponses(gate, wanted, run);
  return { code: 'too-noisy', wanted, blocks: rounds.blocks, spreadWanted: quietEnough(gate) };
}

function wantResponses(gate: Unadvised, wanted: number, { plan, evidence }: CalibrationRun): GateShortfall {
  const responses = responsesWanted(gate.metric, wanted);
  const round = evidence.blocks[1]?.target.measuredSeconds ?? plan.gate.interleaved.measureMs / 1000;
  const neededSeconds = (round * responses) / Math.max(1, gate.responses);
  const seconds =
    2 * (neededSeconds * 1.05 + plan.gate.interleaved.discardMs / 1000) * FEWEST_CALIBRATION_BLOCKS;
  return {
    code: 'few-responses',
    wanted,
    responsesWanted: responses,
    minutesWanted: neededSeconds * 1000 > parseDuration(ROUND_TIME.to) ? null : Math.ceil(seconds / 60),
  };
}

/** Tolerances grow as the spread does. */
function quietEnough({ metric, spread, tolerance, declared }: Unadvised): number | null {
  if (METRICS[metric].scale === 'linear' || spread === null || tolerance === null || declared === null)
    return null;
  return spread * (declared / tolerance);
}
