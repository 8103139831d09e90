import { FEWEST_BLOCKS_CUT_SHORT } from '../../config/calibration/calibration-plan.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import { findBlockedInterleaved, findTurnedAway } from '../interleaved/find-invalid.ts';
import { latenessOfBlocks, MOST_OWN } from '../interleaved/lateness.ts';
import { blocksOf } from '../interleaved/series.ts';
import { mainErrorsOf } from '../main-errors.ts';
import type { CalibrationRefusal } from './causes.ts';

/** A service that fails so often has no speed of its own; the gate would fail it, too. */
const MOST_ERRORS = 0.05;

/**
 * Why nothing can be recommended; null where something can.
 *
 * @param cutShort by whoever runs it; a block that was under way is no longer among those given
 */
export function findRefusal(
  target: Measurement,
  interleaved: InterleavedEvidence,
  cutShort: boolean,
): CalibrationRefusal | null {
  const { ended } = target;
  if (ended.how === 'target-lost') {
    const { side, afterSeconds, detail } = ended;
    return { code: 'target-lost', because: { code: 'target-lost', side, afterSeconds, detail } };
  }
  const turnedAway = findTurnedAway(target, interleaved);
  if (turnedAway !== null) return { code: 'target-intercepted', because: turnedAway };
  const [blocked] = findBlockedInterleaved(target, interleaved);
  const { late, own } = latenessOfBlocks(interleaved);
  const invalid = blocked ?? (own >= MOST_OWN ? late : null);
  if (invalid) return { code: 'not-believed', because: invalid };
  return (
    silenceOf(target, 'target') ??
    silenceOf(interleaved.base, 'base') ??
    failsOf(target, 'target') ??
    failsOf(interleaved.base, 'base') ??
    tooFew(interleaved, cutShort)
  );
}

function silenceOf({ outage }: Measurement, side: 'target' | 'base'): CalibrationRefusal | null {
  if (outage === null) return null;
  const { fromSeconds, toSeconds } = outage;
  return { code: 'side-silent', side, fromSeconds, toSeconds };
}

function failsOf(measurement: Measurement, side: 'target' | 'base'): CalibrationRefusal | null {
  const errorRate = measurement.whole.errorRate ?? 0;
  if (errorRate < MOST_ERRORS) return null;
  return { code: 'side-fails', side, errorRate, main: mainErrorsOf(measurement) };
}

function tooFew(interleaved: InterleavedEvidence, cutShort: boolean): CalibrationRefusal | null {
  const blocks = blocksOf(interleaved, null).filter(
    (block) => block !== null && block.base.latency.count > 0 && block.target.latency.count > 0,
  ).length;
  if (blocks >= FEWEST_BLOCKS_CUT_SHORT) return null;
  const code = cutShort ? 'cut-short' : 'few-blocks';
  return { code, blocks, blocksWanted: FEWEST_BLOCKS_CUT_SHORT };
}
