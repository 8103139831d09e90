import { mean } from './mean.ts';
import { studentTwoSided } from './quantiles.ts';

/** Nearer to 1 there is no telling a level that wanders from one that has moved. */
const MOST = 0.95;
/** Two-sided, of a stretch that goes steadily up or down. */
const CREEPS = 0.001;
/** Values of such a stretch. */
const FEWEST = 6;

/** ρ before anything is seen, and as how many values that counts: the median of real series is .39. */
const USUAL = 0.3;
const USUAL_VALUES = 8;

/**
 * By how much the variance of means grows where each value resembles the one before it: (1 + ρ)/(1 − ρ) for an
 * autoregressive series of first order; 1 where ρ is not above 0.
 */
export function serialInflation(stretches: readonly (readonly number[])[]): number {
  return inflationOf(serialCorrelation(stretches));
}

/**
 * The same for what must not be told without need: a short series hardly shows its own ρ, and where it is taken for 0
 * by chance, what only wanders looks like a change. So the usual one is weighed in, and fades as the series grows.
 */
export function usualInflation(stretches: readonly (readonly number[])[]): number {
  const values = stretches.reduce((sum, { length }) => sum + length, 0);
  const own = Math.max(0, serialCorrelation(stretches));
  return inflationOf((values * own + USUAL_VALUES * USUAL) / (values + USUAL_VALUES));
}

function inflationOf(correlation: number): number {
  const rho = Math.min(MOST, Math.max(0, correlation));
  return (1 + rho) / (1 - rho);
}

/**
 * ρ of what is left of stretches of one series once each one's mean is taken off, or its line where it creeps: the
 * autocorrelation at lag 1 in all of them together, and 1/n for each of their means and slopes and of the places
 * between them, which were all chosen to leave little (Marriott and Pope 1954 have it for a mean; their further terms
 * are left out, since in short series they magnify its own noise). A negative one at lag 2 is taken off again: then it
 * is a rhythm such as that of weekdays, which means of some nights average out, and nothing that stays.
 */
export function serialCorrelation(stretches: readonly (readonly number[])[]): number {
  const parts = stretches.map(restOf);
  const taken = parts.reduce((sum, part) => sum + part.taken, parts.length - 1);
  return correlationOf(
    parts.map(({ rest }) => rest),
    taken,
  );
}

/** @param taken of each figure that was learnt from them, one */
function correlationOf(rests: readonly (readonly number[])[], taken: number): number {
  const all = rests.flat();
  const squares = squaresOf(all);
  if (squares === 0) return 0;
  const at = (lag: number): number => rests.reduce((sum, rest) => sum + products(rest, lag), 0) / squares;
  return at(1) + taken / all.length + Math.min(0, at(2));
}

function restOf(stretch: readonly number[]): { readonly rest: readonly number[]; readonly taken: number } {
  const centre = mean(stretch);
  const level = stretch.map((value) => value - centre);
  const n = stretch.length;
  if (n < FEWEST) return { rest: level, taken: 1 };
  // Values that go steadily in one direction resemble those before them, and don't come back as a level does.
  const middle = (n - 1) / 2;
  const sxx = (n * (n * n - 1)) / 12;
  const slope = level.reduce((sum, value, i) => sum + value * (i - middle), 0) / sxx;
  const line = level.map((value, i) => value - slope * (i - middle));
  const variance = (squaresOf(line) / (n - 2)) * inflationOf(correlationOf([line], 2));
  const creeps = slope !== 0 && studentTwoSided(slope / Math.sqrt(variance / sxx), n - 2) < CREEPS;
  return creeps ? { rest: line, taken: 2 } : { rest: level, taken: 1 };
}

function squaresOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}

function products(rest: readonly number[], lag: number): number {
  return rest.slice(lag).reduce((sum, value, i) => sum + value * (rest[i] as number), 0);
}
