/** Where a yes-or-no answer turns over, learnt from answers that are sometimes wrong. */

/** A load, and whether it held. */
interface Trial {
  readonly load: number;
  readonly held: boolean;
}

export interface Threshold {
  /** Median of what is believed of it. */
  readonly at: number;
  /** Central 95 %. */
  readonly low: number;
  readonly high: number;
}

/** Points of the grid for each factor of e. */
const POINTS_PER_E = 400;
/** How wide the turn may be, as a share of the load: from one that always breaks to one that always holds. */
const WIDTHS = [0.005, 0.01, 0.02, 0.04, 0.08];
/** Chance that a load breaks though the service bears it, since something else stalled it; and what speaks for that. */
const FALSE_BREAKS = [
  { chance: 0.02, weight: 0.7 },
  { chance: 0.1, weight: 0.25 },
  { chance: 0.25, weight: 0.05 },
];
/** Chance that one holds that is too much: it ended before that could be seen. */
const FALSE_HOLD = 0.02;
/** Of what is believed, on either side of the interval. */
const OUTSIDE = 0.025;
const BEYOND = 4 / 3;

/**
 * What is believed of the threshold after all trials: Bayes' rule on a grid, for each width of the turn and each chance
 * of a false break, as adaptive tests of perception do it (Watson & Pelli, "QUEST: A Bayesian
 * adaptive psychometric method", 1983; Kontsevich & Tyler, 1999). The turn is logistic in the logarithm of the load.
 * Answers that contradict each other make the interval wider by themselves.
 *
 * @param from, most the threshold is looked for between them, and a third beyond
 */
export function findThreshold(
  trials: readonly Trial[],
  range: { readonly from: number; readonly most: number },
): Threshold {
  const [lowest, highest] = [Math.log(range.from / BEYOND), Math.log(range.most * BEYOND)];
  const points = Math.ceil((highest - lowest) * POINTS_PER_E) + 1;
  const step = (highest - lowest) / (points - 1);
  const loads = trials.map(({ load }) => Math.log(load));
  const belief = Array.from({ length: points }, (_, i) => {
    const threshold = lowest + i * step;
    let sum = 0;
    for (const width of WIDTHS)
      for (const { chance, weight } of FALSE_BREAKS) {
        let likelihood = weight;
        for (let j = 0; j < trials.length; j++) {
          const bears = 1 / (1 + Math.exp(((loads[j] as number) - threshold) / width));
          const holds = FALSE_HOLD * (1 - bears) + (1 - chance) * bears;
          likelihood *= trials[j]?.held ? holds : 1 - holds;
        }
        sum += likelihood;
      }
    return sum;
  });
  const total = belief.reduce((sum, weight) => sum + weight, 0);
  const quantile = (level: number): number => {
    let seen = 0;
    const i = belief.findIndex((weight) => {
      seen += weight;
      return seen >= level * total;
    });
    return Math.exp(lowest + i * step);
  };
  return { at: quantile(0.5), low: quantile(OUTSIDE), high: quantile(1 - OUTSIDE) };
}
