import type { Sides } from '../../evidence/result/parts.ts';
import { normalQuantile, SHOWN } from '../statistics/quantiles.ts';
import type { ChanceRule } from './asked.ts';

/**
 * Two runs, or passes too few to be told from chance by their signs: what differs has to exceed what two runs of the
 * same code are assumed to differ by, and what so few responses leave to chance.
 * @param spread from run to run that is assumed: a log standard deviation (gate.spread)
 */
export function chanceBetweenRuns(spread: number): ChanceRule {
  const leastRatio = normalQuantile(SHOWN) * Math.SQRT2 * spread;
  const exceeds = (before: number, now: number) => now > 0 && Math.log(now / before) > leastRatio;
  return {
    isSlower: ({ latency }, { quantile }, beyondMs) => {
      const [before, now] = [latency.base, latency.target].map(
        (one) => one.percentileMs(100 * quantile) ?? 0,
      );
      if (!exceeds(before ?? 0, now ?? 0)) return false;
      return isMore({
        base: latency.base.shareAboveMs(beyondMs),
        target: latency.target.shareAboveMs(beyondMs),
      });
    },
    standsOut: (_, times) => exceeds(1, times),
    isLonger: ({ slowest }, duration) =>
      slowest !== null &&
      exceeds(slowest.base.byName.get(duration) ?? 0, slowest.target.byName.get(duration) ?? 0),
    isLongerStep: ({ times: { base, target } }, step, of) =>
      exceeds(base[of].byName.get(step) ?? 0, target[of].byName.get(step) ?? 0),
  };
}

/** Of two proportions, by their pooled standard error. */
function isMore({ base, target }: Sides<{ readonly above: number; readonly count: number }>): boolean {
  if (base.count === 0 || target.count === 0) return false;
  const together = (base.above + target.above) / (base.count + target.count);
  const error = Math.sqrt(together * (1 - together) * (1 / base.count + 1 / target.count));
  return target.above / target.count - base.above / base.count > normalQuantile(SHOWN) * error;
}
