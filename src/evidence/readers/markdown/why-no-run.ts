import type { BaselineFigures } from '../../baseline.ts';
import type { TableCell, TableColumn } from './table-columns.ts';

/** Cells named; more would not be read. */
const NAMED = 4;

/**
 * What a column or row that could have been a run lacks: the cells that weren't read, else the figures that aren't
 * there.
 */
export function whyNoRun(
  candidates: readonly { readonly one: TableColumn; readonly metrics: BaselineFigures }[],
): readonly string[] {
  const unread = candidates.flatMap(({ one }) => one.cells.filter(isUnread));
  if (unread.length > 0) {
    const more = unread.length > NAMED ? [`${unread.length - NAMED} more were not read`] : [];
    return [...unread.slice(0, NAMED).map(tellUnread), ...more];
  }
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

/** Named as a figure and beginning like one, and yet nothing came of it. */
function isUnread({ metric, values, objective, text }: TableCell): boolean {
  return metric !== null && values.length === 0 && !objective && /^[^\p{L}]*\d/u.test(text);
}

/** `line 5: P99: 101 has no unit`. */
function tellUnread({ metric, name, text, line }: TableCell): string {
  const bare = /^\d[\d.,'’ \u00a0]*$/u.test(text);
  const why =
    bare && metric?.kind === 'latency'
      ? 'has no unit'
      : bare && (metric?.kind === 'errors' || metric?.kind === 'success-rate')
        ? 'has no %'
        : 'is not read';
  return `line ${line}: ${name}: ${text.slice(0, 60)} ${why}`;
}
