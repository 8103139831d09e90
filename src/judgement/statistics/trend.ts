import { studentTwoSided } from './quantiles.ts';

/** Correlation of neighbouring values that a steady run may have; the test still holds its level a little beyond. */
const CORRELATION = 0.4;

export interface Trend {
  /** Change from the first value to the last one, by the line. */
  readonly rise: number;
  readonly standardError: number;
  /** Of Student's t. */
  readonly degreesOfFreedom: number;
  /** One-sided, of a rise at least as steep where there is none. */
  readonly p: number;
}

/**
 * The line through equally spaced values, by least squares, and how sure its rise is if neighbours are correlated as an
 * autoregression of the first order with `correlation`. Estimated from ten values, a correlation comes out far too low,
 * and a test on it would cry wolf; so it is assumed, at a value that steady runs stay below. With M the projection on
 * the residuals and S the correlation matrix,
 *
 *     s² = residuals² / tr(MS)      Var(slope) = s² · x'Sx / (x'x)²      degrees of freedom = tr(MS)² / tr(MSMS)
 *
 * (F. E. Satterthwaite, *An approximate distribution of estimates of variance components*, Biometrics Bulletin 2,
 * 1946).
 * With a correlation of 0 that is the usual test of a slope, with n − 2 degrees of freedom.
 *
 * @returns null for fewer than five values, or where one is not finite
 */
export function trend(values: readonly number[], correlation = CORRELATION): Trend | null {
  const n = values.length;
  if (n < 5 || !values.every(Number.isFinite)) return null;
  const x = values.map((_, i) => i - (n - 1) / 2);
  const sxx = dot(x, x);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const slope = dot(x, values) / sxx;
  const rss = values.reduce((sum, value, i) => sum + (value - mean - slope * (x[i] as number)) ** 2, 0);

  const s = x.map((_, i) => x.map((__, j) => correlation ** Math.abs(i - j)));
  const m = x.map((a, i) => x.map((b, j) => (i === j ? 1 : 0) - 1 / n - (a * b) / sxx));
  const ms = m.map((row) => x.map((_, j) => row.reduce((sum, a, k) => sum + a * at(s, k, j), 0)));
  const trace = ms.reduce((sum, _, i) => sum + at(ms, i, i), 0);
  const traceOfSquare = ms.reduce((sum, row, i) => sum + row.reduce((a, b, j) => a + b * at(ms, j, i), 0), 0);
  const spread = x.reduce((sum, a, i) => sum + x.reduce((b, c, j) => b + a * c * at(s, i, j), 0), 0);

  const standardError = (n - 1) * Math.sqrt((rss / trace) * (spread / sxx ** 2));
  const rise = (n - 1) * slope;
  const degreesOfFreedom = trace ** 2 / traceOfSquare;
  const half = studentTwoSided(rise / standardError, degreesOfFreedom) / 2;
  const p = standardError === 0 ? (rise > 0 ? 0 : 1) : rise > 0 ? half : 1 - half;
  return { rise, standardError, degreesOfFreedom, p };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

function at(matrix: readonly (readonly number[])[], i: number, j: number): number {
  return (matrix[i] as readonly number[])[j] as number;
}
