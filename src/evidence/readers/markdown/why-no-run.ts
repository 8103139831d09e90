import type { BaselineFigures } from '../../baseline.ts';
import type { TableColumn } from './table-columns.ts';
import { isUnread, tellUnread } from './unread.ts';

/**
 * What a column or row that could have been a run lacks: the cells that weren't read, else the figures that aren't
 * there.
 */
export function whyNoRun(
  candidates: readonly { readonly one: TableColumn; readonly metrics: BaselineFigures }[],
): readonly string[] {
  const unread = candidates.flatMap(({ one }) => one.cells.filter(isUnread));
  if (unread.length > 0) return tellUnread(unread);
  const stated = candidates.map(({ metrics }) => ({
    latency: countPercentiles(metrics) > 0,
    volume: statesVolume(metrics),
  }));
  if (stated.some(({ latency, volume }) => latency && volume)) return [];
  if (stated.some(({ latency }) => latency)) return ['it states no throughput and no number of requests'];
  return stated.some(({ volume }) => volume) ? ['it states no percentile of the latency'] : [];
}

export function countPercentiles({ latencyAllMs }: BaselineFigures): number {
  return Object.keys(latencyAllMs ?? {}).filter((name) => name.startsWith('p')).length;
}

/** How much was asked, or how fast. */
export function statesVolume({
  responsesPerSecond,
  throughputPerSecond,
  requests,
}: BaselineFigures): boolean {
  return [responsesPerSecond, throughputPerSecond, requests].some((figure) => figure !== undefined);
}
