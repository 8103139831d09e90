import { latencyOf } from '../../evidence/figures.ts';
import { Histogram } from '../../evidence/histogram.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { BatchFigures, EndpointFigures, Figures, Measurement } from '../../evidence/measurement.ts';
import { findLateRound } from '../validity/generator.ts';

/**
 * The target as its limits see it: without the rounds in which the load generator was saturated, for these say nothing
 * of the target, and none of the others is wrong for them. Its counts of errors by kind stay those of all rounds.
 *
 * @returns the measurement itself where no round was; null where nothing is left, or rounds can't be told apart
 */
export function withoutSaturated(
  target: Measurement,
  { blocks, base }: InterleavedEvidence,
): Measurement | null {
  const { model } = base.conditions;
  const saturated = new Set(blocks.flatMap((block, i) => (findLateRound(block.target, model) ? [i] : [])));
  if (saturated.size === 0) return target;
  if (saturated.size === blocks.length || target.rounds !== blocks.length) return null;
  const whole = keep(target.whole, blocks.length, saturated);
  const endpoints = target.endpoints.flatMap((endpoint): EndpointFigures[] => {
    const figures = keep(endpoint.figures, blocks.length, saturated);
    return figures ? [{ ...endpoint, figures }] : [];
  });
  if (!whole || endpoints.length < target.endpoints.length) return null;
  const measuredSeconds = blocks.reduce(
    (sum, block, i) => sum + (saturated.has(i) ? 0 : block.target.measuredSeconds),
    0,
  );
  return { ...target, whole, endpoints, measuredSeconds };
}

/** The batches of complete rounds stand one after the other, as many of each round. */
function keep(figures: Figures, rounds: number, saturated: ReadonlySet<number>): Figures | null {
  const ofEach = figures.batches.length / rounds;
  if (!Number.isInteger(ofEach)) return null;
  const batches = figures.batches.filter((_, i) => !saturated.has(Math.floor(i / ofEach)));
  const total = (value: (batch: BatchFigures) => number): number =>
    batches.reduce((sum, batch) => sum + value(batch), 0);
  const requests = total((batch) => batch.requests);
  const errors = total((batch) => batch.errors);
  const seconds = total((batch) => batch.seconds);
  const perSecond = (count: number): number => (seconds > 0 ? count / seconds : 0);
  const latency = Histogram.merge(...batches.map((batch) => batch.latency));
  const latencyAll = Histogram.merge(...batches.map((batch) => batch.latencyAll));
  return {
    ...figures,
    requests,
    successes: requests - errors,
    throughputPerSecond: perSecond(total((batch) => batch.throughputPerSecond * batch.seconds)),
    responsesPerSecond: perSecond(total((batch) => batch.responsesPerSecond * batch.seconds)),
    errorRate: requests > 0 ? errors / requests : null,
    latencyMs: latencyOf(latency),
    latencyAllMs: latencyOf(latencyAll),
    latency,
    batches,
    batchesOfRounds: figures.batchesOfRounds.filter((_, i) => !saturated.has(i)),
  };
}
