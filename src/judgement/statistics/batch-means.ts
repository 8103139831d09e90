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

/**
 * The same of batches of several kinds that are known to differ, as the stages of a load. A quantile of all of them
 * together rests on the slowest kind more than on the others, so that its error is taken to be that of one kind (the
 * root of the mean square) and not smaller because there are several. Null where no kind tells its spread.
 */
export function stratifiedLogError(strata: readonly (readonly (number | null)[])[]): number | null {
  const errors = strata.flatMap((values) => logStandardError(values) ?? []);
  if (errors.length === 0) return null;
  return Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
}

/**
 * Standard error of the mean of batches of several kinds, of which each has its known part of the time; null where no
 * kind has two batches.
 */
export function stratifiedMean(
  strata: readonly { readonly values: readonly number[]; readonly share: number }[],
): { readonly standardError: number; readonly degreesOfFreedom: number } | null {
  const means = strata.flatMap(({ values, share }) => {
    const known = batchMean(values);
    return known ? [{ ...known, share }] : [];
  });
  if (means.length === 0) return null;
  const variance = means.reduce((sum, { standardError, share }) => sum + (share * standardError) ** 2, 0);
  const degreesOfFreedom = means.reduce((sum, { batches }) => sum + batches - 1, 0);
  return { standardError: Math.sqrt(variance), degreesOfFreedom };
}
