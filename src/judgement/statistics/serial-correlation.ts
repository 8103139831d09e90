import { mean } from './mean.ts';

/** Nearer to 1 there is no telling a level that wanders from one that has moved. */
const MOST = 0.95;

/**
 * By how much the variance of means grows where each value resembles the one before it: (1 + ρ)/(1 − ρ) for an
 * autoregressive series of first order; 1 where ρ is not above 0.
 */
export function serialInflation(stretches: readonly (readonly number[])[]): number {
  const rho = Math.min(MOST, Math.max(0, serialCorrelation(stretches)));
  return (1 + rho) / (1 - rho);
}

/**
 * ρ of what is left of stretches of one series once each one's mean is taken off: the autocorrelation at lag 1 in all
 * of them together, and 1/n for each of their means and of the places between them, which were all chosen to leave
 * little (Marriott and Pope 1954 have it for a mean; their further terms are left out, since in short series they
 * magnify its own noise). A negative one at lag 2 is taken off again: then it is a rhythm such as that of weekdays,
 * which means of some nights average out, and nothing that stays.
 */
export function serialCorrelation(stretches: readonly (readonly number[])[]): number {
  const rests = stretches.map((stretch) => {
    const centre = mean(stretch);
    return stretch.map((value) => value - centre);
  });
  const all = rests.flat();
  const squares = all.reduce((sum, value) => sum + value ** 2, 0);
  if (squares === 0) return 0;
  const at = (lag: number): number => rests.reduce((sum, rest) => sum + products(rest, lag), 0) / squares;
  const taken = (2 * rests.length - 1) / all.length;
  return at(1) + taken + Math.min(0, at(2));
}

function products(rest: readonly number[], lag: number): number {
  return rest.slice(lag).reduce((sum, value, i) => sum + value * (rest[i] as number), 0);
}
