import { TAIL } from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import { blocksOf, type ScopeBlock, worseningsOf } from '../interleaved/series.ts';
import { countStalledRounds } from '../interleaved/stalled-rounds.ts';
import { median } from '../statistics/median.ts';
import { robustSpread } from '../statistics/projection.ts';
import { signedRankBounds } from '../statistics/signed-rank.ts';
import type { Noise } from './calibration.ts';
import { autocorrelation } from './spread.ts';

const EACH_END = 0.005;

export function describeNoise(evidence: InterleavedEvidence): Noise {
  const whole = blocksOf(evidence, null);
  const series = worseningsOf(TAIL, whole);
  const seen = series.filter((value) => value !== null);
  return {
    ofBlocks: seen.length > 0 ? robustSpread(seen) : null,
    ofRounds: spreadOfRounds(whole),
    autocorrelation: seen.length > 0 ? autocorrelation(seen) : null,
    secondRound: slowdownOfSecond(series, evidence),
    stalledRounds: countStalledRounds(evidence),
  };
}

/** Each round about the median of its side. */
function spreadOfRounds(whole: readonly ScopeBlock[]): number | null {
  const about = (['base', 'target'] as const).flatMap((side) => {
    const logs = whole.flatMap((block) => {
      const tailMs = block ? (figureOf(TAIL, block[side]) ?? 0) : 0;
      return tailMs > 0 ? [Math.log(tailMs)] : [];
    });
    if (logs.length === 0) return [];
    const centre = median([...logs].sort((a, b) => a - b));
    return logs.map((value) => value - centre);
  });
  return about.length > 0 ? robustSpread(about) : null;
}

/** What a round leaves behind meets the next one; the coin keeps it from favouring a side, but it widens the blocks. */
function slowdownOfSecond(
  series: readonly (number | null)[],
  { blocks, sliced }: InterleavedEvidence,
): number | null {
  if (sliced) return null;
  const slowdowns = series.flatMap((value, i) =>
    value === null ? [] : [blocks[i]?.order[0] === 'target' ? -value : value],
  );
  if (slowdowns.length === 0) return null;
  const { lower, estimate, upper } = signedRankBounds(slowdowns, EACH_END, EACH_END);
  return lower > 0 || upper < 0 ? Math.expm1(estimate) : null;
}
