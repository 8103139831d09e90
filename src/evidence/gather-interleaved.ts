import { isConstant } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import type { Scenario } from '../config/scenario.ts';
import { shareHost } from '../config/target/share-host.ts';
import type { RequestStats, Round, Side } from '../engine/round.ts';
import type { Timings } from '../engine/timings.ts';
import { figuresOf, outcomesOf, sum } from './figures.ts';
import { generatorOf } from './generator-of.ts';
import { Histogram } from './histogram.ts';
import type { Block, InterleavedEvidence, PassFigures, RoundFigures, ScopeFigures } from './interleaved.ts';
import { scopeFrom } from './merge-scopes.ts';
import { addTimings } from './server-timing.ts';
import { areTogether, generatorsOfShards } from './shards.ts';
import { summarise } from './summarise.ts';

/** A round, or one of each stage. */
type Pass = readonly [Round, ...Round[]];

/** A pass is looked at again after each block that follows, and does not change. By its first round. */
const known = new WeakMap<Round, RoundFigures>();

/**
 * Pairs the rounds of both sides to blocks. They come block by block, passes 2i and 2i + 1 with either side first; a
 * last block without its second one, one with a round that ended early, and one that shards hardly made together, are
 * left out.
 *
 * @param rounds of both sides, in the order in which they were measured
 * @param seed of the run
 * @param budgetBlocks blocks that the budget holds
 * @param budget whether its time is up, however many they were; and the base's warm-ups, which are no rounds of a block
 * @returns null where the plan has no base
 * @throws RangeError where the two passes of a block are of one side
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
  const pairs = pairsOf(passesOf(rounds));
  const together = pairs.filter((pair) => pair.every(isTogether));
  const generators = generatorsOfShards(rounds);
  return {
    base: summarise(base, plan, machine, budget.warmUps),
    blocks: together.flatMap((pair) => blockOf(pair, plan)),
    budgetBlocks,
    // What is left out can't be made up for: shards are gone by then.
    budgetSpent: budget.spent || (together.length < pairs.length && pairs.length >= budgetBlocks),
    sliced: rounds.some(({ slices }) => slices !== undefined),
    sharedHost: shareHost(
      { target: addressesOf(rounds, 'target'), base: addressesOf(rounds, 'base') },
      plan.target.origin,
      plan.base.origin,
    ),
    ...(generators.length > 0 && { generators }),
    seed,
  };
}

function addressesOf(rounds: readonly Round[], side: Side): (string | null)[] {
  return rounds.filter((round) => round.side === side).map(({ address }) => address);
}

/** The stages of one go through the load follow one another on one side. */
function passesOf(rounds: readonly Round[]): Pass[] {
  const passes: [Round, ...Round[]][] = [];
  rounds.forEach((round, i) => {
    const before = rounds[i - 1];
    const goesOn = before?.side === round.side && before.stage < round.stage;
    if (goesOn) passes.at(-1)?.push(round);
    else passes.push([round]);
  });
  return passes;
}

function pairsOf(passes: readonly Pass[]): [Pass, Pass][] {
  return passes.flatMap((first, i): [Pass, Pass][] => {
    const second = passes[i + 1];
    return i % 2 === 0 && second ? [[first, second]] : [];
  });
}

/** Of several stages, no short one spoils the others. */
function isTogether([first, ...others]: Pass): boolean {
  return others.length > 0 || areTogether(first);
}

function blockOf([first, second]: [Pass, Pass], { load, scenario }: Plan): Block[] {
  const { side } = first[0];
  if (side === second[0].side) throw new RangeError(`a block has two rounds of the ${side}`);
  if ([...first, ...second].some(({ ended }) => ended.how !== 'complete')) return [];
  const [base, target] = side === 'base' ? [first, second] : [second, first];
  return [
    {
      order: orderOf(first[0], second[0]),
      base: figuresOfPass(base),
      target: figuresOfPass(target),
      ...(!isConstant(load) && {
        passes: { base: spreadOf(base, scenario), target: spreadOf(target, scenario) },
      }),
    },
  ];
}

/** The sides in the order in which they were measured. */
function orderOf(first: Round, second: Round): readonly Side[] {
  const places = ({ side, slices = [side === first.side ? 0 : 1] }: Round) =>
    slices.map((place) => ({ side, place }));
  return [...places(first), ...places(second)].sort((a, b) => a.place - b.place).map(({ side }) => side);
}

/** Of its rounds as if they had been one. */
function figuresOfPass(pass: Pass): RoundFigures {
  const [first] = pass;
  const before = known.get(first);
  if (before) return before;
  const seconds = sum(pass, secondsOfLoad);
  const perRequest = pass.flatMap(({ requests }) => requests);
  const walked = pass.flatMap(({ flows = [] }) => flows);
  const timings = new Map([...timingsOf(perRequest), ...timingsOf(walked, Number.POSITIVE_INFINITY)]);
  const figures: RoundFigures = {
    measuredSeconds: sum(pass, ({ measuredMs }) => measuredMs) / 1000,
    generator: pass.length === 1 ? first.generator : generatorOf(pass),
    // Of several stages, they don't begin what comes after the first one.
    ...(pass.length === 1 && first.firstMs && { firstMs: first.firstMs }),
    whole: scopeOf(perRequest, seconds),
    endpoints: byName(perRequest, first.requests, (own) => scopeOf(own, seconds)),
    ...(first.flows && {
      flows: byName(walked, first.flows, (own) => scopeOf(own, seconds)),
    }),
    ...(timings.size > 0 && { timings }),
  };
  known.set(first, figures);
  return figures;
}

function byName<Of extends { readonly name: string }, To>(
  all: readonly Of[],
  named: readonly { readonly name: string }[],
  figuresOf: (own: readonly Of[]) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(
    named.map(({ name }) => [name, figuresOf(all.filter((one) => one.name === name))]),
  );
}

/** @param most names that are kept of each */
function timingsOf(perRequest: readonly RequestStats[], most?: number): ReadonlyMap<string, Timings> {
  const parts = new Map<string, Timings[]>();
  for (const { name, timings } of perRequest)
    if (timings) parts.set(name, [...(parts.get(name) ?? []), ...timings]);
  const sums = [...parts].map(([name, own]) => [name, addTimings(own, most)] as const);
  return new Map(sums.flatMap(([name, sum]) => (sum ? [[name, sum] as const] : [])));
}

/** The same stretch by stretch, and stage by stage. */
function spreadOf(pass: Pass, { requests, flows }: Scenario): PassFigures {
  return {
    whole: figuresOf(pass.map(({ requests }) => requests)),
    endpoints: Object.fromEntries(
      requests.map(({ name }) => [
        name,
        figuresOf(pass.map((round) => round.requests.filter((stats) => stats.name === name))),
      ]),
    ),
    ...(flows && {
      flows: Object.fromEntries(
        flows.map(({ name }) => [
          name,
          figuresOf(pass.map((round) => (round.flows ?? []).filter((stats) => stats.name === name))),
        ]),
      ),
    }),
    stages: pass.map(({ requests }) => figuresOf([requests])),
  };
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
    stated: batches.flatMap((batch) => batch.stated ?? []),
    seconds,
    successes: sum(batches, (batch) => batch.completedSuccesses),
    requests,
    failed: requests - sum(perRequest, (stats) => stats.outcomes.success),
  });
}
