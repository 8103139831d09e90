import { SLOWEST } from '../../config/why.ts';
import type { Block, InterleavedEvidence } from '../../evidence/interleaved.ts';
import { addTimings, timeOfSlowest } from '../../evidence/server-timing.ts';
import { blocksOf, type ScopeBlock } from '../interleaved/series.ts';
import { hodgesLehmann } from '../statistics/signed-rank.ts';
import { signedRankPValue } from '../statistics/signed-rank-test.ts';
import type { ChanceRule } from './asked.ts';
import { LEVEL } from './standing-out.ts';

/** Responses of both sides together, so that the slowest tenth is one of each at least. */
const RESPONSES_OF_STEP = 20;

/**
 * Sides that were measured in turn: without a difference either side of a block would be the worse one as often as not,
 * whatever disturbed the host (Wilcoxon's signed-rank test, exact).
 */
export function chanceInBlocks(evidence: InterleavedEvidence): ChanceRule {
  return {
    isSlower: ({ name }, _, beyondMs) => isWorse(excesses(evidence, name, beyondMs)),
    standsOut: ({ name }) => isWorse(leads(evidence, name)),
    isLonger: ({ name }, duration) => isWorse(lengthenings(evidence.blocks, name, duration, SLOWEST)),
    isLongerStep: ({ name }, step, of) =>
      isWorse(lengthenings(evidence.blocks, name, step, of === 'all' ? 1 : SLOWEST)),
  };
}

/** By how much more of the target's responses are beyond, in each block; a share of them. */
function excesses(evidence: InterleavedEvidence, endpoint: string, beyondMs: number): number[] {
  return blocksOf(evidence, endpoint).flatMap((block) => {
    if (block === null) return [];
    const { base, target } = { base: block.base.latency, target: block.target.latency };
    if (base.count === 0 || target.count === 0) return [];
    const shareOf = ({ above, count }: { above: number; count: number }) => above / count;
    return [shareOf(target.shareAboveMs(beyondMs)) - shareOf(base.shareAboveMs(beyondMs))];
  });
}

/** By how much more the request's mean has grown than that of all, in each block; on a log scale. */
function leads(evidence: InterleavedEvidence, endpoint: string): number[] {
  const growthOf = (block: ScopeBlock) => {
    const [before, now] = [block?.base, block?.target].map((one) => one?.latency.meanMs ?? 0);
    return before && now ? Math.log(now / before) : null;
  };
  const all = blocksOf(evidence, null).map(growthOf);
  return blocksOf(evidence, endpoint).flatMap((block, i) => {
    const [own, whole] = [growthOf(block), all[i]];
    return own === null || whole == null ? [] : [own - whole];
  });
}

/**
 * Of the mean duration in the slowest responses, or of a step in the slowest walks. Blocks with few are put together,
 * blind to the side.
 * @param share of the responses or walks, above 0
 */
function lengthenings(blocks: readonly Block[], name: string, duration: string, share: number): number[] {
  const values: number[] = [];
  let waiting: Block[] = [];
  for (const block of blocks) {
    waiting.push(block);
    const [base, target] = (['base', 'target'] as const).map((side) =>
      addTimings(
        waiting.flatMap((one) => one[side].timings?.get(name) ?? []),
        Number.POSITIVE_INFINITY,
      ),
    );
    if (!base || !target) continue;
    const responses = timeOfSlowest(base, 1).responses + timeOfSlowest(target, 1).responses;
    if (responses < RESPONSES_OF_STEP) continue;
    const meanOf = (timings: typeof base) => timeOfSlowest(timings, share).byName.get(duration) ?? 0;
    values.push(meanOf(target) - meanOf(base));
    waiting = [];
  }
  return values;
}

function isWorse(values: readonly number[]): boolean {
  const used = values.filter((value) => value !== 0);
  return used.length > 0 && hodgesLehmann(used) > 0 && signedRankPValue(used) / 2 <= LEVEL;
}
