/** Which of the environments carry which load, as far as it was measured or can be projected. */
import type { ComparedRun } from '../../evidence/compare/compared-run.ts';

/**
 * carried: as much was measured, and every declared limit held. limits-missed: measured, and one did not hold. capacity:
 * within what a search for the breaking point found. projected: within what is projected to most of the processors.
 * beyond: more than was found, or than is projected. unknown: nothing tells.
 */
export type Carries = 'carried' | 'limits-missed' | 'capacity' | 'projected' | 'beyond' | 'unknown';

export interface LoadLevel {
  /** Requests per second. */
  readonly perSecond: number;
  /** A row for each run, in their order. */
  readonly of: readonly Carries[];
  /** Indices of those to take: the cheapest that carries it, or all that do where prices don't tell. */
  readonly take: readonly number[];
}

const MOST_LEVELS = 8;
const CARRIES: readonly Carries[] = ['carried', 'capacity', 'projected'];

/**
 * The loads at which an answer changes: what each was measured at, and what is found or projected for it.
 *
 * @param prices of an hour in one currency; null where one has none, or another currency
 */
export function loadLevels(
  runs: readonly ComparedRun[],
  prices: readonly (number | null)[],
): readonly LoadLevel[] {
  const loads = runs.flatMap(({ metrics, capacity, projection }) => [
    metrics.responsesPerSecond,
    ...(capacity ? [capacity.perSecond] : projection ? [projection.careful, projection.most] : []),
  ]);
  const levels = [...new Set(loads.map(roundDown))].filter((load) => load > 0).sort((a, b) => a - b);
  return thin(levels).map((perSecond) => {
    const of = runs.map((run) => carries(run, perSecond));
    return { perSecond, of, take: choose(of, prices) };
  });
}

/** To two digits: nobody plans a load to the last request. */
function roundDown(perSecond: number): number {
  if (!(perSecond > 0)) return 0;
  const unit = 10 ** (Math.floor(Math.log10(perSecond)) - 1);
  return Number((Math.floor(perSecond / unit + 1e-9) * unit).toPrecision(2));
}

/** The ends stay. */
function thin(levels: readonly number[]): readonly number[] {
  if (levels.length <= MOST_LEVELS) return levels;
  const step = (levels.length - 1) / (MOST_LEVELS - 1);
  return Array.from({ length: MOST_LEVELS }, (_, i) => levels[Math.round(i * step)] ?? 0);
}

function carries({ metrics, capacity, projection, result }: ComparedRun, perSecond: number): Carries {
  if (result.verdict === 'invalid') return 'unknown';
  if (perSecond <= metrics.responsesPerSecond) {
    const missed = result.comparisons.some(({ limit }) => limit?.finding === 'over-limit');
    return missed ? 'limits-missed' : 'carried';
  }
  if (capacity !== null) return perSecond <= capacity.perSecond ? 'capacity' : 'beyond';
  if (projection === null || projection.isFar) return 'unknown';
  return perSecond <= projection.most ? 'projected' : 'beyond';
}

/** Measured before projected; then by price. */
function choose(of: readonly Carries[], prices: readonly (number | null)[]): readonly number[] {
  const kind = CARRIES.find((one) => of.includes(one));
  if (kind === undefined) return [];
  const able = of.flatMap((one, i) =>
    CARRIES.includes(one) && (kind === 'projected' || one !== 'projected') ? [i] : [],
  );
  if (able.some((i) => prices[i] === null)) return able;
  const least = Math.min(...able.map((i) => prices[i] ?? Number.POSITIVE_INFINITY));
  return able.filter((i) => prices[i] === least);
}
