/**
 * Ms of a monotonic clock that all threads of the process share: `performance.now` counts in each thread from when that
 * was started.
 */
export function commonMs(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}
