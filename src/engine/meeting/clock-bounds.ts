/**
 * How far another clock is from this machine's, from what it said at moments that are known only between two readings
 * of this one's. Each such answer leaves the offset an interval, and all of them together what they have in common: no
 * assumption of which way of a request took longer, as an average would make.
 */
import type { ClockOffset } from '../meeting.ts';

/** The offset, what to add to this machine's clock, lies between the two; in ms. */
export interface ClockBounds {
  readonly fromMs: number;
  readonly toMs: number;
}

/** More than that would show in the figures of a load's first seconds. */
const MOST_UNCERTAIN_MS = 100;

/**
 * What one answer leaves.
 * @param saidMs what the other clock showed, cut to a multiple of `resolutionMs`
 * @param sentMs this machine's clock before it was asked
 * @param heardMs the same once it had answered
 */
export function boundsOf(saidMs: number, resolutionMs: number, sentMs: number, heardMs: number): ClockBounds {
  return { fromMs: saidMs - heardMs, toMs: saidMs + resolutionMs - sentMs };
}

export function narrow(known: ClockBounds | null, { fromMs, toMs }: ClockBounds): ClockBounds {
  if (known === null) return { fromMs, toMs };
  return { fromMs: Math.max(known.fromMs, fromMs), toMs: Math.min(known.toMs, toMs) };
}

/**
 * Where answers contradict one another, as they do when a clock was set meanwhile, the truth is on either side of the
 * gap.
 */
export function offsetWithin({ fromMs, toMs }: ClockBounds, source: ClockOffset['source']): ClockOffset {
  const uncertaintyMs = toMs >= fromMs ? (toMs - fromMs) / 2 : fromMs - toMs;
  return { offsetMs: Math.round((fromMs + toMs) / 2), uncertaintyMs: Math.ceil(uncertaintyMs), source };
}

export function isCertain({ uncertaintyMs }: ClockOffset): boolean {
  return uncertaintyMs <= MOST_UNCERTAIN_MS;
}

/** For the sentence of a meeting that is called off. */
export function describeUncertain({ uncertaintyMs }: ClockOffset): string {
  return `is known to ${uncertaintyMs} ms only, and shards that begin at one moment need ${MOST_UNCERTAIN_MS} ms`;
}
