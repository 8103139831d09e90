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
  return stratifiedEffect([batches]);
}

/**
 * The same where batches are of several kinds that are known to differ, as the stages of a load do: only what varies
 * within each of them is noise.
 */
export function stratifiedEffect(strata: readonly (readonly BatchCount[])[]): number {
  const used = strata.map((batches) => batches.filter((batch) => batch.n > 0));
  const { n, hits } = sumUp(used.flat());
  const share = hits / n;
  if (used.every((batches) => batches.length < 2) || !(share > 0 && share < 1)) return 1;
  const squares = used.reduce((sum, batches) => sum + squaresWithin(batches), 0);
  return Math.max(1, squares / (n * n) / ((share * (1 - share)) / n));
}

/** Of what the batches have above or below their common share; one batch alone says nothing. */
function squaresWithin(batches: readonly BatchCount[]): number {
  if (batches.length < 2) return 0;
  const { n, hits } = sumUp(batches);
  const squares = batches.reduce((sum, batch) => sum + (batch.hits - (hits / n) * batch.n) ** 2, 0);
  return (batches.length / (batches.length - 1)) * squares;
}

function sumUp(batches: readonly BatchCount[]): BatchCount {
  return {
    hits: batches.reduce((sum, batch) => sum + batch.hits, 0),
    n: batches.reduce((sum, batch) => sum + batch.n, 0),
  };
}
