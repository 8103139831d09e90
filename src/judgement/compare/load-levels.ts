/** Which of the environments carry which load, as far as it was measured or can be projected. */
import type { ComparedRun } from '../../evidence/compare/compared-run.ts';
import { areTooMany } from '../../evidence/too-many-errors.ts';

/**
 * carried: as much was measured, and every declared limit held. failed: measured as much, or less, and a limit did not
 * hold, or more failed than ever passes. capacity: within what a search for the breaking point found. projected:
 * within what is projected to most of the processors. beyond: more than was found, or than is projected. unknown:
 * nothing tells. other-load: measured under another load than the first, so that the same rate means something else.
 */
type Carries = 'carried' | 'failed' | 'capacity' | 'projected' | 'beyond' | 'unknown' | 'other-load';

export interface LoadLevel {
  /** Requests per second. */
  readonly perSecond: number;
  /** A row for each run, in their order. */
  readonly of: readonly Carries[];
  /** Indices of those to take: the cheapest that carries it, or all that do where prices don't tell. */
  readonly take: readonly number[];
}

const MOST_LEVELS = 8;
/** Levels that are closer than this are one. */
const CLOSE = 0.05;
/** A rate that is no further below what was measured is what was measured. */
const NEAR = 0.1;
const CARRIES: readonly Carries[] = ['carried', 'capacity', 'projected'];

/**
 * The loads at which an answer changes: what each was measured at, and what is found or projected for it.
 *
 * @param able indices of those that were measured under the first one's load
 * @param prices of an hour in one currency; null where one has none, or another currency
 * @returns nothing where there is nothing to choose from
 */
export function loadLevels(
  runs: readonly ComparedRun[],
  able: readonly number[],
  prices: readonly (number | null)[],
): readonly LoadLevel[] {
  if (able.length < 2) return [];
  const loads = runs.flatMap(({ metrics, capacity, projection }, i) => {
    if (!able.includes(i)) return [];
    const found = capacity ? [capacity.perSecond] : projection ? [projection.careful, projection.most] : [];
    return [metrics.responsesPerSecond, ...found];
  });
  const levels = loads.map(roundDown).filter((load) => load > 0);
  return thin(apart(levels.sort((a, b) => a - b))).map((perSecond) => {
    const of = runs.map((run, i) => (able.includes(i) ? carries(run, perSecond) : 'other-load'));
    return { perSecond, of, take: choose(of, prices) };
  });
}

function apart(levels: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (const level of levels) if (level > (kept.at(-1) ?? 0) * (1 + CLOSE)) kept.push(level);
  return kept;
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

function carries(run: ComparedRun, perSecond: number): Carries {
  const { metrics, capacity, projection } = run;
  const measured = metrics.responsesPerSecond;
  if (capacity !== null && perSecond <= capacity.perSecond) return 'capacity';
  // How it would fare with much less nobody has seen, and with more than that no better.
  if (hasFailed(run)) return perSecond < measured * (1 - NEAR) ? 'unknown' : 'failed';
  if (perSecond <= measured) return 'carried';
  if (capacity !== null) return 'beyond';
  if (projection === null || projection.isFar) return 'unknown';
  return perSecond <= projection.most ? 'projected' : 'beyond';
}

function hasFailed({ metrics, result }: ComparedRun): boolean {
  const missed = result.comparisons.some(({ limit }) => limit?.finding === 'over-limit');
  return missed || areTooMany(metrics.errorRate ?? 1, 0);
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
