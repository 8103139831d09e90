/** Looks at the clock, of which the one that took the least time is taken. */
const LOOKS = 5;

/**
 * Whether somebody sets this machine's clock: one that has just come up is often set by NTP some minutes later, and
 * what was found out about it before holds no longer.
 *
 * @returns by how many ms it was set since, whichever way; 0 where only time went by
 */
export function watchClock(): () => number {
  const before = aheadMs();
  return () => Math.round(Math.abs(aheadMs() - before));
}

/** By how much the clock is ahead of the time that goes by. A stall between the two looks is none of it. */
function aheadMs(): number {
  let [best, shortestMs] = [Number.NaN, Number.POSITIVE_INFINITY];
  for (let i = 0; i < LOOKS; i++) {
    const fromMs = performance.now();
    const clockMs = Date.now();
    const tookMs = performance.now() - fromMs;
    if (tookMs < shortestMs) [best, shortestMs] = [clockMs - fromMs, tookMs];
  }
  return best;
}
