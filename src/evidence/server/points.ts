import type { TimedReading } from '../../engine/probes/readings.ts';
import type { ServerPoint } from './server-figures.ts';

type One = Omit<TimedReading, 'values'> & { readonly value: number | null };

/** What one series came to in one round. */
export interface RoundPoints {
  readonly points: readonly ServerPoint[];
  /** The mean is total / weight, over all rounds. */
  readonly total: number;
  readonly weight: number;
  /** How often a counter began anew. */
  readonly resets: number;
}

interface Where {
  /** Measured load of the rounds before. */
  readonly beforeSeconds: number;
  readonly round: number;
  readonly stage: number;
}

/** Values as they stood under load. */
export function readPoints(readings: readonly One[], { beforeSeconds, ...where }: Where): RoundPoints {
  const points = readings.flatMap(({ isInside, atMs, value }): ServerPoint[] =>
    isInside && value !== null ? [{ ...where, seconds: beforeSeconds + atMs / 1000, value }] : [],
  );
  return {
    points,
    total: points.reduce((sum, { value }) => sum + value, 0),
    weight: points.length,
    resets: 0,
  };
}

/** Shorter stretches have rates that are made by what a counter counts in. */
const SHORTEST_MS = 1000;

/**
 * The rates between what a counter stood at. One that is lower than before was reset: it has counted from 0 since.
 *
 * @param byWall what is counted belongs to the time that passed; else to the load of this side alone, whose slices the
 * other side's come between
 */
export function countedPoints(
  readings: readonly One[],
  {
    beforeSeconds,
    byWall,
    everyMs,
    ...where
  }: Where & { readonly byWall: boolean; readonly everyMs: number },
): RoundPoints {
  const known = readings.flatMap(({ value, ...when }) => (value === null ? [] : [{ ...when, value }]));
  const shortestMs = Math.min(SHORTEST_MS, everyMs / 2);
  const timeOf = ({ atMs, wallMs }: Omit<One, 'value'>) => (byWall ? wallMs : atMs);
  const points: ServerPoint[] = [];
  let [total, seconds, resets, counted, from] = [0, 0, 0, 0, known[0]];
  let before = known[0];
  for (const now of known.slice(1)) {
    if (before === undefined || from === undefined) break;
    const isReset = now.value < before.value;
    counted += isReset ? now.value : now.value - before.value;
    if (isReset) resets += 1;
    before = now;
    const ms = timeOf(now) - timeOf(from);
    if (ms < shortestMs) continue;
    points.push({ ...where, seconds: beforeSeconds + now.atMs / 1000, value: counted / (ms / 1000) });
    [total, seconds, counted, from] = [total + counted, seconds + ms / 1000, 0, now];
  }
  return { points, total, weight: seconds, resets };
}
