import type { Buckets } from '../../engine/round.ts';
import type { StatedLatency } from '../../engine/stated.ts';
import { widthUs } from '../add-buckets.ts';

const SHARES = [
  ['p50', 0.5],
  ['p75', 0.75],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p99_9', 0.999],
  ['max', 1],
] as const;

/**
 * The fastest responses that percentiles allow: each response between two of them takes as long as the lower one. So no
 * request counts as slower than a limit that need not be; where P95 lies beyond a limit, 5 % do, and where only P99
 * does, 1 % and no more. Read by nearest rank, each percentile that is stated is there, and none that isn't.
 *
 * @param count responses behind the percentiles
 */
export function leastLatencies(stated: StatedLatency, count: number): Buckets {
  if (count === 0) return [];
  const points = SHARES.flatMap(([field, share]) => {
    const ms = stated[field];
    return ms === undefined ? [] : [{ ms, rank: Math.max(1, Math.ceil(share * count - 1e-9)) }];
  });
  if (points.length === 0) return [];
  const buckets: number[] = [];
  const add = (ms: number, more: number) => {
    if (more > 0) buckets.push(bucketUpTo(Math.floor(ms * 1000 + 1e-6)), more);
  };
  add(0, (points[0]?.rank ?? 1) - 1);
  let highest = 0;
  points.forEach(({ ms, rank }, i) => {
    highest = Math.max(highest, ms);
    add(highest, (points[i + 1]?.rank ?? count + 1) - rank);
  });
  return buckets;
}

/** The highest bucket that is read as no more than the value: a limit that a percentile just keeps is kept. */
function bucketUpTo(us: number): number {
  const edge = edgeOf(us);
  return edge + widthUs(edge) - 1 <= us || edge === 0 ? edge : edgeOf(edge - 1);
}

function edgeOf(us: number): number {
  const width = widthUs(us);
  return Math.floor(us / width) * width;
}
