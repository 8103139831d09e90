import { modelOf } from '../config/load/whole-load.ts';
import type { Load, Plan } from '../config/plan.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { Saturation } from '../evidence/result/trends.ts';
import type { Moment } from '../evidence/timeline.ts';
import { batchMean } from './statistics/batch-means.ts';
import { RULED_OUT, studentQuantile } from './statistics/quantiles.ts';
import { serialInflation } from './statistics/serial-correlation.ts';
import { joinMoments, type Window, windowsOf } from './trends/windows.ts';
import { findLateGenerator } from './validity/generator.ts';

/** Growth of throughput by twice the connections, up to which they bring no more. */
const MOST_GROWTH = 0.1;
/**
 * Until connections have opened or closed, and what was queued at the stage before is gone; of a short stage, less.
 */
const SETTLES_SECONDS = 2;
const SETTLES_SHARE = 0.1;
/** So many to a stage at least, each of up to two seconds; a tick is half a second. */
const BATCHES = 8;
const LONGEST_BATCH_SECONDS = 2;
const TICK_SECONDS = 0.5;
/** Of either number of connections. */
const FEWEST_BATCHES = 5;
/**
 * Of the connections, on average, that are under way by what is counted: with fewer it is not they that set the load.
 */
const FEWEST_BUSY = 0.8;

/**
 * Whether more connections bring more throughput. In a closed loop of N connections, throughput X and mean latency R
 * hold N = X·R whatever the service does (Little 1961), so that one load doesn't tell: latency may be the service's
 * own time, or the wait for it. Half as many connections do. A service that has room answers as fast as before, and
 * throughput doubles; one that is saturated serves as many as it can either way, and what doubles is the wait.
 *
 * The half is measured aside, before and after the main stage, so that what drifts over the load falls on either side
 * of it alike.
 *
 * @returns null where no half was measured, or by so little that nothing can be told; and where it isn't the service
 * that is looked at, since the generator was late, or since connections were not kept busy by what was answered
 */
export function findSaturation({ load }: Pick<Plan, 'load'>, measurement: Measurement): Saturation | null {
  const pair = findPair(load);
  if (pair === null || modelOf(load) === 'open' || measurement.ended.how !== 'complete') return null;
  if (findLateGenerator(measurement) !== null) return null;
  const settled = (index: number) =>
    measurement.timelines.map((timeline) => settle(timeline.filter(({ stage }) => stage === index)));
  const half = sideOf(pair.halves.flatMap(settled));
  const full = sideOf(settled(pair.full));
  if (half === null || full === null) return null;
  const busy = [half.busy / pair.connections.half, full.busy / pair.connections.full];
  if (busy.some((share) => share < FEWEST_BUSY)) return null;
  const growth = full.logRate - half.logRate;
  const reach =
    studentQuantile(RULED_OUT, Math.min(half.batches, full.batches) - 1) *
    Math.hypot(half.standardError, full.standardError);
  const [lower, upper] = [Math.expm1(growth - reach), Math.expm1(growth + reach)];
  return {
    finding: upper <= MOST_GROWTH ? 'saturated' : lower > MOST_GROWTH ? 'growing' : 'unclear',
    connections: pair.connections,
    throughputPerSecond: { half: half.perSecond, full: full.perSecond },
    meanMs: { half: half.meanMs, full: full.meanMs },
    growth: Math.expm1(growth),
    interval: [lower, upper],
  };
}

interface Pair {
  readonly halves: readonly number[];
  readonly full: number;
  readonly connections: { readonly half: number; readonly full: number };
}

/** The stage that the load is about, and those beside it with fewer connections; null where there are none. */
function findPair({ stages }: Load): Pair | null {
  const halves = [...stages.keys()].filter((index) => stages[index]?.aside);
  const [full, ...others] = [...stages.keys()].filter((index) => !halves.includes(index));
  const [first] = halves;
  if (full === undefined || others.length > 0 || first === undefined) return null;
  const connections = { half: stages[first]?.connections ?? 0, full: stages[full]?.connections ?? 0 };
  return { halves, full, connections };
}

interface Side {
  /** Mean of the logarithms of throughput, and its standard error. */
  readonly logRate: number;
  readonly standardError: number;
  readonly batches: number;
  readonly perSecond: number;
  readonly meanMs: number;
  /** Connections under way on average, by throughput and latency. */
  readonly busy: number;
}

/** @param stretches of one number of connections, each settled */
function sideOf(stretches: readonly (readonly Moment[])[]): Side | null {
  const series = stretches.map(batchesOf);
  const spread = batchMean(series.flat());
  const all = joinMoments(stretches.flat());
  const { meanMs } = all.latency;
  if (spread === null || spread.batches < FEWEST_BATCHES || meanMs === null) return null;
  const inflation = serialInflation(series.filter(({ length }) => length > 1));
  return {
    logRate: spread.mean,
    standardError: spread.standardError * Math.sqrt(inflation),
    batches: spread.batches,
    perSecond: all.successes / all.seconds,
    meanMs,
    busy: ((all.latency.count / all.seconds) * meanMs) / 1000,
  };
}

/** Logarithms of their throughput. */
function batchesOf(moments: readonly Moment[]): readonly number[] {
  const { seconds } = joinMoments(moments);
  const batchSeconds = Math.max(TICK_SECONDS, Math.min(LONGEST_BATCH_SECONDS, seconds / BATCHES));
  // Whole ticks, or every second batch would have one more.
  return windowsOf(moments, TICK_SECONDS * Math.floor(batchSeconds / TICK_SECONDS)).map(logRate);
}

function logRate({ successes, seconds }: Window): number {
  return Math.log(successes / seconds);
}

function settle(moments: readonly Moment[]): readonly Moment[] {
  const start = moments[0]?.fromSeconds ?? 0;
  const settles = Math.min(SETTLES_SECONDS, SETTLES_SHARE * joinMoments(moments).seconds);
  return moments.filter(({ fromSeconds }) => fromSeconds >= start + settles - 1e-9);
}
