import { SLOWEST } from '../../config/why.ts';
import type { Explanation } from '../../evidence/result/why.ts';
import { median } from '../statistics/median.ts';
import type { Asked, ComparedEndpoint } from './asked.ts';
import { LEVEL } from './standing-out.ts';

/** On each side, for a request to say anything. */
const RESPONSES = 20;
/** Of the relative change of all, that of the request in the middle. */
const ALIKE = 0.25;

/** Most requests got slower. */
export interface Rise {
  readonly rose: number;
  /** Of so many. */
  readonly requests: number;
  /** Relative, of the one in the middle. */
  readonly change: number;
}

/** Most requests together. Those that stand out of them come first, where there are any: see `explain`. */
export function explainEverywhere({ worse, everywhere }: Asked): Explanation[] {
  const figure = worse.find(({ endpoint }) => endpoint === null);
  if (figure === undefined || everywhere === null) return [];
  return [{ kind: 'everywhere', metric: figure.metric, share: 1, ...everywhere }];
}

/**
 * Whether most requests got slower together, as with a busier processor, a change that all of them go through, or a
 * request that holds what the others wait for: more of them than coins would (the sign test), and the one in the middle
 * by a part of the change of all that is worth telling. Each by its slowest tenth, since few responses leave a P99 to
 * chance.
 */
export function findEverywhere({ shift, endpoints }: Pick<Asked, 'shift' | 'endpoints'>): Rise | null {
  if (shift === undefined) return null;
  const changes = endpoints.flatMap((one) => changeOfSlowest(one) ?? []);
  const rose = changes.filter((change) => change > 0).length;
  if (changes.length === 0 || atLeast(rose, changes.length) > LEVEL) return null;
  const change = median(changes.sort((a, b) => a - b));
  if (change < ALIKE * (shift.afterMs / shift.beforeMs - 1)) return null;
  return { rose, requests: changes.length, change };
}

/** Relative, of the mean of the slowest tenth; null where too few responses say anything. */
function changeOfSlowest({ latency: { base, target } }: ComparedEndpoint): number | null {
  if (Math.min(base.count, target.count) < RESPONSES) return null;
  const [before, now] = [base, target].map((one) => one.meanOfSlowestMs(SLOWEST) ?? 0);
  return before && now ? now / before - 1 : null;
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
