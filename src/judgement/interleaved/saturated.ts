import { METRICS } from '../../config/metrics.ts';
import type { InterleavedEvidence, RoundFigures } from '../../evidence/interleaved.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import { peakConnections } from '../../evidence/result/conditions.ts';
import type { RemarkOf } from '../../evidence/result/remarks.ts';
import { median } from '../statistics/median.ts';
import { normalQuantile, SHOWN } from '../statistics/quantiles.ts';
import { wilson } from '../statistics/wilson.ts';
import type { TrackedGate } from './tracked-gates.ts';

type Saturated = RemarkOf<'saturated'>;

/** More than this share of the first requests has to be faster than the median of their round, shown at 99 %. */
const FASTER_SHARE = 0.6;
/** And so much faster in the middle: of ten that queue, it is 0.55. */
const FASTER_BY = 0.75;
const FEWEST_FIRSTS = 50;

/**
 * Whether the service works off one request after the other, so that it is the load's connections that make them wait.
 *
 * In a closed loop of N connections, throughput X and mean latency R hold N = X·R whatever the service does (Little),
 * so these two tell nothing. What tells is how a round begins: all N connections ask at once, and find nobody before
 * them. Where each request takes its own time and no more, the first ones are like all others, and half of them are
 * faster than the median. Where they queue for one worker of service time S, the k-th of the first takes k·S, and
 * every later one about N·S: nearly all of the first are faster than the median, and the middle one takes (N + 1)/2N
 * of it. It is a rank, so that heavy tails don't matter; a service that is cold at the beginning of a round only hides
 * it, and so does one that works at all requests a little by turns. Both sides have to show it, for a remark that is
 * about the load.
 */
export function findSaturated(
  target: Measurement,
  { base, blocks }: InterleavedEvidence,
  gates: readonly TrackedGate[],
): Saturated | null {
  const { model } = base.conditions;
  const connections = peakConnections(base.conditions);
  const asks = gates.some(({ metric }) => METRICS[metric].kind === 'latency');
  if (model !== 'closed' || !asks || connections < 2) return null;
  const [ofTarget, ofBase] = [
    firstsOf(blocks.map((block) => block.target)),
    firstsOf(blocks.map((block) => block.base)),
  ];
  if (ofTarget === null || ofBase === null) return null;
  return {
    code: 'saturated',
    connections,
    first: { target: ofTarget, base: ofBase },
    throughputPerSecond: { target: target.whole.throughputPerSecond, base: base.whole.throughputPerSecond },
  };
}

/** Their median, as a share of the median of the round that they began; null where they are not clearly faster. */
function firstsOf(rounds: readonly RoundFigures[]): number | null {
  const shares = rounds.flatMap(({ firstMs = [], whole }) => {
    const p50 = whole.latencyMs?.p50 ?? 0;
    return p50 > 0 ? firstMs.map((ms) => ms / p50) : [];
  });
  if (shares.length < FEWEST_FIRSTS) return null;
  const faster = shares.filter((share) => share < 1).length / shares.length;
  if (wilson(faster, shares.length, normalQuantile(SHOWN)).lower < FASTER_SHARE) return null;
  const middle = median(shares.sort((a, b) => a - b));
  return middle <= FASTER_BY ? middle : null;
}
