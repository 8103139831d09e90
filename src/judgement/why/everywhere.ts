import { SLOWEST } from '../../config/why.ts';
import type { Explanation } from '../../evidence/result/why.ts';
import { median } from '../statistics/median.ts';
import type { Asked } from './asked.ts';
import { LEVEL } from './standing-out.ts';

/** On each side, for a request to say anything. */
const RESPONSES = 20;
/** Of the relative change of all, that of the request in the middle. */
const ALIKE = 0.5;

/**
 * Whether most requests got slower together, as with a busier processor or a change that all of them go through: more
 * of them than coins would (the sign test), and the one in the middle not much less than all together. Each by its
 * slowest tenth, since few responses leave a P99 to chance.
 */
export function explainEverywhere({ worse, shift, endpoints }: Asked): Explanation[] {
  const figure = worse.find(({ endpoint }) => endpoint === null);
  if (figure === undefined || shift === undefined) return [];
  const changes = endpoints.flatMap(({ latency: { base, target } }) => {
    if (Math.min(base.count, target.count) < RESPONSES) return [];
    const [before, now] = [base, target].map((one) => one.meanOfSlowestMs(SLOWEST) ?? 0);
    return before && now ? [now / before - 1] : [];
  });
  const rose = changes.filter((change) => change > 0).length;
  if (changes.length === 0 || atLeast(rose, changes.length) > LEVEL) return [];
  const change = median(changes.sort((a, b) => a - b));
  if (change < ALIKE * (shift.afterMs / shift.beforeMs - 1)) return [];
  return [{ kind: 'everywhere', metric: figure.metric, share: 1, rose, requests: changes.length, change }];
}

/** P(at least so many of n coins show heads). */
function atLeast(heads: number, n: number): number {
  let [sum, chance] = [0, 2 ** -n];
  for (let k = 0; k <= n; k++) {
    if (k >= heads) sum += chance;
    chance *= (n - k) / (k + 1);
  }
  return sum;
}
