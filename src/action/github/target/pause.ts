const HOUR_MS = 3_600_000;
/** Of the thousand requests that a repository's jobs have in an hour; the others are for what else runs there. */
const MOST_REQUESTS = 600;

/**
 * How long to wait before the next look for a target, in ms: sixty looks in the time there is, ten seconds apart at
 * most, unless they would ask GitHub for too much.
 * @param asked requests that the look before took
 */
export function pauseBetweenPolls(timeoutMs: number, asked: number): number {
  const usualMs = Math.min(10_000, Math.max(250, timeoutMs / 60));
  return Math.max(usualMs, (asked * Math.min(timeoutMs, HOUR_MS)) / MOST_REQUESTS);
}
