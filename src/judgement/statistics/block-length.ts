/** Lags at which a correlation has to be lost in the noise before it counts as gone. */
const FEWEST_LAGS = 5;
/** Of the values: longer blocks would leave too few to tell a spread from. */
const MOST_SHARE = 1 / 4;

/**
 * How many neighbouring values a circular block bootstrap of a mean has to keep together, so that what hangs together
 * stays together (D. N. Politis and H. White, *Automatic block-length selection for the dependent bootstrap*,
 * Econometric Reviews 23, 2004, as corrected by A. Patton, D. N. Politis and H. White, ibid. 28, 2009): with R(k) the
 * autocovariances, λ the flat-top window that is 1 up to one half and falls to 0 at 1, and M twice the lag after which
 * the next correlations are all within 2·√(log₁₀ n / n),
 *
 *     G = Σ λ(k/M)·|k|·R(k)      g = Σ λ(k/M)·R(k)      b = (2·G² / (4/3·g²))^⅓ · n^⅓
 *
 * @param series values whose mean and line are taken off, one list a stretch of them; the lags of all count together
 * @returns at least 1, and at most a quarter of the values
 */
export function blockLength(series: readonly ArrayLike<number>[]): number {
  const n = series.reduce((sum, { length }) => sum + length, 0);
  const longest = Math.max(0, ...series.map(({ length }) => length));
  const most = Math.max(1, longest * MOST_SHARE);
  const lags = Math.min(longest - 1, Math.ceil(2 * most) + Math.max(FEWEST_LAGS, Math.ceil(Math.log10(n))));
  const variance = covariance(series, 0);
  if (!(variance > 0) || lags < 1) return 1;
  const covariances = Array.from({ length: lags + 1 }, (_, lag) => covariance(series, lag));
  const window = 2 * lagOfLast(covariances, n);
  if (window === 0) return 1;
  let [g, weighted] = [variance, 0];
  for (let lag = 1; lag < Math.min(window, covariances.length); lag++) {
    const share = 2 * flatTop(lag / window) * (covariances[lag] as number);
    g += share;
    weighted += lag * share;
  }
  // Where the sum is lost in noise, the correlation is longer than what can be told.
  if (!(g > 0)) return most;
  return Math.min(most, Math.max(1, ((2 * weighted ** 2) / ((4 / 3) * g ** 2)) ** (1 / 3) * Math.cbrt(n)));
}

/** The lag after which the next ones are all small; 0 where none before them is anything else. */
function lagOfLast(covariances: readonly number[], n: number): number {
  const [variance = 0] = covariances;
  const small = 2 * Math.sqrt(Math.log10(n) / n) * variance;
  const run = Math.max(FEWEST_LAGS, Math.ceil(Math.sqrt(Math.log10(n))));
  let quiet = 0;
  for (let lag = 1; lag < covariances.length; lag++) {
    quiet = Math.abs(covariances[lag] as number) < small ? quiet + 1 : 0;
    if (quiet === run) return lag - run;
  }
  return covariances.length - 1 - quiet;
}

function flatTop(at: number): number {
  return at <= 1 / 2 ? 1 : 2 * (1 - at);
}

function covariance(series: readonly ArrayLike<number>[], lag: number): number {
  let [sum, n] = [0, 0];
  for (const values of series) {
    n += values.length;
    for (let i = lag; i < values.length; i++) sum += (values[i] as number) * (values[i - lag] as number);
  }
  return sum / n;
}
