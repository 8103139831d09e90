/** What the steps of a search come to, as figures. */
import type { Plan } from '../config/plan.ts';
import { shareHost } from '../config/target/share-host.ts';
import type { Round, Side } from '../engine/round.ts';
import { type Capacity, findCapacity } from '../search/found.ts';
import { limitsOf } from '../search/limits.ts';
import { nextStep } from '../search/next-step.ts';
import { searchOf } from '../search/search-of.ts';
import type { SeenStep } from '../search/step.ts';
import { outcomesOf, sum } from './figures.ts';
import { Histogram } from './histogram.ts';
import { logErrorOf } from './log-error.ts';
import type { Figures } from './measurement.ts';
import type { Conditions } from './result/conditions.ts';
import type { CapacityRange, OneSearch, SearchFigures, StepFigures } from './result/search.ts';

/** The quantile by which tails are told. */
const TAIL_PERCENT = 99;
/** Two-sided 95 % of the normal distribution. */
const Z = 1.96;

/** @param rounds of both sides; null where the load is no search */
export function summariseSearch(rounds: readonly Round[], plan: Plan): SearchFigures | null {
  const { search } = plan.load;
  if (search === undefined) return null;
  const searches = sequencesOf(rounds).map((steps) => oneSearch(steps, plan));
  const ofSide = (side: Side) =>
    together(searches.filter((one) => one.side === side).map(({ capacity }) => capacity));
  return {
    of: search.of,
    from: search.from,
    to: search.most,
    limits: listLimits(plan.gate),
    capacity: ofSide('target'),
    baseCapacity: ofSide('base'),
    sharedHost: plan.base && shareHost(addressesOf(rounds), plan.target.origin, plan.base.origin),
    baseSent: plan.base && sentTo('base', rounds),
    searches,
  };
}

function addressesOf(rounds: readonly Round[]): Parameters<typeof shareHost>[0] {
  const of = (side: Side) => rounds.filter((round) => round.side === side).map(({ address }) => address);
  return { target: of('target'), base: of('base') };
}

function sentTo(side: Side, rounds: readonly Round[]): NonNullable<SearchFigures['baseSent']> {
  const own = rounds.filter((round) => round.side === side);
  return { requests: sum(own, ({ sent = 0 }) => sent), writes: sum(own, ({ writes = 0 }) => writes) };
}

/** What the figures of the whole have of it. */
export function figuresOfSearch(
  search: SearchFigures | null,
): Pick<Figures, 'searched' | 'capacityPerSecond'> {
  if (search === null) return {};
  const { capacity: searched } = search;
  if (searched === null || searched.high === null) return { searched };
  return { searched, capacityPerSecond: searched.perSecond };
}

/** What makes two searches comparable. */
export function conditionOfSearch({ load, gate }: Plan): Pick<Conditions, 'search'> {
  if (load.search === undefined) return {};
  const { of, from, most: to } = load.search;
  return { search: { of, from, to, limits: listLimits(gate) } };
}

function listLimits(gate: Plan['gate']): SearchFigures['limits'] {
  const { latencies, errors } = limitsOf(gate);
  return [
    ...latencies.map(({ metric, limitMs }) => ({ metric, limit: limitMs })),
    { metric: errors.metric, limit: errors.share },
  ];
}

/** The rounds of each search, in their order. */
function sequencesOf(rounds: readonly Round[]): Round[][] {
  const found = new Map<string, Round[]>();
  for (const round of rounds) {
    if (round.step === undefined) continue;
    const key = `${round.side} ${round.step.search}`;
    found.set(key, [...(found.get(key) ?? []), round]);
  }
  return [...found.values()];
}

function oneSearch(rounds: readonly Round[], plan: Plan): OneSearch {
  const search = searchOf(plan);
  const seen = rounds.flatMap(({ step }) => step ?? []);
  const { capacity, knee, broke } = findCapacity(search, seen);
  const figures = new Map(rounds.map((round) => [round.step as SeenStep, stepFigures(round, plan)]));
  const end = nextStep(search, seen);
  const isCut = rounds.some(({ ended }) => ended.how !== 'complete');
  return {
    side: rounds[0]?.side ?? 'target',
    steps: rounds
      .filter(({ step }) => step?.phase !== 'rest')
      .flatMap((round) => figures.get(round.step as SeenStep) ?? []),
    restSeconds: sum(rounds, (round) => (round.step?.phase === 'rest' ? round.elapsedMs : 0)) / 1000,
    end: isCut || typeof end !== 'string' ? 'interrupted' : end,
    capacity: capacity && { ...capacity },
    knee: knee && kneeOf(figures.get(knee)),
    broke: broke && { ...broke },
  };
}

function kneeOf(step: StepFigures | undefined): OneSearch['knee'] {
  if (step === undefined) return null;
  const { connections, ratePerSecond, throughputPerSecond, p99Ms } = step;
  return { connections, ratePerSecond, throughputPerSecond, p99Ms };
}

function stepFigures({ step, requests, connections }: Round, { load }: Plan): StepFigures {
  const { phase, load: asked, seconds, throughputPerSecond, broke, cut } = step as SeenStep;
  const batches = requests.flatMap((stats) => stats.batches);
  const latency = Histogram.of(...batches.map((batch) => batch.latency));
  const outcomes = sum(requests, outcomesOf);
  const isRate = load.search?.of === 'rate';
  return {
    phase: phase === 'climb' ? 'climb' : 'close',
    // Of a rate, those that are busy on average (Little's law: N = X R).
    connections: isRate ? busyOn(throughputPerSecond, latency.meanMs, connections) : connections,
    ratePerSecond: isRate ? asked : null,
    seconds,
    throughputPerSecond,
    p99Ms: latency.percentileMs(TAIL_PERCENT),
    errorRate: outcomes > 0 ? 1 - sum(requests, (stats) => stats.outcomes.success) / outcomes : null,
    broke: broke && { ...broke },
    cut,
  };
}

function busyOn(perSecond: number, meanMs: number | null, most: number): number {
  return Math.min(most, Math.max(1, Math.round((perSecond * (meanMs ?? 0)) / 1000)));
}

/**
 * What several searches of one side say together: each knows its capacity within its own interval, and they differ from
 * each other; the wider of the two counts. Where one found no end, neither do they together.
 */
function together(found: readonly (Capacity | null)[]): CapacityRange | null {
  const known = found.filter((one) => one !== null);
  const [first] = known;
  if (first === undefined || known.length < found.length) return null;
  if (known.length === 1) return { ...first };
  const logs = known.map(({ perSecond }) => Math.log(perSecond));
  const mean = sum(logs, (log) => log) / logs.length;
  const perSecond = Math.exp(mean);
  if (known.some(({ high }) => high === null)) {
    const least = Math.min(...known.map(({ low }) => low));
    return { perSecond: least, low: least, high: null };
  }
  const between = sum(logs, (log) => (log - mean) ** 2) / (logs.length - 1);
  const within = sum(known, (one) => (logErrorOf(one) ?? 0) ** 2) / known.length;
  const reach = Math.exp(Z * Math.sqrt(Math.max(between, within) / known.length));
  return { perSecond, low: perSecond / reach, high: perSecond * reach };
}
