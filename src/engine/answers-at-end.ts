import type { Round } from './round.ts';

/** Two seconds. */
const LAST_TICKS = 4;

/** Whether anything succeeded in the last seconds of the load. */
export function answersAtEnd(rounds: readonly Round[]): boolean {
  const ticks = rounds.flatMap((round) => round.ticks ?? []);
  return ticks.slice(-LAST_TICKS).some(({ successes }) => successes > 0);
}
