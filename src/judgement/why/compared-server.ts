/** What both sides' servers were seen to do while the load went on. */
import { CPU_PER_REQUEST, type SeriesMeaning, type ServerUnit } from '../../config/server-series.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import type { CountedDatabase, ServerFigures, ServerSeries } from '../../evidence/server/server-figures.ts';
import { valuesOf } from '../server/values-of.ts';
import { normalQuantile, SHOWN } from '../statistics/quantiles.ts';
import { rankSumPValue } from '../statistics/rank-sum.ts';
import type { ComparedEndpoint } from './asked.ts';
import { LEAST_GROWTH, LEVEL } from './standing-out.ts';

/** What a series tells where it is known. */
export type Resource = SeriesMeaning | 'cpu' | 'memory';

export interface ComparedSeries {
  readonly key: string;
  readonly unit: ServerUnit;
  readonly what: Resource;
  readonly mean: Sides<number>;
  /** Higher by more than chance explains, and by as much as is worth telling. */
  readonly isHigher: boolean;
}

export interface ComparedServer {
  readonly series: readonly ComparedSeries[];
  /** By the probes that read them on both sides, which are two databases. */
  readonly databases: readonly Sides<CountedDatabase>[];
  /** Probes that read one database for both sides: what each of them did there can't be told apart. */
  readonly indistinct: readonly string[];
  /** Requests of each side in a second. */
  readonly perSecond: Sides<number>;
  readonly slowing: Slowing;
  /** Whether a figure grew by as much as is worth telling. */
  exceeds(before: number, now: number): boolean;
  /** The same of one that is known of a side as a whole, so that what the host did meanwhile is in it. */
  exceedsSpread(before: number, now: number): boolean;
}

/** How much slower the mean response became, in the target's mix. */
export interface Slowing {
  readonly addedMs: number;
  /** The same, of what it was before. */
  readonly change: number;
  /** Requests of the target that are under way at a time, on average (Little's law). */
  readonly underWay: number;
}

/**
 * Null where a side was not read, or the mean response is no slower.
 * @param spread from run to run that is assumed: a log standard deviation (gate.spread)
 */
export function compareServers(
  sides: Sides<ServerFigures | null>,
  endpoints: readonly ComparedEndpoint[],
  spread: number,
): ComparedServer | null {
  const { base, target } = sides;
  if (base === null || target === null) return null;
  const perSecond = { base: perSecondOf(base), target: perSecondOf(target) };
  const slowing = slowingOf(endpoints, perSecond.target);
  if (slowing === null || !(perSecond.base > 0)) return null;
  const exceeds = (before: number, now: number) => now > 0 && now > LEAST_GROWTH * before;
  const leastRatio = Math.max(LEAST_GROWTH, Math.exp(normalQuantile(SHOWN) * Math.SQRT2 * spread));
  const read = { base, target };
  const pairs = target.databases.flatMap((own): Sides<CountedDatabase>[] => {
    const other = base.databases.find(({ key }) => key === own.key);
    return other ? [{ base: other, target: own }] : [];
  });
  const isOne = (pair: Sides<CountedDatabase>) =>
    pair.target.isShared || pair.target.place === pair.base.place;
  const isHigher = (key: string, mean: Sides<number>) =>
    exceeds(mean.base, mean.target) && rankSumPValue(valuesOf(key, base), valuesOf(key, target)) <= LEVEL;
  return {
    series: [...cpuOf(read), ...meaningOf(read)].map((one) => ({
      ...one,
      isHigher: isHigher(one.key, one.mean),
    })),
    databases: pairs.filter((pair) => !isOne(pair)),
    indistinct: pairs.filter(isOne).map(({ target: { key } }) => key),
    perSecond,
    slowing,
    exceeds,
    exceedsSpread: (before, now) => now > 0 && now > leastRatio * before,
  };
}

type Read = Sides<ServerFigures>;
type Unweighed = Omit<ComparedSeries, 'isHigher'>;

function cpuOf({ base, target }: Read): Unweighed[] {
  const [before, now] = [base.cpuPerRequest, target.cpuPerRequest];
  if (before === null || now === null) return [];
  const mean = { base: before.seconds, target: now.seconds };
  return [{ key: CPU_PER_REQUEST, unit: 'seconds', what: 'cpu', mean }];
}

function meaningOf({ base, target }: Read): Unweighed[] {
  return target.series.flatMap((own): Unweighed[] => {
    const other = base.series.find(({ key }) => key === own.key);
    const what = resourceOf(own);
    if (other === undefined || what === undefined) return [];
    return [{ key: own.key, unit: own.unit, what, mean: { base: other.mean, target: own.mean } }];
  });
}

function resourceOf({ tells, role, isOfMachine }: ServerSeries): Resource | undefined {
  if (isOfMachine) return undefined;
  return tells ?? (role === 'memory' ? 'memory' : undefined);
}

function perSecondOf({ rounds }: ServerFigures): number {
  const seconds = rounds.reduce((sum, one) => sum + one.seconds, 0);
  return seconds > 0 ? rounds.reduce((sum, one) => sum + one.requests, 0) / seconds : 0;
}

/** Request by request, so that the mix, which chance makes a little different on either side, plays no role. */
function slowingOf(endpoints: readonly ComparedEndpoint[], perSecond: number): Slowing | null {
  let [count, before, now] = [0, 0, 0];
  for (const { latency } of endpoints) {
    const [own, other] = [latency.target.meanMs, latency.base.meanMs];
    if (own === null || other === null) continue;
    count += latency.target.count;
    before += latency.target.count * other;
    now += latency.target.count * own;
  }
  if (count === 0 || !(now > before)) return null;
  return {
    addedMs: (now - before) / count,
    change: now / before - 1,
    underWay: (perSecond * now) / count / 1000,
  };
}
