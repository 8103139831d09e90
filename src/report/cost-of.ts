import type { Result } from '../evidence/result/schema.ts';
import type { Report } from './report.ts';

/** What requests per second cost; nothing where nobody said what the environment does. */
export function costOf({ plan: { cost }, measurement }: Report): Pick<Result, 'cost'> {
  if (cost === undefined) return {};
  // The throughput of a search is that of many loads together; its capacity is what the money buys.
  const perSecond = measurement?.search
    ? (measurement.search.capacity?.perSecond ?? null)
    : (measurement?.whole.throughputPerSecond ?? null);
  return { cost: { ...cost, throughputPerUnit: perSecond === null ? null : perSecond / cost.amount } };
}
