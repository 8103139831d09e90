import { type LatencyField, QUANTILES } from '../config/metrics.ts';
import type { Plan } from '../config/plan.ts';
import type { Buckets, RequestStats, Round } from '../engine/round.ts';
import { outcomesOf, sum } from './figures.ts';
import { Histogram } from './histogram.ts';
import type { Block, InterleavedEvidence, RoundFigures, ScopeFigures } from './interleaved.ts';
import { logQuantilesUs } from './log-quantile.ts';
import { summarise } from './summarise.ts';

/** A round is looked at again after each block that follows, and does not change. */
const known = new WeakMap<Round, RoundFigures>();

/**
 * Pairs the rounds of both sides to blocks. They come block by block, rounds 2i and 2i + 1 with either side first; a
 * last block without its second round, and one with a round that ended early, are left out.
 *
 * @param rounds of both sides, in the order in which they were measured
 * @param seed of the run
 * @param budgetBlocks blocks that the budget holds
 * @param budgetSpent the time is up, however many they were
 * @returns null where the plan has no base
 * @throws RangeError where the two rounds of a block are of one side
 */
export function gatherInterleaved(
  rounds: readonly Round[],
  plan: Plan,
  machine: { readonly tool: string; readonly machine: string },
  seed: string,
  budgetBlocks: number,
  budgetSpent = false,
): InterleavedEvidence | null {
  if (!plan.base) return null;
  const base = rounds.filter(({ side }) => side === 'base');
  return {
    base: summarise(base, plan, machine),
    blocks: pairsOf(rounds).flatMap(blockOf),
    budgetBlocks,
    budgetSpent,
    sharedHost: shareHost(rounds, plan.target.origin, plan.base.origin),
    seed,
  };
}

function pairsOf(rounds: readonly Round[]): [Round, Round][] {
  return rounds.flatMap((first, i): [Round, Round][] => {
    const second = rounds[i + 1];
    return i % 2 === 0 && second ? [[first, second]] : [];
  });
}

function blockOf([first, second]: [Round, Round]): Block[] {
  if (first.side === second.side) throw new RangeError(`a block has two rounds of the ${first.side}`);
  if (first.ended.how !== 'complete' || second.ended.how !== 'complete') return [];
  const [base, target] = first.side === 'base' ? [first, second] : [second, first];
  return [{ first: first.side, base: figuresOfRound(base), target: figuresOfRound(target) }];
}

/**
 * One address for all rounds, and either this machine's own or under one host name: many names at one address are an
 * ingress, with hosts of their own behind it. A name that moved on the way, or an address that isn't known, proves
 * nothing.
 */
function shareHost(rounds: readonly Round[], target: string, base: string): boolean {
  const sides = new Set(rounds.map(({ side }) => side));
  const [address, ...others] = new Set(rounds.map((round) => round.address));
  if (sides.size !== 2 || !address || others.length > 0) return false;
  return isLoopback(address) || new URL(target).hostname === new URL(base).hostname;
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./i.test(address);
}

function figuresOfRound(round: Round): RoundFigures {
  const before = known.get(round);
  if (before) return before;
  const seconds = round.measuredMs / 1000;
  const figures: RoundFigures = {
    measuredSeconds: seconds,
    generator: round.generator,
    ...(round.firstMs && { firstMs: round.firstMs }),
    whole: scopeOf(round.requests, seconds),
    endpoints: Object.fromEntries(round.requests.map((stats) => [stats.name, scopeOf([stats], seconds)])),
  };
  known.set(round, figures);
  return figures;
}

function scopeOf(perRequest: readonly RequestStats[], seconds: number): ScopeFigures {
  const batches = perRequest.flatMap((stats) => stats.batches);
  const latency = Histogram.of(...batches.map((batch) => batch.latency));
  const completed = sum(batches, (batch) => batch.completedSuccesses);
  const requests = sum(perRequest, outcomesOf);
  const failed = requests - sum(perRequest, (stats) => stats.outcomes.success);
  return {
    latencyMs: quantilesOf(latency.buckets),
    latencies: latency.count,
    throughputPerSecond: seconds > 0 ? completed / seconds : 0,
    requests,
    failed,
    errorRate: requests > 0 ? failed / requests : null,
  };
}

function quantilesOf(buckets: Buckets): ScopeFigures['latencyMs'] {
  const us = logQuantilesUs(
    buckets,
    QUANTILES.map(({ quantile }) => quantile),
  );
  if (us === null) return null;
  const ms = QUANTILES.map(({ field }, i) => [field, (us[i] as number) / 1000]);
  return Object.fromEntries(ms) as Record<LatencyField, number>;
}
