import { FEWEST_BLOCKS_CUT_SHORT } from '../../config/calibration/calibration-plan.ts';
import type { LiveEvidence } from '../../evidence/live.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { Disbelief } from '../disbelief.ts';
import { formatCount, formatShare } from '../format.ts';
import { disbelieveLive, failByPath } from '../live/disbelieve-live.ts';
import { blocksOf } from '../live/series.ts';
import { dropFullStop, nameMainErrors } from '../wording.ts';

/** A service that fails so often has no speed of its own; the gate would fail it, too. */
const MOST_ERRORS = 0.05;

/**
 * Why nothing can be recommended; null where something can.
 *
 * @param cutShort by whoever runs it; a block that was under way is no longer among those given
 */
export function disbelieveCalibration(
  target: Measurement,
  live: LiveEvidence,
  cutShort: boolean,
): Disbelief | null {
  if (target.ended.how === 'target-lost') {
    return {
      reason: dropFullStop(target.ended.why),
      advice: 'See what became of the target, and calibrate again.',
    };
  }
  const byPath = failByPath(target, live);
  if (byPath !== null) {
    return { reason: byPath, advice: 'Make both environments alike, and calibrate again.' };
  }
  return (
    disbelieveLive(target, live) ??
    brokenOf(target, 'target') ??
    brokenOf(live.base, 'base') ??
    tooFew(live, cutShort)
  );
}

function brokenOf(measurement: Measurement, side: 'target' | 'base'): Disbelief | null {
  const rate = measurement.whole.errorRate ?? 0;
  if (rate < MOST_ERRORS) return null;
  const main = nameMainErrors(measurement);
  return {
    reason: `${formatShare(rate)} of the ${side}'s requests failed${main ? `, ${main}` : ''}: what fails has another speed than what works`,
    advice: 'Mend that first, and calibrate again.',
  };
}

function tooFew(live: LiveEvidence, cutShort: boolean): Disbelief | null {
  const blocks = blocksOf(live, null).filter(
    (block) => block !== null && block.base.latencies > 0 && block.target.latencies > 0,
  ).length;
  if (blocks >= FEWEST_BLOCKS_CUT_SHORT) return null;
  const counted = `${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
  return {
    reason: cutShort
      ? `It was cut short after ${counted}, and a recommendation takes at least ${FEWEST_BLOCKS_CUT_SHORT}`
      : `Only ${counted} can be judged by, and a recommendation takes at least ${FEWEST_BLOCKS_CUT_SHORT}`,
    advice: cutShort ? 'Let it run to its end.' : 'Give it a longer --duration, or more load.',
  };
}
