/** A round that several machines made, put together without loss: counts add up, histograms merge. Pure. */
import { commonSilences } from '../engine/common-silences.ts';
import type { GeneratorHealth } from '../engine/generator-health.ts';
import { type AddBuckets, addFlows, addRequests } from '../engine/merge-portions.ts';
import { mergeTicks } from '../engine/merge-ticks.ts';
import type { Renewals, Round, RoundEnd, Silence, Stretch } from '../engine/round.ts';
import { withMeanPauses } from './mean-pauses.ts';

/**
 * What several of them saw, of one round: as of threads, which they are like.
 *
 * @param add of histograms: what it gives is what the round holds
 * @param weights of the rounds: their parts of the load
 */
export function addRounds(
  rounds: readonly [Round, ...Round[]],
  add: AddBuckets,
  weights: readonly number[],
): Round {
  const [first] = rounds;
  const most = (value: (round: Round) => number) => Math.max(...rounds.map(value));
  const sum = (value: (round: Round) => number) => rounds.reduce((total, round) => total + value(round), 0);
  const measuredMs = most((round) => round.measuredMs);
  const ticks = mergeTicks(
    rounds.map((round) => round.ticks ?? []),
    add,
  );
  const renewals = rounds.flatMap((round) => round.renewals ?? []).reduce(addRenewals, null);
  const merged: Round = {
    ...first,
    startedAt: rounds.map(({ startedAt }) => startedAt).reduce((a, b) => (a < b ? a : b)),
    measuredMs,
    elapsedMs: most(({ elapsedMs }) => elapsedMs),
    ...(renewals && { renewals }),
    sent: sum(({ sent = 0 }) => sent),
    writes: sum(({ writes = 0 }) => writes),
    firstMs: rounds.flatMap(({ firstMs = [] }) => firstMs),
    silences: commonSilences(rounds.map(stretchesOf), measuredMs),
    ...(ticks.length > 0 && { ticks }),
    address: rounds.find(({ address }) => address !== null)?.address ?? null,
    requests: addRequests(
      first.requests.map(({ name }) => name),
      rounds.map(({ requests }) => requests),
      (sample) => sample,
      'beside',
      add,
    ),
    ...(first.flows && {
      flows: addFlows(
        first.flows.map(({ name }) => name),
        rounds.map(({ flows = [] }) => flows),
        'beside',
        add,
      ),
    }),
    ended: rounds.map(({ ended }) => ended).reduce(laterEnd),
    generator: {
      ...rounds.map(({ generator }) => generator).reduce(addGenerators),
      loopDelay: add(rounds.map(({ generator }) => generator.loopDelay)),
    },
  };
  return withMeanPauses(merged, rounds, weights);
}

function stretchesOf({ silences = [] }: Round): Stretch[] {
  return silences.map(({ fromMs, insideMs, beyondMs }: Silence) => ({
    fromMs,
    toMs: fromMs + insideMs + beyondMs,
  }));
}

/** The longest pause, which becomes their mean. */
function addRenewals(a: Renewals | null, b: Renewals): Renewals {
  if (a === null) return b;
  return { logins: a.logins + b.logins, pausedMs: Math.max(a.pausedMs, b.pausedMs) };
}

/** Where all of them ended so, the last one; where only one did, that makes the run invalid, see `Round.shards`. */
function laterEnd(a: RoundEnd, b: RoundEnd): RoundEnd {
  if (a.how === 'complete') return b;
  if (!('afterMs' in a) || !('afterMs' in b)) return a;
  return b.afterMs > a.afterMs ? b : a;
}

/** One slow machine spoils the figures: the worst of them counts. */
function addGenerators(a: GeneratorHealth, b: GeneratorHealth): GeneratorHealth {
  return {
    workers: a.workers + b.workers,
    cpuShare: Math.max(a.cpuShare, b.cpuShare),
    waitShare: worse(a.waitShare, b.waitShare),
    utilisation: Math.max(a.utilisation, b.utilisation),
    machineShare: worse(a.machineShare, b.machineShare),
    loopDelay: [],
    loopDelayP99Ms: Math.max(a.loopDelayP99Ms, b.loopDelayP99Ms),
    lateShare: worse(a.lateShare, b.lateShare),
    worstLagMs: Math.max(a.worstLagMs, b.worstLagMs),
  };
}

function worse(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
