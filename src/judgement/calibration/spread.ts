import { normalQuantile } from '../statistics/quantiles.ts';

/** One-sided: in one calibration of ten the true spread is larger than what it was widened to. */
const SURE = 0.9;

/**
 * Factor from the spread of so many values to what the true one is at most, in nine cases of ten: √((n − 1) / χ²), with
 * Wilson and Hilferty's approximation of the quantile. 1.40 for 12 values, 1.15 for 50.
 */
export function widening(values: number): number {
  const free = values - 1;
  if (free < 1) return Number.POSITIVE_INFINITY;
  const part = 2 / (9 * free);
  const quantile = free * (1 - part + normalQuantile(1 - SURE) * Math.sqrt(part)) ** 3;
  return Math.sqrt(free / Math.max(quantile, 1e-3));
}

/** Lag-1 autocorrelation; 0 where nothing varies or there are too few values. */
export function autocorrelation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (values.length < 3 || squares === 0) return 0;
  const products = values
    .slice(1)
    .reduce((sum, value, i) => sum + (value - mean) * ((values[i] as number) - mean), 0);
  return products / squares;
}
