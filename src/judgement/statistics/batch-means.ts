/**
 * Mean of contiguous batches and the standard error that their spread gives it: correlation within a batch is in it.
 */
interface BatchMean {
  readonly mean: number;
  readonly standardError: number;
  readonly batches: number;
}

/** Null with fewer than two batches: one value says nothing about spread. */
export function batchMean(values: readonly number[]): BatchMean | null {
  const batches = values.length;
  if (batches < 2 || !values.every(Number.isFinite)) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / batches;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (batches - 1) / batches), batches };
}

/**
 * Standard error, on the log scale, of a figure known batch by batch. Batches where it isn't there (null or not above
 * 0: nothing came back) have no logarithm and are left out; null where fewer than two remain.
 */
export function logStandardError(values: readonly (number | null)[]): number | null {
  const logs = values
    .filter((value) => value !== null && value > 0)
    .map((value) => Math.log(value as number));
  return batchMean(logs)?.standardError ?? null;
}
