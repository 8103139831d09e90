import type { ServerPoint } from '../../evidence/server/server-figures.ts';

/** What became of a limit. */
interface Held {
  /** The worst reading. */
  readonly worst: ServerPoint;
  /** Readings beyond the limit. */
  readonly beyond: number;
  /** The first of two in a row or more; null where none beyond was followed by another. */
  readonly since: ServerPoint | null;
}

/**
 * Holds readings against a limit. A single one beyond it may be the noise of a moment: it takes two in a row, half the
 * time between two readings apart on the clock of the side's load, since what is read twice at once is one moment.
 *
 * @param points in the order of their time, at least one
 */
export function holdLimit(
  points: readonly ServerPoint[],
  {
    bound,
    limit,
    everySeconds,
  }: { readonly bound: 'max' | 'min'; readonly limit: number; readonly everySeconds: number },
): Held {
  const isBeyond = ({ value }: ServerPoint) => (bound === 'max' ? value > limit : value < limit);
  const [first, ...others] = points;
  if (first === undefined) throw new RangeError('without a reading there is nothing to hold');
  const isWorse = (one: ServerPoint, than: ServerPoint) =>
    bound === 'max' ? one.value > than.value : one.value < than.value;
  let since: ServerPoint | null = null;
  let start: ServerPoint | null = null;
  for (const point of points) {
    if (!isBeyond(point)) {
      start = null;
      continue;
    }
    start ??= point;
    if (point.seconds - start.seconds >= everySeconds / 2) since ??= start;
  }
  return {
    worst: others.reduce((worst, point) => (isWorse(point, worst) ? point : worst), first),
    beyond: points.filter(isBeyond).length,
    since,
  };
}
