import { METRIC_NAMES } from '../metrics.ts';
import type { Gate } from '../plan.ts';
import { splitAlpha } from './split-alpha.ts';

/**
 * Blocks below which some declared regression could never fail, however much worse the target is: that all of n blocks
 * agree has a chance of 2^−n, and a gate fails by no larger chance than its α. 8 for the three figures of the whole;
 * more gates share the same chance, and each of them takes longer.
 *
 * @returns 0 where no regression is declared
 */
export function fewestBlocks({
  whole,
  endpoints,
  flows = {},
}: Pick<Gate, 'whole' | 'endpoints' | 'flows'>): number {
  const gates = [whole, ...Object.values(endpoints), ...Object.values(flows)].flatMap((bounds) =>
    METRIC_NAMES.filter((metric) => (bounds[metric]?.regression ?? null) !== null),
  );
  return Math.max(0, ...splitAlpha(gates).map((alpha) => Math.ceil(-Math.log2(alpha))));
}
