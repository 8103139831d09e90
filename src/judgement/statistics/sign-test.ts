/** A block whose two rounds differ by more than half is a stall on one side, not the usual difference. */
const STALL = Math.log(1.5);

interface Stalls {
  /** Blocks in which the target was the slow side. */
  readonly target: number;
  /** Blocks in which the base was. */
  readonly base: number;
  /** P(at least so many on the target), were each stall as likely to hit the one side as the other; 1 without any. */
  readonly pTarget: number;
}

/**
 * Counts the blocks with a gross difference and asks whether they hit the target too often. The interleaved gate judges
 * typical rounds; this is the warning for what only happens now and then.
 *
 * @param logSlowdowns of the blocks, positive = target slower
 */
export function countStalls(logSlowdowns: readonly number[], threshold = STALL): Stalls {
  if (logSlowdowns.some(Number.isNaN)) throw new RangeError('a slowdown is a number, not NaN');
  const target = logSlowdowns.filter((slowdown) => slowdown > threshold).length;
  const base = logSlowdowns.filter((slowdown) => slowdown < -threshold).length;
  return { target, base, pTarget: headsAtLeast(target, target + base) };
}

/** P(at least k heads in n throws of a fair coin). */
export function headsAtLeast(k: number, n: number): number {
  let chance = 2 ** -n;
  let tail = k <= 0 ? chance : 0;
  for (let heads = 1; heads <= n; heads++) {
    chance *= (n - heads + 1) / heads;
    if (heads >= k) tail += chance;
  }
  return Math.min(1, tail);
}
