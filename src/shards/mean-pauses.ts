/** Each machine waits for logins of its own, at times of its own, while the others go on. Pure. */
import type { Batch, RequestStats, Round } from '../engine/round.ts';

/**
 * The time in which the load was there, where machines paused for a login. The threads of one pause together, so that
 * sums of theirs take the longest; of machines each pause takes away its part of the load only.
 *
 * @param merged of the rounds; where nobody paused it stays as it is, to the last bit
 * @param weights of the rounds: their parts of the load
 */
export function withMeanPauses(merged: Round, rounds: readonly Round[], weights: readonly number[]): Round {
  const { renewals } = merged;
  if (renewals === undefined || renewals.pausedMs === 0) return merged;
  /** Of those that know it: whoever was cut short has fewer batches. */
  const mean = (value: (round: Round) => number | undefined): number => {
    let [sum, all] = [0, 0];
    rounds.forEach((round, i) => {
      const [one, weight] = [value(round), weights[i] as number];
      if (one === undefined) return;
      sum += weight * one;
      all += weight;
    });
    return all > 0 ? sum / all : 0;
  };
  const inBatches = <Of extends RequestStats>(
    stats: Of,
    batchOf: (round: Round, batch: number) => Batch | undefined,
  ): Of => ({
    ...stats,
    batches: stats.batches.map((batch, b) => ({
      ...batch,
      seconds: mean((round) => batchOf(round, b)?.seconds),
    })),
  });
  return {
    ...merged,
    renewals: { ...renewals, pausedMs: mean((round) => round.renewals?.pausedMs ?? 0) },
    requests: merged.requests.map((stats, i) =>
      inBatches(stats, ({ requests }, batch) => requests[i]?.batches[batch]),
    ),
    ...(merged.flows && {
      flows: merged.flows.map((stats, i) =>
        inBatches(stats, ({ flows }, batch) => flows?.[i]?.batches[batch]),
      ),
    }),
    ...(merged.ticks && {
      ticks: merged.ticks.map(({ pausedMs, ...tick }, i) => {
        const meanMs = mean(({ ticks }) => ticks?.[i] && (ticks[i].pausedMs ?? 0));
        return { ...tick, ...(meanMs > 0 && { pausedMs: meanMs }) };
      }),
    }),
  };
}
