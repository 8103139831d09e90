import type { Figures } from '../evidence/measurement.ts';

/**
 * What there is for each batch, put together by the stages of the load. Stages differ by what they ask of the service:
 * that is planned, and no noise that a run's spread could be learnt from.
 *
 * @param ofBatches one for each of the figures' batches, in their order
 * @param stages of which so many rounds are one pass; 1 where there is nothing to keep apart
 */
export function inStages<T>(
  ofBatches: readonly T[],
  { batchesOfRounds }: Pick<Figures, 'batchesOfRounds'>,
  stages: number,
): readonly (readonly T[])[] {
  if (stages === 1) return [ofBatches];
  const parts: T[][] = Array.from({ length: stages }, () => []);
  let from = 0;
  batchesOfRounds.forEach((count, round) => {
    parts[round % stages]?.push(...ofBatches.slice(from, from + count));
    from += count;
  });
  return parts;
}
