import type { ServerPoint } from './server-figures.ts';

/** What a series stood at, on the clock of its side's load over all rounds. */
export interface SeriesStanding extends Omit<ServerPoint, 'value'> {
  /** Null where it was not to be had. */
  readonly value: number | null;
  readonly wallSeconds: number;
  /** Taken while the side was under load. */
  readonly isInside: boolean;
}

/** What one series came to. */
export interface SeriesPoints {
  readonly points: readonly ServerPoint[];
  /** The mean is total / weight, over all stretches. */
  readonly total: number;
  readonly weight: number;
  /** How often a counter began anew, of how many times that it was read again. */
  readonly resets: number;
  readonly steps: number;
}

/**
 * Whether that is no counter of one process: one that is restarted begins anew once or twice, and where several answer
 * in turn every change from one to another that has counted less looks like a restart.
 */
export function areOfSeveral({ resets, steps }: Pick<SeriesPoints, 'resets' | 'steps'>): boolean {
  return resets >= FEWEST_RESETS && resets > MOST_RESETS * steps;
}

const FEWEST_RESETS = 3;
const MOST_RESETS = 0.1;

/** Values as they stood under load. */
export function readPoints(standings: readonly SeriesStanding[]): SeriesPoints {
  const points = standings.flatMap(({ isInside, wallSeconds: _, value, ...when }): ServerPoint[] =>
    isInside && value !== null ? [{ ...when, value }] : [],
  );
  return {
    points,
    total: points.reduce((sum, { value }) => sum + value, 0),
    weight: points.length,
    resets: 0,
    steps: 0,
  };
}

/** Shorter stretches have rates that are made by what a counter counts in. */
const SHORTEST_SECONDS = 1;

/**
 * The rates between what a counter stood at. One that is lower than before was reset: it has counted from 0 since.
 *
 * @param standings of a stretch without a gap in which somebody else may have been counted
 * @param byWall what is counted belongs to the time that passed; else to the load of this side alone, whose slices the
 * other side's come between
 */
export function countedPoints(
  standings: readonly SeriesStanding[],
  { byWall, everySeconds }: { readonly byWall: boolean; readonly everySeconds: number },
): SeriesPoints {
  const known = standings.flatMap(({ value, ...when }) => (value === null ? [] : [{ ...when, value }]));
  const shortest = Math.min(SHORTEST_SECONDS, everySeconds / 2);
  const timeOf = (one: Omit<SeriesStanding, 'value'>) => (byWall ? one.wallSeconds : one.seconds);
  const points: ServerPoint[] = [];
  let [total, weight, resets, counted, from] = [0, 0, 0, 0, known[0]];
  let before = known[0];
  for (const now of known.slice(1)) {
    if (before === undefined || from === undefined) break;
    const isReset = now.value < before.value;
    counted += isReset ? now.value : now.value - before.value;
    if (isReset) resets += 1;
    before = now;
    const passed = timeOf(now) - timeOf(from);
    if (passed < shortest) continue;
    const { seconds, round, stage } = now;
    points.push({ seconds, round, stage, value: counted / passed });
    [total, weight, counted, from] = [total + counted, weight + passed, 0, now];
  }
  return { points, total, weight, resets, steps: Math.max(0, known.length - 1) };
}
