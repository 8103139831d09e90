import { type Interval, wilson } from './wilson.ts';

export interface Proportion {
  /** 0…1 */
  readonly share: number;
  /** Number of trials above 0; an effective number need not be whole. */
  readonly n: number;
}

/**
 * Interval of the difference `first − second` of two independent shares: the square-and-add method on Wilson's bounds
 * (Newcombe 1998, method 10). Each end is a one-sided bound at the level of `z`.
 */
export function newcombe(first: Proportion, second: Proportion, z: number): Interval {
  const a = wilson(first.share, first.n, z);
  const b = wilson(second.share, second.n, z);
  const difference = first.share - second.share;
  return {
    lower: difference - Math.hypot(first.share - a.lower, b.upper - second.share),
    upper: difference + Math.hypot(a.upper - first.share, second.share - b.lower),
  };
}
