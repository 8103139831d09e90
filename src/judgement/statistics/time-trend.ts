/** Whether a series of values goes up or down over its time, robustly, where neighbours may hang together. */
import { blockLength } from './block-length.ts';
import { studentQuantile } from './quantiles.ts';

/** Blocks that are left when two are spent on the line's height and slope; with fewer there is no spread to tell. */
const FEWEST_SPARE = 1;
const FEWEST_POINTS = 5;
/**
 * Times the cube root of the values. A correlation that is learnt from few values comes out too low, and the length
 * that is best for the error of a mean is too short for a test that must hardly ever cry wolf.
 */
const SHORTEST_BLOCK = 2;
/** Steps towards a slope: a third of them halve what is left. */
const MOST_STEPS = 120;
/** Of the range of slopes, and of a value over the whole time. */
const MARGIN = 1e-7;

export interface Point {
  readonly seconds: number;
  /** ±∞ is larger or smaller than all others, and allowed where they count by ranks. */
  readonly value: number;
}

/**
 * ranks: each value counts by its place among the others, so that a stall is no more than the slowest. values: it
 * counts by its size, for what is the same nearly always, such as errors.
 */
type Weighing = 'ranks' | 'values';

interface TimeTrend {
  /** Change of the value a second. */
  readonly slope: number;
  /** Values that hang together, and what the spread's Student's t has. */
  readonly block: number;
  readonly degreesOfFreedom: number;
  /** One-sided bounds of the slope at that level (0.95, of both a 90 % interval). */
  bounds(level: number): { readonly lower: number; readonly upper: number };
}

/**
 * The line through the values, by ranks: the slope at which the residuals' ranks don't go with the time any more,
 *
 *     T(slope) = Σ (x − x̄)·(rank of y − slope·x, about the mean rank) = 0
 *
 * which is the median of the slopes between all pairs, each weighed by its distance (P. K. Sen, *Estimates of the
 * regression coefficient based on Kendall's tau*, JASA 63, 1968; L. A. Jaeckel, Annals of Mathematical Statistics 43,
 * 1972). Up to a fifth of wild values move it little. T falls as the slope grows, so that bounds are where it reaches
 * so many standard errors.
 *
 * The standard error is that of a circular block bootstrap (D. N. Politis and J. P. Romano 1992) of the residuals'
 * ranks, in blocks as long as `blockLength` says and at least 2·∛n. T is a sum over blocks, each drawn on its own, so
 * that the variance of infinitely many draws is a sum, and nothing has to be drawn. Two blocks are spent on the line:
 * the others are the degrees of freedom of Student's t, and the variance grows by as much. That is what keeps it from
 * crying wolf where blocks are few (bench/trend).
 *
 * @param passes times that the same stretch of load was run, each with a height of its own and all with one slope;
 * points in the order of their time, about equally spaced
 * @returns null where there is too little to tell
 */
export function timeTrend(passes: readonly (readonly Point[])[], by: Weighing = 'ranks'): TimeTrend | null {
  const strata = passes.filter(({ length }) => length >= FEWEST_POINTS).map(centre);
  if (strata.length === 0) return null;
  const range = steepest(strata);
  if (!(range.low <= range.high)) return null;
  const score = by === 'ranks' ? rankScores : valueScores;
  const total = (slope: number) =>
    strata.reduce((sum, stratum) => sum + dot(stratum.x, score(stratum, slope)), 0);
  const slope = by === 'ranks' ? solve(total, 0, range) : leastSquares(strata);
  const scores = strata.map((stratum) => score(stratum, slope));
  const longest = Math.max(...strata.map(({ x }) => x.length));
  const block = Math.ceil(Math.max(SHORTEST_BLOCK * Math.cbrt(longest), blockLength(scores)));
  const blocks = strata.reduce((sum, { x }) => sum + x.length / block, 0);
  const degreesOfFreedom = blocks - 2 * strata.length;
  if (degreesOfFreedom < FEWEST_SPARE) return null;
  const variance = strata.reduce(
    (sum, { x }, i) => sum + blockVariance(x, scores[i] as Float64Array, block),
    0,
  );
  const standardError = Math.sqrt((variance * blocks) / degreesOfFreedom);
  return {
    slope,
    block,
    degreesOfFreedom,
    bounds(level) {
      const reach = studentQuantile(level, degreesOfFreedom) * standardError;
      if (by === 'values') {
        const width = reach / strata.reduce((sum, { x }) => sum + dot(x, x), 0);
        return { lower: slope - width, upper: slope + width };
      }
      return { lower: solve(total, reach, range), upper: solve(total, -reach, range) };
    },
  };
}

