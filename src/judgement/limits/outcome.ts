import { formatSeconds } from '../format.ts';
import type { JudgedLimit } from '../row.ts';
import type { LimitResult } from '../verdict.ts';

type BoundKind = LimitResult['bound'];

/** Longer than any run may be: what would take this long lies on its limit and is not decided by waiting. */
export const LONGEST_SECONDS = 7200;

export function decided(bound: BoundKind, value: number, finding: 'within' | 'over-limit'): JudgedLimit {
  return { result: { bound, value, finding, secondsMore: null }, open: null };
}

/** There is no figure to hold against the limit. */
export function unknown(bound: BoundKind, value: number, name: string, why: string): JudgedLimit {
  return {
    result: { bound, value, finding: 'undecided', secondsMore: null },
    open: {
      why: `${name} can't be judged: ${why}`,
      note: why,
      secondsMore: null,
      advice: null,
      beyondLimit: false,
    },
  };
}

/**
 * The figure is beyond its limit, but chance could have put it there. `seconds` is the load that would show it, were
 * the figure to stay; null where that isn't known.
 */
export function beyond(
  bound: BoundKind,
  value: number,
  name: string,
  figure: string,
  seconds: number | null,
): JudgedLimit {
  const secondsMore = seconds === null || seconds > LONGEST_SECONDS ? null : Math.max(1, Math.ceil(seconds));
  const outlook =
    secondsMore === null
      ? 'too near for more load to decide'
      : `${formatSeconds(secondsMore)} more would decide`;
  return {
    result: { bound, value, finding: 'undecided', secondsMore },
    open: {
      why: `${name} is ${figure}, but not by enough to rule out chance`,
      note: `beyond its limit, but chance isn't ruled out; ${outlook}`,
      secondsMore,
      advice:
        secondsMore === null
          ? 'The figure lies so near its limit that a longer run hardly decides it.'
          : null,
      beyondLimit: true,
    },
  };
}
