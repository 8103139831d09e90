import { normalQuantile, normalTail } from './quantiles.ts';

/** No interim analysis before this many blocks: fewer signs can't carry the levels in use. */
export const FIRST_BLOCK = 6;

/** What lies further out than so many standard deviations weighs less than 1e-18, and is left out. */
const REACH = 9;

/** Of the grid, in standard deviations at the first look. */
const STEP = 0.05;

/** Four or five do. */
const MOST_STEPS = 50;

const computed = new Map<string, readonly number[]>();

/**
 * The level of the interim analysis after each block, computed once and kept.
 *
 * @param nmax blocks of the budget
 * @param total chance of an error over the whole run, all interim analyses together (0.01 is 1 %)
 * @returns levels by number of blocks, indices 0 … nmax; 0 where none is made
 */
export function planLevels(nmax: number, total: number, nmin = FIRST_BLOCK): readonly number[] {
  const key = `${nmax}/${total}/${nmin}`;
  let levels = computed.get(key);
  levels ??= computePlan(nmax, total, nmin);
  computed.set(key, levels);
  return levels;
}

/**
 * The first number of blocks at which an interim analysis can reach its level at all: n signs that agree have a chance
 * of 2^−n. Where nmax blocks are too few for that, the smallest budget that has such an analysis, which is more than
 * nmax.
 */
export function firstAnalysis(nmax: number, total: number, nmin = FIRST_BLOCK): number {
  for (let n = nmin; n <= nmax; n++) if (2 ** -n <= (total * n) / nmax) return n;
  return Math.max(nmin, Math.ceil(-Math.log2(total)));
}

/**
 * Levels of a group-sequential plan with linear spending (Lan and DeMets 1983): after n of nmax blocks total · n / nmax
 * of the error has been spent, whenever the run ends. Interim analyses are those of a Gaussian random walk S_n with a
 * step of unit variance for each block; the sub-density of the walks that have not crossed yet is carried from one to
 * the next on a grid (Simpson's rule). The first interim analysis is the first at which n signs can reach the level at
 * all (2^−n).
 *
 * Signed ranks are not a normal walk: each alone keeps its level exactly, all together keep the total when the sizes of
 * the differences come in any order (enumerated in the tests). Sizes that grow from the first block to the last are the
 * worst order: about 1.8 times the total over 45 blocks, 1.2 times over 12.
 *
 * Arguments and result as for `planLevels`; all 0 where nmax blocks are too few for the level.
 *
 * @throws RangeError for a budget that isn't a whole number above 0, or a total outside 0 … 0.5
 */
export function computePlan(nmax: number, total: number, nmin = FIRST_BLOCK): readonly number[] {
  requirePlan(nmax, total, nmin);
  const levels = [0];
  let looks = NO_LOOK;
  for (let n = 1; n <= nmax; n++) {
    looks = nextLook(looks, total * (n / nmax), nmin);
    levels.push(looks.level);
  }
  return levels;
}

/**
 * The level of the look after the last of some steps, where a step is made of as many blocks as it takes: what is spent
 * goes by the blocks that are over, and walks by the steps. Equal to `planLevels` where each block is a step.
 *
 * @param ends numbers of blocks after which the steps were complete, ascending
 */
export function levelAfter(ends: readonly number[], nmax: number, total: number, nmin = FIRST_BLOCK): number {
  const last = ends.at(-1);
  if (last === undefined) return 0;
  if (last === ends.length) return planLevels(nmax, total, nmin)[last] ?? 0;
  requirePlan(nmax, total, nmin);
  return looksAfter(ends, nmax, total, nmin).level;
}

const knownLooks = new Map<string, Looks>();

function looksAfter(ends: readonly number[], nmax: number, total: number, nmin: number): Looks {
  const last = ends.at(-1);
  if (last === undefined) return NO_LOOK;
  const key = `${nmax}/${total}/${nmin}/${ends.join(' ')}`;
  const known = knownLooks.get(key);
  if (known) return known;
  const looks = nextLook(looksAfter(ends.slice(0, -1), nmax, total, nmin), (total * last) / nmax, nmin);
  knownLooks.set(key, looks);
  return looks;
}

/** The steps so far: what was spent on looks at them, and the walks that have not crossed. */
interface Looks {
  readonly steps: number;
  /** Of the latest look; 0 where none could be made. */
  readonly level: number;
  readonly spent: number;
  /** Null before the first look. */
  readonly crossing: { readonly walks: Walks; readonly bound: number } | null;
}

