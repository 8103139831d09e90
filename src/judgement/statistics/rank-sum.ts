/** Two samples that need not be paired (Mann and Whitney, 1947). */
import { normalTail } from './quantiles.ts';

/**
 * How likely the second of two alike samples would lie so far above the first: one-sided, by the normal approximation
 * with corrections for ties and continuity, which is close from five values each on. 1 where either has none.
 */
export function rankSumPValue(before: readonly number[], after: readonly number[]): number {
  const [m, n] = [before.length, after.length];
  if (m === 0 || n === 0) return 1;
  let above = 0;
  for (const now of after) for (const then of before) above += now > then ? 1 : now === then ? 0.5 : 0;
  const all = [...before, ...after].sort((a, b) => a - b);
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to] === all[from]) to += 1;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const size = m + n;
  const variance = ((m * n) / 12) * (size + 1 - ties / (size * (size - 1)));
  return variance > 0 ? normalTail((above - (m * n) / 2 - 0.5) / Math.sqrt(variance)) : 1;
}
