import { newcombe, type Proportion } from '../statistics/newcombe.ts';
import { normalQuantile, RULED_OUT, SHOWN } from '../statistics/quantiles.ts';
import { isShownAbove } from '../statistics/shown-above.ts';
import type { Change } from './change.ts';

/**
 * An error rate against one stored one; numbers of requests are effective ones. Regressed when Newcombe's lower 99 %
 * bound of the difference is above 0 and the difference above the tolerance; within when its upper 95 % bound is below
 * the tolerance; improved by the mirrored rule. `tolerance` is absolute.
 *
 * @param level at which a change is shown, in place of 99 %
 */
export function judgeDifference(
  now: Proportion,
  before: Proportion,
  tolerance: number,
  level = SHOWN,
): Change {
  const { lower, upper } = newcombe(now, before, normalQuantile(RULED_OUT));
  return {
    change: now.share - before.share,
    interval: [lower, upper],
    detectable: detectableFrom(now.n, before, tolerance, level),
    finding: find(now, before, { tolerance, upper, level }),
  };
}

function find(
  now: Proportion,
  before: Proportion,
  { tolerance, upper, level }: { readonly tolerance: number; readonly upper: number; readonly level: number },
): Change['finding'] {
  const difference = now.share - before.share;
  if (difference > tolerance && isShownWorse(now, before, level)) return 'regressed';
  const shown = newcombe(now, before, normalQuantile(level));
  if (shown.upper < 0 && -difference > tolerance) return 'improved';
  return upper < tolerance ? 'within' : 'undecided';
}

/** Few requests need the exact test too: 1 error of 3 would else be a regression against 1 %. */
function isShownWorse(now: Proportion, before: Proportion, level: number): boolean {
  return (
    newcombe(now, before, normalQuantile(level)).lower > 0 && isShownAbove(now.share, now.n, before.share)
  );
}

/** By bisection: what is shown at one rate is shown at every higher one. Null where not even 100 % errors would be. */
function detectableFrom(n: number, before: Proportion, tolerance: number, level: number): number | null {
  if (!isShownWorse({ share: 1, n }, before, level)) return null;
  let [hidden, shown] = [before.share, 1];
  while (shown - hidden > 1e-6) {
    const middle = (hidden + shown) / 2;
    if (isShownWorse({ share: middle, n }, before, level)) shown = middle;
    else hidden = middle;
  }
  return Math.max(tolerance, shown - before.share);
}
