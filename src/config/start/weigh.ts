/** Weights add up to this, so that each is a tenth of a percent; where that is too coarse for one, a tenth of that. */
const [WHOLE, FINE] = [1000, 10_000];

/**
 * Shares of counts as whole weights: by the largest remainders, and at least 1 each. What is lifted to that, up to a
 * hundred of them, shifts the others by less than a percentage point.
 */
export function weigh(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts.map(() => 1);
  const isCoarse = counts.some((count) => count * WHOLE < total);
  const whole = total <= WHOLE ? total : isCoarse ? FINE : WHOLE;
  const exact = counts.map((count) => (count * whole) / total);
  const weights = exact.map((share) => Math.max(1, Math.floor(share)));
  const left = whole - weights.reduce((sum, weight) => sum + weight, 0);
  const order = exact
    .map((share, i) => ({ i, rest: share - Math.floor(share) }))
    .sort((a, b) => b.rest - a.rest)
    .slice(0, Math.max(0, left));
  for (const { i } of order) weights[i] = (weights[i] ?? 1) + 1;
  return weights.map((weight) => Math.min(weight, FINE));
}
