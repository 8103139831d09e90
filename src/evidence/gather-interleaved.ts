import type { Plan } from '../config/plan.ts';
import { shareHost } from '../config/target/share-host.ts';
import type { RequestStats, Round, Side } from '../engine/round.ts';
import { outcomesOf, sum } from './figures.ts';
import { Histogram } from './histogram.ts';
import type { Block, InterleavedEvidence, RoundFigures, ScopeFigures } from './interleaved.ts';
import { scopeFrom } from './merge-scopes.ts';
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
 * @param budget whether its time is up, however many they were; and the base's warm-ups, which are no rounds of a block
 * @returns null where the plan has no base
 * @throws RangeError where the two rounds of a block are of one side
 */
export function gatherInterleaved(
  rounds: readonly Round[],
  plan: Plan,
  machine: { readonly tool: string; readonly machine: string },
  seed: string,
  budgetBlocks: number,
  budget: { readonly spent: boolean; readonly warmUps: readonly Round[] } = { spent: false, warmUps: [] },
): InterleavedEvidence | null {
  if (!plan.base) return null;
  const base = rounds.filter(({ side }) => side === 'base');
  return {
    base: summarise(base, plan, machine, budget.warmUps),
    blocks: pairsOf(rounds).flatMap(blockOf),
    budgetBlocks,
    budgetSpent: budget.spent,
    sliced: rounds.some(({ slices }) => slices !== undefined),
    sharedHost: shareHost(
      { target: addressesOf(rounds, 'target'), base: addressesOf(rounds, 'base') },
      plan.target.origin,
      plan.base.origin,
    ),
    seed,
  };
}

function addressesOf(rounds: readonly Round[], side: Side): (string | null)[] {
  return rounds.filter((round) => round.side === side).map(({ address }) => address);
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
  return [{ order: orderOf(first, second), base: figuresOfRound(base), target: figuresOfRound(target) }];
}

/** The sides in the order in which they were measured. */
function orderOf(first: Round, second: Round): readonly Side[] {
  const places = ({ side, slices = [side === first.side ? 0 : 1] }: Round) =>
    slices.map((place) => ({ side, place }));
  return [...places(first), ...places(second)].sort((a, b) => a.place - b.place).map(({ side }) => side);
}

function figuresOfRound(round: Round): RoundFigures {
  const before = known.get(round);
  if (before) return before;
  const seconds = secondsOfLoad(round);
  const figures: RoundFigures = {
    measuredSeconds: round.measuredMs / 1000,
    generator: round.generator,
    ...(round.firstMs && { firstMs: round.firstMs }),
    whole: scopeOf(round.requests, seconds),
    endpoints: Object.fromEntries(round.requests.map((stats) => [stats.name, scopeOf([stats], seconds)])),
  };
  known.set(round, figures);
  return figures;
}

/** Over which successes are counted: the time in which the load was there. */
function secondsOfLoad({ slices, requests, measuredMs, renewals }: Round): number {
  if (slices === undefined) return (measuredMs - (renewals?.pausedMs ?? 0)) / 1000;
  return Math.max(0, ...requests.map(({ batches }) => sum(batches, (batch) => batch.seconds)));
}

function scopeOf(perRequest: readonly RequestStats[], seconds: number): ScopeFigures {
  const batches = perRequest.flatMap((stats) => stats.batches);
  const requests = sum(perRequest, outcomesOf);
  return scopeFrom({
    latency: Histogram.of(...batches.map((batch) => batch.latency)),
    seconds,
    successes: sum(batches, (batch) => batch.completedSuccesses),
    requests,
    failed: requests - sum(perRequest, (stats) => stats.outcomes.success),
  });
}
