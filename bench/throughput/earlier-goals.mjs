import { headsAtLeast } from '../../lib/judgement/statistics/sign-test.js';
import { median } from './goals.mjs';

/** At most 2 % slower. */
export const LEAST_RATIO = 0.98;
const CONFIDENCE = 0.95;

/**
 * @param earlier, today the runs of a version, in the order of the pairs
 * @returns a row for requests a second and, where the system tells it, one for processor time: the ratios today ÷ earlier,
 *   both such that more is faster, their median, its interval, and whether the goal is met
 */
export function judgePairs(earlier, today) {
  const ofPairs = (what, ratioOf) => {
    const ratios = today.map((run, i) => ratioOf(run, earlier[i]));
    const ratio = median(ratios);
    return { what, ratios, ratio, interval: medianInterval(ratios), met: ratio >= LEAST_RATIO };
  };
  const rows = [ofPairs('req/s', (now, before) => now.perSecond / before.perSecond)];
  const isTold = [...earlier, ...today].every(({ cpuUs }) => cpuUs !== null);
  if (isTold) rows.push(ofPairs('requests per CPU second', (now, before) => before.cpuUs / now.cpuUs));
  return rows;
}

/**
 * The sign test's interval of a median, which assumes nothing of how values are spread: from the k-th value to the k-th
 * from above, with the largest k of which it holds the median with this confidence.
 * @returns [low, high], or null where there are too few values for any
 */
export function medianInterval(values, confidence = CONFIDENCE) {
  const sorted = [...values].sort((a, b) => a - b);
  let left = 0;
  while (2 * headsAtLeast(sorted.length - left, sorted.length) <= 1 - confidence) left++;
  return left === 0 ? null : [sorted[left - 1], sorted.at(-left)];
}
