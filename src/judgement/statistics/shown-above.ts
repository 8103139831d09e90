import jStat from 'jstat';
import { normalQuantile, SHOWN } from './quantiles.ts';
import { wilson } from './wilson.ts';

/** Below this many expected cases Wilson's lower bound is too eager: it calls 1 of 3 a proof of more than 1 %. */
const FEW_EXPECTED = 2;
/** One case is an accident, whatever the arithmetic says; only a bound of none is broken by one. */
const FEW_SEEN = 2;

/**
 * True where a share is shown to be above a bound: Wilson's one-sided 99 % lower bound exceeds it. Where so few
 * requests were made that hardly any case is expected at the bound, the exact binomial tail has to agree.
 *
 * @param n number of requests, effective (n / DEFF) where they come in bursts; nothing is shown by none
 */
export function isShownAbove(share: number, n: number, bound: number): boolean {
  if (!(n > 0) || share <= bound) return false;
  if (wilson(share, n, normalQuantile(SHOWN)).lower <= bound) return false;
  if (n * bound >= FEW_EXPECTED || bound === 0) return true;
  return share * n >= FEW_SEEN && tailAtLeast(share * n, n, bound) <= 1 - SHOWN;
}

/**
 * How many (effective) requests would show a share to be above the bound, were it to stay as it is. Wilson's bound is
 * the score test turned round, so the first guess is closed; null where no number would do.
 */
export function requestsToShow(share: number, bound: number): number | null {
  if (!(share > bound)) return null;
  const score = (normalQuantile(SHOWN) ** 2 * bound * (1 - bound)) / (share - bound) ** 2;
  let n = Math.max(1, Math.ceil(score));
  while (!isShownAbove(share, n, bound)) n = Math.ceil(n * 1.05);
  return n;
}

/** P(at least k of n) for a binomial of the given share; k and n need not be whole. */
function tailAtLeast(k: number, n: number, share: number): number {
  return jStat.ibeta(share, k, n - k + 1);
}
