import { METRICS, type Metric } from '../metrics.ts';

/** Chance of a false fail that all gates of a run may have together. */
const WHOLE_ALPHA = 0.02;

/** Chance of a false pass of each gate. It isn't split: a false pass of the run needs one of the gate that is wrong. */
export const BETA = 0.05;

/**
 * Splits the chance of a false fail over the gates that are declared, in the order given: weighted by metric, together
 * at most 2 %, none more than its metric's own. The three figures of the whole get 1 %, 0.5 % and 0.5 %.
 */
export function splitAlpha(gates: readonly Metric[]): readonly number[] {
  const sum = gates.reduce((total, metric) => total + METRICS[metric].alpha, 0);
  const shrink = Math.min(1, WHOLE_ALPHA / sum);
  return gates.map((metric) => METRICS[metric].alpha * shrink);
}
