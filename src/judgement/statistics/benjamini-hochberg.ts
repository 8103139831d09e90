/**
 * Which of many p-values stand out when at most the share q of those named may be named wrongly, on average
 * (Benjamini and Hochberg 1995): all up to the largest p(i) ≤ q · i / m.
 *
 * @returns true for each that stands out, in the order given
 * @throws RangeError for a p-value outside 0 … 1
 */
export function benjaminiHochberg(pValues: readonly number[], q = 0.05): readonly boolean[] {
  if (!pValues.every((p) => p >= 0 && p <= 1)) throw new RangeError('p-values lie between 0 and 1');
  const sorted = [...pValues].sort((a, b) => a - b);
  const last = sorted.findLastIndex((p, i) => p <= (q * (i + 1)) / sorted.length);
  const cut = last < 0 ? -1 : (sorted[last] as number);
  return pValues.map((p) => p <= cut);
}
