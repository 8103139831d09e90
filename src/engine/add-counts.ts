/** Counts of several workers, rounds or request names together. */
import type { RetryCounts } from './retry-counts.ts';
import type { RequestStats } from './round.ts';

export function addCounts(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const part of parts)
    for (const [key, count] of Object.entries(part)) total[key] = (total[key] ?? 0) + count;
  return total;
}

/** Nothing where nothing is sent again. */
export function addRetries(parts: readonly RetryCounts[]): Pick<RequestStats, 'retries'> {
  if (parts.length === 0) return {};
  const total = (of: (part: RetryCounts) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
  return {
    retries: {
      repeated: total((part) => part.repeated),
      recovered: total((part) => part.recovered),
      givenUp: total((part) => part.givenUp),
      statuses: addCounts(parts.map((part) => part.statuses)),
      ends: {
        timeout: total((part) => part.ends.timeout),
        socket: total((part) => part.ends.socket),
        unanswered: total((part) => part.ends.unanswered),
      },
    },
  };
}
