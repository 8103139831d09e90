import type { Result } from './result/schema.ts';

/**
 * Responses per second where the load was at its highest: what belongs to the peak of the processors. Of a constant
 * load its rate; of stages that of the busiest one; of a search for the breaking point that of its best step. 0 where
 * nothing was measured.
 */
export function peakRate({
  metrics,
  stages = [],
  search,
}: Pick<Result, 'metrics' | 'stages' | 'search'>): number {
  const steps = (search?.searches ?? []).filter(({ side }) => side === 'target').flatMap((one) => one.steps);
  return Math.max(
    metrics?.responsesPerSecond ?? 0,
    ...stages.map((stage) => stage.metrics.responsesPerSecond),
    ...steps.map(({ throughputPerSecond }) => throughputPerSecond),
  );
}
