import { METRICS, type Metric } from '../../config/metrics.ts';
import { responsesOfStep } from '../../config/responses.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import { findNamed } from '../../evidence/find-named.ts';
import type { InterleavedEvidence, ScopeFigures } from '../../evidence/interleaved.ts';
import { mergeScopes } from '../../evidence/merge-scopes.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import { type ErrorBlock, errorRise } from '../statistics/errors-gate.ts';
import { latencySlowdown, throughputSlowdown } from '../statistics/slowdown.ts';

/** Both sides of one block in the whole, in one request name or in one flow; null where the block says nothing. */
export type ScopeBlock = Sides<ScopeFigures> | null;

/** The blocks of the whole (null), or of a request or a flow of that name. */
export function blocksOf({ blocks }: InterleavedEvidence, endpoint: string | null): ScopeBlock[] {
  return blocks.map(({ base, target }) => {
    if (endpoint === null) return { base: base.whole, target: target.whole };
    const [before, now] = [findNamed(base, endpoint), findNamed(target, endpoint)];
    return before && now ? { base: before, target: now } : null;
  });
}

/**
 * The same for a metric that wants responses: a block with too few says nothing by itself, and the next ones are added
 * to it until both sides together have enough. The sum is blind to the side, so that swapping the coins of a step is
 * still as likely as not.
 *
 * @returns as many as blocks, each step in the place of its last block
 */
export function stepsOf(metric: Metric, blocks: readonly ScopeBlock[]): ScopeBlock[] {
  const enough = responsesOfStep(metric);
  let waiting: Sides<ScopeFigures>[] = [];
  return blocks.map((block) => {
    if (!block) return null;
    waiting.push(block);
    const responses = waiting.reduce((sum, { base, target }) => sum + base.requests + target.requests, 0);
    if (responses < enough) return null;
    const [first, ...others] = waiting;
    waiting = [];
    if (others.length === 0) return first ?? null;
    const all = first ? [first, ...others] : others;
    return {
      base: mergeScopes(all.map(({ base }) => base)),
      target: mergeScopes(all.map(({ target }) => target)),
    };
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
