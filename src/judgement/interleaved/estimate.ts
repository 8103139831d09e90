import { BETA } from '../../config/gate/split-alpha.ts';
import { METRICS, type Metric } from '../../config/metrics.ts';
import { toChange, toInterval } from '../scale.ts';
import { effective } from '../statistics/errors-gate.ts';
import { newcombe } from '../statistics/newcombe.ts';
import { normalQuantile } from '../statistics/quantiles.ts';
import { signedRankBounds } from '../statistics/signed-rank.ts';
import { levelAfter } from '../statistics/spending-plan.ts';
import { errorBlock, type ScopeBlock, worseningsOf } from './series.ts';

/** How much the target differs from the base, whether or not a gate asks. */
export interface Estimate {
  readonly series: readonly (number | null)[];
  /** Blocks that say something. */
  readonly seen: readonly number[];
  /** As people read it: relative, for errors absolute; above 0 is a larger figure. Null without a block. */
  readonly change: number | null;
  /**
   * Of `change`: each end at 5 % over the whole run, however many analyses there are. Its worse end is the bound that a
   * gate passes by.
   */
  readonly interval: readonly [number, number] | null;
}

/** @param blocks or steps of several of them, see `stepsOf` @param nmax blocks of the budget */
export function estimate(metric: Metric, blocks: readonly ScopeBlock[], nmax: number): Estimate {
  const series = worseningsOf(metric, blocks);
  const seen = series.filter((value) => value !== null);
  if (seen.length === 0) return { series, seen, change: null, interval: null };
  const ends = series.flatMap((value, i) => (value === null ? [] : [i + 1]));
  const level = levelAfter(ends, nmax, BETA);
  const bounds = signedRankBounds(seen, level, level);
  if (METRICS[metric].kind !== 'share') {
    return { series, seen, change: toChange(metric, bounds.estimate), interval: toInterval(metric, bounds) };
  }
  // Where most blocks have no error at all, the middle one hides the others: the mean is what is told.
  const change = seen.reduce((sum, rise) => sum + rise, 0) / seen.length;
  return { series, seen, change, interval: widen(metric, blocks, level, bounds) };
}

/** An error gate passes by the signed ranks and by Newcombe's bound; the interval shows the wider of the two. */
function widen(
  metric: Metric,
  blocks: readonly ScopeBlock[],
  level: number,
  bounds: { readonly lower: number; readonly upper: number },
): readonly [number, number] | null {
  const target = effective(blocks.map((block) => errorBlock(block).target));
  const base = effective(blocks.map((block) => errorBlock(block).base));
  if (level <= 0 || !target || !base) return null;
  const { lower, upper } = newcombe(target, base, -normalQuantile(level));
  return toInterval(metric, {
    lower: Math.min(lower, bounds.lower),
    upper: Math.max(upper, bounds.upper),
  });
}
