/** Files of shards → the rounds that they made together. One after the other, so that memory holds few of them. */
import { modelOf } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import { type Shard, shareOfShard } from '../config/shard.ts';
import type { AddBuckets } from '../engine/merge-portions.ts';
import type { Round } from '../engine/round.ts';
import type { ShardOfRound } from '../engine/shard-of-round.ts';
import { GrowingSums } from '../evidence/growing-sums.ts';
import { Histogram } from '../evidence/histogram.ts';
import { addRounds } from './add-rounds.ts';
import { NumbersMemory } from './pack-histograms.ts';
import { unpackRounds } from './pack-rounds.ts';
import { type NamedShard, refuseShard } from './read-shard.ts';

/** So many are unpacked at a time: fewer take less memory, and a little longer, since all sums are visited again. */
const AT_ONCE = 5;

/**
 * @param shards of one load, all of them, in their order: see `checkOneLoad`; they are taken out of the list
 * @throws Unmeasurable `shards-refused` where what one holds is damaged, or not of this plan
 */
export function mergeShards(
  shards: NamedShard[],
  plan: Pick<Plan, 'scenario' | 'base' | 'load'>,
): readonly Round[] {
  const names = {
    requests: plan.scenario.requests.map(({ name }) => name),
    flows: plan.scenario.flows?.map(({ name }) => name),
  };
  const seen: (readonly ShardOfRound[])[] = [];
  let merged: Part | null = null;
  const memory = new NumbersMemory();
  const sums = new GrowingSums();
  while (shards.length > 0) {
    const some: Part[] = merged === null ? [] : [merged];
    for (const named of shards.splice(0, AT_ONCE)) {
      const rounds = unpack(named, names, memory);
      const before = some[0]?.rounds ?? rounds;
      if (!before.slice(0, rounds.length).every((round, k) => isSameRound(round, rounds[k])))
        throw refuseShard(named.name, 'has other rounds than the shards before it');
      seen.push(rounds.map((round) => seeShard(round, named)));
      some.push({ rounds, weights: rounds.map((round) => weightOf(round, named.shard.shard, plan)) });
    }
    merged = addAll(some, shards.length > 0 ? sums.grow : sums.close);
    memory.clear();
  }
  const most = Math.max(...seen.map(({ length }) => length));
  return (merged?.rounds ?? []).map((round, k) => ({
    ...round,
    shards: seen.flatMap((own): ShardOfRound[] => {
      const one = own[k];
      if (one === undefined) return [];
      return own.length < most && k === own.length - 1 ? [{ ...one, stopped: true }] : [one];
    }),
  }));
}

/** What some of them saw. */
interface Part {
  readonly rounds: readonly Round[];
  /** Their part of the load of each round. */
  readonly weights: readonly number[];
}

/** At a rate, each has as much of it; in a closed model it is the connections that make the load. */
function weightOf({ connections }: Round, shard: Shard, { load }: Pick<Plan, 'load'>): number {
  return modelOf(load) === 'open' ? 1 : Math.max(1, shareOfShard(connections, shard));
}

/** As many rounds as each of them has. */
function addAll(parts: readonly Part[], add: AddBuckets): Part {
  const fewest = Math.min(...parts.map(({ rounds }) => rounds.length));
  const weights = Array.from({ length: fewest }, (_, k) => parts.map((part) => part.weights[k] as number));
  return {
    rounds: weights.map((own, k) => {
      const [first, ...others] = parts.map(({ rounds }) => rounds[k] as Round);
      return addRounds([first as Round, ...others], add, own);
    }),
    weights: weights.map((own) => own.reduce((sum, weight) => sum + weight)),
  };
}

function unpack(
  { name, packed }: NamedShard,
  names: { readonly requests: readonly string[]; readonly flows: readonly string[] | undefined },
  memory: NumbersMemory,
): readonly Round[] {
  let rounds: readonly Round[];
  try {
    rounds = unpackRounds(packed, memory);
  } catch (error) {
    throw refuseShard(name, `holds rounds that can't be read (${(error as Error).message})`.slice(0, 500));
  }
  const isOfPlan = rounds.every(
    ({ requests, flows }) =>
      isSameList(
        requests.map((one) => one.name),
        names.requests,
      ) && isSameList(flows?.map((one) => one.name) ?? [], names.flows ?? []),
  );
  if (!isOfPlan) throw refuseShard(name, 'has other requests than tailgate.yml');
  if (rounds.length === 0) throw refuseShard(name, 'contains no rounds');
  return rounds;
}

function isSameRound(a: Round, b: Round | undefined): boolean {
  return b !== undefined && a.side === b.side && a.stage === b.stage && a.seed === b.seed;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

function seeShard(round: Round, { shard: { shard, clock } }: NamedShard): ShardOfRound {
  const { cpuShare, loopDelayP99Ms, lateShare } = round.generator;
  const latency = round.requests.flatMap(({ batches }) => batches.map((batch) => batch.latency));
  return {
    shard: shard.index,
    startMs: Date.parse(round.startedAt) + clock.offsetMs,
    uncertaintyMs: clock.uncertaintyMs,
    measuredMs: round.measuredMs,
    ended: round.ended.how,
    p50Ms: medianOf(Histogram.of(...latency)),
    generator: { cpuShare, loopDelayP99Ms, lateShare },
  };
}

/** The median of a few says nothing of the way to the target. */
const FEWEST_RESPONSES = 100;

function medianOf(latency: Histogram): number | null {
  return latency.count < FEWEST_RESPONSES ? null : latency.percentileMs(50);
}
