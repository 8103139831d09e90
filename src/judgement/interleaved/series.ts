import { METRICS, type Metric } from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { InterleavedEvidence, ScopeFigures } from '../../evidence/interleaved.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import { type ErrorBlock, errorRise } from '../statistics/errors-gate.ts';
import { latencySlowdown, throughputSlowdown } from '../statistics/slowdown.ts';
import { findLateRound } from '../validity/generator.ts';

/** Both sides of one block in the whole or in one request name; null where the block says nothing. */
export type ScopeBlock = Sides<ScopeFigures> | null;

/**
 * The blocks of the whole (null) or of a request name. A block in which the load generator was saturated says nothing,
 * whichever side it was: that is blind to the side, so it can't favour one.
 */
export function blocksOf({ blocks, base }: InterleavedEvidence, endpoint: string | null): ScopeBlock[] {
  const { model } = base.conditions;
  return blocks.map(({ base, target }) => {
    if ([base, target].some((round) => findLateRound(round, model))) return null;
    if (endpoint === null) return { base: base.whole, target: target.whole };
    // Request names are the user's words, and `constructor` is one.
    const own = (side: typeof base) =>
      Object.hasOwn(side.endpoints, endpoint) ? side.endpoints[endpoint] : undefined;
    const [before, now] = [own(base), own(target)];
    return before && now ? { base: before, target: now } : null;
  });
}

/** How much worse the target is in each block, positive = worse: logs on a log scale, else differences. */
export function worseningsOf(metric: Metric, blocks: readonly ScopeBlock[]): (number | null)[] {
  return blocks.map((block) => block && worseningIn(metric, block));
}

function worseningIn(metric: Metric, block: Sides<ScopeFigures>): number | null {
  const [base, target] = [figureOf(metric, block.base), figureOf(metric, block.target)];
  const { scale, worse } = METRICS[metric];
  if (scale === 'linear') return errorRise(errorBlock(block));
  return worse === 'higher' ? latencySlowdown(base, target) : throughputSlowdown(base ?? 0, target ?? 0);
}

export function errorBlock(block: ScopeBlock): ErrorBlock {
  const count = (side?: ScopeFigures) => ({ hits: side?.failed ?? 0, n: side?.requests ?? 0 });
  return { base: count(block?.base), target: count(block?.target) };
}
