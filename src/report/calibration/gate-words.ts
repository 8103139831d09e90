/** Why a gate's tolerance does not hold, and what would mend it, in sentences. */

import { TAIL } from '../../config/metrics.ts';
import type { GateAdvice } from '../../judgement/calibration/calibration.ts';
import type { GateShortfall } from '../../judgement/calibration/causes.ts';
import { formatChangeSize, formatCount, formatPercent } from '../words/format.ts';
import { beginSentence, nameRow } from '../words/names.ts';

type Shortfall<Code extends GateShortfall['code']> = Extract<GateShortfall, { code: Code }>;

/** One or more sentences with their full stops; null where the gate has nothing wrong with it. */
export function describeShortfall(gate: GateAdvice): string | null {
  const { advice } = gate;
  if (advice === null) return null;
  const name = beginSentence(nameRow(gate));
  switch (advice.code) {
    case 'no-responses':
      return 'No block has a response on both sides: check whether these requests are answered at all.';
    case 'within-allowance':
      return `${name}: ${describeAllowance(gate, advice)}`;
    case 'too-noisy':
      return `${name}: ${describeNoise(gate, advice)}`;
  }
}

function describeAllowance(
  { metric, tolerance }: GateAdvice,
  { wanted, allowance }: Shortfall<'within-allowance'>,
): string {
  const holds = tolerance === null ? '' : `; ${formatChangeSize(metric, tolerance)} does`;
  return `the two environments may differ by ${formatChangeSize(TAIL, allowance)} by themselves, and a tolerance has to be more than twice that, so ${formatChangeSize(metric, wanted)} does not hold${holds}. Let both run on one host, or calibrate for longer.`;
}

function describeNoise(
  { metric, tolerance, declaredReach: reach, spread }: GateAdvice,
  { wanted, blocks, spreadWanted }: Shortfall<'too-noisy'>,
): string {
  const drawn = reach
    ? `the same code passed in ${formatPercent(reach.passes, 0)} of the simulated sessions, and a change twice as large failed in ${formatPercent(reach.showsTwice, 0)}`
    : `${formatCount(blocks)} blocks are too few for so much noise`;
  const holds =
    tolerance === null ? 'none of those tried does' : `${formatChangeSize(metric, tolerance)} does`;
  const quieter =
    spreadWanted === null || spread === null
      ? 'A quieter environment or more load would help.'
      : `It would, if blocks differed by ${formatChangeSize(TAIL, spreadWanted)} instead of ${formatChangeSize(TAIL, spread)}: check what else runs next to the service, or give it more load.`;
  return `a tolerance of ${formatChangeSize(metric, wanted)} does not hold (${drawn}); ${holds}. ${quieter}`;
}
