/** Requests of a batch, and how many of them have the property whose share is asked for. */
export interface BatchCount {
  readonly hits: number;
  readonly n: number;
}

/**
 * Design effect of a share: by how much its variance, learnt from contiguous batches, exceeds that of independent
 * requests, `[s²(p_batch) / m] / [p(1 − p) / n]`, at least 1. Failures and slow requests come in bursts; n / DEFF is
 * the number of independent requests that they are worth.
 *
 * Batches weigh by their requests (the variance of a ratio estimate; the same as s²/m where all are equally long), so
 * that a batch with three requests can't outweigh one with three thousand. 1 where there is nothing to learn from:
 * fewer than two batches with requests, or a share of 0 or 1.
 */
export function designEffect(batches: readonly BatchCount[]): number {
  const used = batches.filter((batch) => batch.n > 0);
  const n = used.reduce((sum, batch) => sum + batch.n, 0);
  const share = used.reduce((sum, batch) => sum + batch.hits, 0) / n;
  if (used.length < 2 || !(share > 0 && share < 1)) return 1;
  const squares = used.reduce((sum, batch) => sum + (batch.hits - share * batch.n) ** 2, 0);
  const observed = ((used.length / (used.length - 1)) * squares) / (n * n);
  return Math.max(1, observed / ((share * (1 - share)) / n));
}