interface Stratum {
  /** Time about its mean. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

function centre(points: readonly Point[]): Stratum {
  const mean = points.reduce((sum, { seconds }) => sum + seconds, 0) / points.length;
  return {
    x: Float64Array.from(points, ({ seconds }) => seconds - mean),
    y: Float64Array.from(points, ({ value }) => value),
  };
}

interface Range {
  readonly low: number;
  readonly high: number;
  /** By how much T changes where two neighbours change places, which is far less than its standard error. */
  readonly step: number;
}

/** A little more than the slopes between neighbours that are there: that of no pair lies beyond. */
function steepest(strata: readonly Stratum[]): Range {
  let [low, high, largest, longest, points] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1, 0, 0];
  for (const { x, y } of strata) {
    const known = Array.from(y.keys()).filter((i) => Number.isFinite(y[i]));
    for (let k = 1; k < known.length; k++) {
      const [a, b] = [known[k - 1] as number, known[k] as number];
      const slope = ((y[b] as number) - (y[a] as number)) / ((x[b] as number) - (x[a] as number));
      [low, high] = [Math.min(low, slope), Math.max(high, slope)];
      largest = Math.max(largest, Math.abs(y[b] as number));
    }
    const range = (x.at(-1) as number) - (x[0] as number);
    if (range > longest) [longest, points] = [range, x.length];
  }
  // At the steepest step itself values are level with each other, and where all are it has no extent.
  const margin = MARGIN * (high - low + largest / longest);
  return { low: low - margin, high: high + margin, step: longest / (points - 1) };
}

/**
 * Where a falling function comes down to a level, by false position, and by halves where that creeps; the end beyond
 * which it never does.
 */
function solve(falling: (slope: number) => number, level: number, { low, high, step }: Range): number {
  let [left, right] = [low, high];
  let [above, below] = [falling(low) - level, falling(high) - level];
  if (above <= 0) return Number.NEGATIVE_INFINITY;
  if (below >= 0) return Number.POSITIVE_INFINITY;
  for (let i = 1; i < MOST_STEPS; i++) {
    const share = i % 3 === 0 ? 1 / 2 : above / (above - below);
    const middle = left + share * (right - left);
    const at = falling(middle) - level;
    if (Math.abs(at) <= step) return middle;
    if (at > 0) [left, above] = [middle, at];
    else [right, below] = [middle, at];
  }
  return (left + right) / 2;
}

/** Ranks about their mean, and mean ranks where values are level. */
function rankScores({ x, y }: Stratum, slope: number): Float64Array {
  const rest = y.map((value, i) => value - slope * (x[i] as number));
  const sorted = rest.slice().sort();
  const middle = (rest.length - 1) / 2;
  return rest.map((value) => {
    const first = placeOf(value, sorted);
    let last = first;
    while (sorted[last + 1] === value) last++;
    return (first + last) / 2 - middle;
  });
}

/** Of the first that is no smaller. */
function placeOf(value: number, sorted: Float64Array): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function valueScores({ x, y }: Stratum, slope: number): Float64Array {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  return y.map((value, i) => value - mean - slope * (x[i] as number));
}

function leastSquares(strata: readonly Stratum[]): number {
  const [xy, xx] = strata.reduce(([a, b], { x, y }) => [a + dot(x, y), b + dot(x, x)], [0, 0]);
  return xy / xx;
}

/**
 * Variance of Σ x·score where the scores are drawn anew in circular blocks. Block by block it is the mean, over all
 * places where it may begin, of the square of its part of the sum; the scores add up to 0, so that the parts do on
 * average.
 */
function blockVariance(x: Float64Array, scores: Float64Array, block: number): number {
  const n = x.length;
  let sum = 0;
  for (let from = 0; from < n; from += block) {
    const to = Math.min(n, from + block);
    for (let start = 0; start < n; start++) {
      let part = 0;
      for (let i = from; i < to; i++) part += (x[i] as number) * (scores[(start + i - from) % n] as number);
      sum += part ** 2;
    }
  }
  return sum / n;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
