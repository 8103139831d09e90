/** What several runs of one load tell of how much its figures vary from run to run. */
import { batchMean } from './batch-means.ts';
import { normalQuantile, SHOWN, studentQuantile } from './quantiles.ts';

/** From so many on they tell their own spread: t of two is 32 standard errors wide, and shows nothing. */
const FEWEST_RUNS = 3;
/** Standard deviation on logs: no service repeats itself any better, and some tools write whole milliseconds. */
const LEAST_SPREAD = 0.01;

interface RunSpread {
  /** Standard deviation of one run on the log scale. */
  readonly logSpread: number;
  readonly runs: number;
  /** How many standard deviations a one-sided level takes: of Student's t where the spread was learnt. */
  reach(level: number): number;
}

/**
 * Learnt from the runs, or assumed where there are fewer than three.
 *
 * @param values of each run; null where it has none
 * @param assumed log standard deviation from run to run
 */
export function spreadOfRuns(values: readonly (number | null)[], assumed: number): RunSpread {
  const learnt = learn(values);
  if (learnt === null) return { logSpread: assumed, runs: values.length, reach: normalQuantile };
  const { runs, logSpread } = learnt;
  return { logSpread, runs, reach: (level) => studentQuantile(level, runs - 1) };
}

/**
 * Whether a figure is above a bound in general: the lower 99 % bound of the mean of its logarithms, by Student's t over
 * the runs. Never by fewer than three of them.
 */
export function areRunsAbove(values: readonly (number | null)[], bound: number): boolean {
  const learnt = learn(values);
  if (learnt === null) return false;
  const { mean, logSpread, runs } = learnt;
  const reach = studentQuantile(SHOWN, runs - 1) * (logSpread / Math.sqrt(runs));
  return mean - reach > Math.log(bound);
}

function learn(values: readonly (number | null)[]) {
  const logs = values.flatMap((value) => (value !== null && value > 0 ? [Math.log(value)] : []));
  const found = logs.length < FEWEST_RUNS || logs.length < values.length ? null : batchMean(logs);
  if (found === null) return null;
  const { mean, standardError, batches: runs } = found;
  return { mean, runs, logSpread: Math.max(LEAST_SPREAD, standardError * Math.sqrt(runs)) };
}
