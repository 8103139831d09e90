import { bestSplit, Distances, type Split } from './e-divisive.ts';
import { mean } from './mean.ts';
import { studentTwoSided } from './quantiles.ts';
import { serialInflation } from './serial-correlation.ts';

interface ChangePointOptions {
  /** A change point stays where its t-test's p-value is below this. */
  readonly pMax?: number;
  /** Values looked at together; the windows overlap by half. */
  readonly window?: number;
}

/**
 * The first pass keeps ten times weaker points, because a neighbour that is yet to be found may be hiding their
 * strength. For the same reason it takes values as independent: a change that is yet to be found makes those around it
 * follow one another.
 */
const FIRST_PASS = 10;
/**
 * p-value of a plain t-test: changes as sure as this are taken off before it is asked how far values follow one
 * another. Less sure ones may be no more than that.
 */
const SURE = 1e-6;
/** Values of a level that came and went before it counts as one. */
const SHORTEST = 4;

/**
 * Indices at which the series begins a new regime, ascending (Hunter: Fleming et al. 2023, on e-divisive of Matteson
 * and James). Windows are split where the energy statistic is largest, as long as the two sides differ by a t-test;
 * then the weakest point is dropped, and those beside it judged anew, until all that remain are significant. That test
 * counts values which follow one another for less: some high ones in a row are no change then.
 *
 * @param values in order of time, finite; logs for latency and throughput
 */
export function changePoints(
  values: readonly number[],
  { pMax = 0.001, window = 50 }: ChangePointOptions = {},
): readonly number[] {
  if (!values.every(Number.isFinite)) throw new RangeError('a series holds only finite numbers');
  if (!(window >= 2)) throw new RangeError(`a window holds at least 2 values, not ${window}`);
  const points = candidates(values, Math.min(1, FIRST_PASS * pMax), Math.floor(window));
  for (;;) {
    const edges = [0, ...points, values.length];
    const plain = points.map((point, i) =>
      pOfChange(values, edges[i] as number, point, edges[i + 2] as number),
    );
    // All are judged anew rather than only the dropped one's neighbours: the same result, and nothing to get wrong.
    const p = points.map((point, i) => {
      const sure = points.filter((_, other) => other === i || (plain[other] as number) < SURE);
      const stretches = [...sure, values.length].map((edge, k) => values.slice(sure[k - 1] ?? 0, edge));
      const [from, to] = [edges[i] as number, edges[i + 2] as number];
      return pOfChange(values, from, point, to, serialInflation(stretches));
    });
    const weakest = p.indexOf(Math.max(...p));
    if (weakest < 0 || (p[weakest] as number) < pMax) return points;
    points.splice(weakest, 1);
  }
}

/** Points of all windows. The next window starts half a window on, or at the last point found if that is further. */
function candidates(values: readonly number[], pMax: number, window: number): number[] {
  const found = new Set<number>();
  for (let start = 0; start < values.length; ) {
    const points = splitWindow(values.slice(start, start + window), pMax).map((point) => point + start);
    for (const point of points) found.add(point);
    start = Math.max(points.at(-1) ?? 0, start + Math.max(1, Math.floor(window / 2)));
  }
  return [...found].sort((a, b) => a - b);
}

/** Splits at the largest Q of all segments, until the largest is not significant. */
function splitWindow(values: readonly number[], pMax: number): number[] {
  const distances = new Distances(values);
  const edges = [0, values.length];
  for (;;) {
    let best: Split | null = null;
    for (let i = 0; i + 1 < edges.length; i++) {
      const split = bestSplit(distances, edges[i] as number, edges[i + 1] as number);
      if (split && (!best || split.q > best.q)) best = split;
    }
    if (!best) return edges.slice(1, -1);
    const { tau, kappa } = best;
    const next = edges.findIndex((edge) => edge > tau);
    const [from, to] = [edges[next - 1] as number, edges[next] as number];
    // A level that came and went differs from what was before it, and not together with what came after it.
    const passed = kappa - tau >= SHORTEST ? pOfChange(values, from, tau, kappa) : 1;
    if (pOfChange(values, from, tau, to) > pMax && passed > pMax / FIRST_PASS) return edges.slice(1, -1);
    edges.splice(next, 0, tau);
  }
}

/** Of from … point − 1 against point … to − 1. */
function pOfChange(
  values: readonly number[],
  from: number,
  point: number,
  to: number,
  inflation?: number,
): number {
  return pOfDifference(values.slice(from, point), values.slice(point, to), inflation);
}

/**
 * Student's two-sided t-test, pooled variance; neither side empty.
 *
 * @param inflation of the variance, where the values of a side follow one another
 */
export function pOfDifference(left: readonly number[], right: readonly number[], inflation = 1): number {
  const degrees = left.length + right.length - 2;
  // Two values are equal or not; there is no spread to hold their difference against.
  if (degrees <= 0) return 1;
  const [meanLeft, meanRight] = [mean(left), mean(right)];
  const pooled = (squares(left, meanLeft) + squares(right, meanRight)) / degrees;
  const difference = meanRight - meanLeft;
  if (pooled === 0) return difference === 0 ? 1 : 0;
  const variance = pooled * (1 / left.length + 1 / right.length) * inflation;
  return studentTwoSided(difference / Math.sqrt(variance), degrees);
}

function squares(values: readonly number[], centre: number): number {
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}
