import { sumOfRanks } from './signed-rank.ts';

/**
 * Two-sided p-value of Wilcoxon's signed-rank test, exact also with ties: the distribution is that of the mid-ranks
 * which the values really have. Zeros are left out, as Wilcoxon does; without anything else the p-value is 1.
 *
 * @throws RangeError for NaN or ±∞
 */
export function signedRankPValue(values: readonly number[]): number {
  if (!values.every(Number.isFinite)) throw new RangeError('differences must be finite numbers');
  const used = values.filter((value) => value !== 0);
  const ranks = doubledRanks(used.map(Math.abs));
  const chance = sumOfRanks(ranks);
  const heads = ranks.reduce((sum, rank, i) => sum + ((used[i] as number) > 0 ? rank : 0), 0);
  const smaller = Math.min(heads, chance.length - 1 - heads);
  let tail = 0;
  for (let w = 0; w <= smaller; w++) tail += chance[w] as number;
  return Math.min(1, 2 * tail);
}

/** Twice the mid-rank of each size, which keeps the ranks of ties whole: two equal smallest get 3 each (1.5 · 2). */
function doubledRanks(sizes: readonly number[]): number[] {
  return sizes.map((size) => {
    const below = sizes.filter((other) => other < size).length;
    const equal = sizes.filter((other) => other === size).length;
    return 2 * below + equal + 1;
  });
}
