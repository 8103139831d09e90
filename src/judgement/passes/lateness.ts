/** What a late generator does to a comparison of few passes: it meets both sides alike, unless one keeps it busier. */
import { METRICS, TAIL } from '../../config/metrics.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import { latenessOfBlocks, MOST_OWN } from '../interleaved/lateness.ts';
import { fromSize } from '../scale.ts';
import type { PassesState, PassGate } from './pass-gates.ts';

/** Whether the verdict hangs on the generator: then it is invalid. Null where it doesn't. */
export function findHangingPasses(state: PassesState): CauseOf<'generator-late'> | null {
  const { evidence, gates } = state;
  if (evidence.blocks.length === 0) return null;
  const { late, own } = latenessOfBlocks(evidence);
  const failed = gates.filter(({ change }) => change?.finding === 'regressed');
  if (failed.length > 0) return failed.every((gate) => isGeneratorsOwn(gate, state)) ? late : null;
  // Most of the tail may be the generator's own, so that a regression of the service's would not show in it.
  const asks = gates.some(({ metric }) => METRICS[metric].kind === METRICS[TAIL].kind);
  return asks && own >= MOST_OWN ? late : null;
}

/** Whether the target alone kept the generator so busy that what is left of the change doesn't exceed the tolerance. */
function isGeneratorsOwn({ metric, tolerance, change }: PassGate, { evidence }: PassesState): boolean {
  if (METRICS[metric].kind === 'share' || change === null) return false;
  const free = (side: 'target' | 'base') =>
    evidence.blocks.reduce(
      (sum, block) => sum + Math.log(Math.max(1e-3, 1 - block[side].generator.utilisation)),
      0,
    ) / evidence.blocks.length;
  const busier = free('base') - free('target');
  const worse = Math.abs(Math.log(change.now / change.before));
  return busier > 0 && worse - busier < fromSize(metric, tolerance);
}
