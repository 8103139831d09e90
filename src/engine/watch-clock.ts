/**
 * Whether somebody sets this machine's clock: one that has just come up is often set by NTP some minutes later, and
 * what was found out about it before holds no longer.
 *
 * @returns by how many ms it was set since, whichever way; 0 where only time went by
 */
export function watchClock(): () => number {
  const before = Date.now() - performance.now();
  return () => Math.round(Math.abs(Date.now() - performance.now() - before));
}