const NO_LOOK: Looks = { steps: 0, level: 0, spent: 0, crossing: null };

/** @param spent of the total, this look included */
function nextLook({ steps, spent: before, crossing }: Looks, spent: number, nmin: number): Looks {
  const n = steps + 1;
  if (crossing === null) {
    // A hair above a power of two is that power.
    if (n < nmin || 2 ** -n > spent) return { steps: n, level: 0, spent: 0, crossing: null };
    const bound = -normalQuantile(spent) * Math.sqrt(n);
    const walks = simpson(-REACH * Math.sqrt(n), bound, STEP * Math.sqrt(n));
    const first = weigh(walks, (x) => normalDensity(x / Math.sqrt(n)) / Math.sqrt(n));
    return { steps: n, level: spent, spent, crossing: { walks: first, bound } };
  }
  const bound = boundCrossedBy(crossing.walks, spent - before, crossing.bound);
  const walks = simpson(-REACH * Math.sqrt(n), bound, crossing.walks.step);
  const next = weigh(walks, (x) => densityAfterStep(crossing.walks, x));
  return { steps: n, level: normalTail(bound / Math.sqrt(n)), spent, crossing: { walks: next, bound } };
}

function requirePlan(nmax: number, total: number, nmin: number): void {
  if (!Number.isInteger(nmax) || nmax < 1) throw new RangeError(`no plan has ${nmax} blocks`);
  if (!Number.isInteger(nmin) || nmin < 1)
    throw new RangeError(`no first interim analysis comes after ${nmin} blocks`);
  if (!(total > 0 && total <= 0.5)) throw new RangeError(`a total lies between 0 and 0.5, not at ${total}`);
}

/** Walks that have not crossed yet, by where they are: mass i sits at from + i · step. */
interface Walks {
  readonly from: number;
  readonly step: number;
  readonly mass: Float64Array;
}

/** Points and weights of Simpson's rule with steps of at most the given size. */
function simpson(from: number, to: number, atMost: number): Walks {
  const pairs = Math.max(1, Math.ceil((to - from) / (2 * atMost)));
  const step = (to - from) / (2 * pairs);
  const mass = new Float64Array(2 * pairs + 1).map(
    (_, i) => (step / 3) * (i === 0 || i === 2 * pairs ? 1 : i % 2 ? 4 : 2),
  );
  return { from, step, mass };
}

function weigh({ from, step, mass }: Walks, density: (x: number) => number): Walks {
  return { from, step, mass: mass.map((weight, i) => weight * density(from + i * step)) };
}

/**
 * The height that the given share of all walks crosses with their next step, by Newton's method from the last one. That
 * far out the density falls, so that each step but the first comes from below.
 */
function boundCrossedBy(walks: Walks, share: number, last: number): number {
  let bound = last;
  for (let i = 0; i < MOST_STEPS; i++) {
    const step = (shareAbove(walks, bound) - share) / densityAfterStep(walks, bound);
    bound += step;
    if (Math.abs(step) <= 1e-12 * Math.max(1, Math.abs(bound))) return bound;
  }
  throw new RangeError(`no bound is crossed by ${share} of the walks`);
}

/** The walks, each with its next step, per unit at x. */
function densityAfterStep(walks: Walks, x: number): number {
  const { from, step, mass } = walks;
  const [first, last] = within(walks, x);
  // The density at places one step apart: each is the one before by a ratio, which shrinks by the same factor each
  // time. That spares an exponential a place, of which a plan of 300 blocks has a hundred million.
  const away = x - from - first * step;
  let density = normalDensity(away);
  let ratio = Math.exp(step * (away - step / 2));
  const factor = Math.exp(-step * step);
  let sum = 0;
  for (let i = first; i <= last; i++) {
    sum += (mass[i] as number) * density;
    density *= ratio;
    ratio *= factor;
  }
  return sum;
}

/** Share of the walks that are above x after their next step. */
function shareAbove(walks: Walks, x: number): number {
  const { from, step, mass } = walks;
  const [first, last] = within(walks, x);
  let sum = 0;
  for (let i = first; i <= last; i++) sum += (mass[i] as number) * normalTail(x - from - i * step);
  return sum;
}

/** First and last place within reach of x. */
function within({ from, step, mass }: Walks, x: number): [number, number] {
  return [
    Math.max(0, Math.ceil((x - REACH - from) / step)),
    Math.min(mass.length - 1, Math.floor((x + REACH - from) / step)),
  ];
}

const ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);

function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / ROOT_OF_TWO_PI;
}
