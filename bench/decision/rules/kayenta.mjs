import jStat from 'jstat';
import { mannWhitney } from '../mann-whitney.mjs';

const CONFIDENCE = 0.98;
/** The interval has to clear this share of the estimate itself. */
const CLEARANCE = 0.25;
/** Ratio of means from which on a metric may be called high; 1 is the default. */
const ALLOWED_INCREASE = 1;

/**
 * What Kayenta's standard judge says of one metric that may only increase, by its published description: high where the
 * confidence interval of Mann and Whitney's shift lies above a quarter of the shift's estimate, and the ratio of means
 * is beyond what is allowed. The interval is the usual one by normal approximation: order statistics of all differences.
 * With this metric alone in the judgement, high is a score of 0, which fails.
 *
 * @param {readonly number[]} control
 * @param {readonly number[]} experiment in the metric's own unit
 */
export function isHigh(control, experiment) {
  const shifts = Float64Array.from(experiment.flatMap((y) => control.map((x) => y - x))).sort();
  const half = shifts.length / 2;
  const estimate = (shifts[Math.ceil(half) - 1] + shifts[Math.floor(half)]) / 2;
  const { sigma } = mannWhitney(control, experiment);
  const z = jStat.normal.inv((1 + CONFIDENCE) / 2, 0, 1);
  const rank = Math.floor(half - z * sigma - 0.5);
  const lower = rank < 0 ? Number.NEGATIVE_INFINITY : shifts[rank];
  return lower > CLEARANCE * Math.abs(estimate) && mean(experiment) / mean(control) >= ALLOWED_INCREASE;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
