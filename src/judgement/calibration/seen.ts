import { TAIL } from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { ScopeBlock } from '../interleaved/series.ts';
import { median } from '../statistics/median.ts';
import type { MeasuredSpan } from './calibration.ts';
import type { CalibrationRun } from './calibration-run.ts';

/** @param whole blocks of the whole, null where they count for nothing */
export function measuredSpan(
  { evidence, elapsedMs, cutShort, sessions }: CalibrationRun,
  whole: readonly ScopeBlock[],
): MeasuredSpan {
  const { blocks } = evidence;
  const middle = (values: readonly number[]): number =>
    values.length > 0 ? median([...values].sort((a, b) => a - b)) : 0;
  const of = (side: 'base' | 'target') => {
    const requests = blocks.reduce((sum, block) => sum + block[side].whole.requests, 0);
    const failed = blocks.reduce((sum, block) => sum + block[side].whole.failed, 0);
    return {
      p99Ms: middle(blocks.flatMap((block) => figureOf(TAIL, block[side].whole) ?? [])) || null,
      errorRate: requests > 0 ? failed / requests : null,
    };
  };
  const [onBase, onTarget] = [of('base'), of('target')];
  return {
    blocks: whole.filter((block) => block !== null).length,
    elapsedSeconds: elapsedMs / 1000,
    cutShort,
    roundSeconds: middle(
      blocks.flatMap((block) => [block.base.measuredSeconds, block.target.measuredSeconds]),
    ),
    responses: responsesOf(whole),
    p99Ms: { base: onBase.p99Ms, target: onTarget.p99Ms },
    errorRate: { base: onBase.errorRate, target: onTarget.errorRate },
    sessions,
    seed: evidence.seed,
  };
}

/** Successes and timeouts behind a block's P99, on the side that has fewer: the median. */
export function responsesOf(blocks: readonly ScopeBlock[]): number {
  const responses = blocks.flatMap((block) =>
    block === null ? [] : [Math.min(block.base.latency.count, block.target.latency.count)],
  );
  return responses.length > 0 ? median(responses.sort((a, b) => a - b)) : 0;
}
