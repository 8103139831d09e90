import { FEWEST_BLOCKS_CUT_SHORT } from '../../config/calibration/calibration-plan.ts';
import type { LiveEvidence } from '../../evidence/live.ts';
import type { ErrorCounts, Measurement } from '../../evidence/measurement.ts';
import { disbelieveLive, failByPath } from '../live/disbelieve-live.ts';
import { blocksOf } from '../live/series.ts';
import type { CalibrationRefusal } from './causes.ts';

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
): CalibrationRefusal | null {
  if (target.ended.how === 'target-lost') return { code: 'target-lost', why: target.ended.why };
  const byPath = failByPath(target, live);
  if (byPath !== null) return { code: 'target-intercepted', by: byPath };
  const disbelief = disbelieveLive(target, live);
  if (disbelief !== null) return { code: 'not-believed', by: disbelief };
  return failsOf(target, 'target') ?? failsOf(live.base, 'base') ?? tooFew(live, cutShort);
}

function failsOf({ whole, endpoints }: Measurement, side: 'target' | 'base'): CalibrationRefusal | null {
  const errorRate = whole.errorRate ?? 0;
  if (errorRate < MOST_ERRORS) return null;
  const errors = endpoints
    .filter(({ figures }) => hasErrors(figures.errors))
    .map(({ name: endpoint, figures }) => ({ endpoint, ...figures.errors }));
  return { code: 'side-fails', side, errorRate, errors };
}

function hasErrors({ status, ...others }: ErrorCounts): boolean {
  return [...Object.values(status), ...Object.values(others)].some((count) => count > 0);
}

function tooFew(live: LiveEvidence, cutShort: boolean): CalibrationRefusal | null {
  const blocks = blocksOf(live, null).filter(
    (block) => block !== null && block.base.latencies > 0 && block.target.latencies > 0,
  ).length;
  if (blocks >= FEWEST_BLOCKS_CUT_SHORT) return null;
  const code = cutShort ? 'cut-short' : 'few-blocks';
  return { code, blocks, blocksWanted: FEWEST_BLOCKS_CUT_SHORT };
}
