import { METRICS } from '../../config/metrics.ts';
import type { TrendResult } from '../../evidence/result/comparison.ts';
import type { TrendFigures } from '../../evidence/result/trends.ts';
import { type OpenQuestion, openQuestion } from '../row.ts';
import { fromSize, toChange, toInterval } from '../scale.ts';
import { RULED_OUT } from '../statistics/quantiles.ts';
import type { MeasuredTrend } from './measure-trend.ts';

/** Of a metric's α: the three that are looked at in each run cry wolf in 1 % of runs together, at most. */
const ADVISING = 0.5;
/** Longer than any run may be: what would take this long is not decided by waiting. */
const LONGEST_SECONDS = 7200;

/** As it is told; null where its ends are not known, as of a figure that was 0 for a good part of the time. */
export function tellTrend(trend: MeasuredTrend): TrendFigures | null {
  const { metric, rise, bounds, seconds, first, last, endSeconds, windows, windowSeconds, blockSeconds } =
    trend;
  const interval = toInterval(metric, bounds(RULED_OUT));
  if (interval === null) return null;
  const change = toChange(metric, rise);
  return {
    metric,
    change,
    interval,
    shown: findShown(trend),
    seconds,
    first,
    last,
    endSeconds,
    windows,
    windowSeconds,
    blockSeconds,
  };
}

/** Whether it went up or down for certain, and by so much that somebody should know. */
function findShown({ metric, rise, bounds }: MeasuredTrend): TrendFigures['shown'] {
  const { alpha, smallestDrift } = METRICS[metric];
  const worthTelling = fromSize(metric, smallestDrift);
  const { lower, upper } = bounds(1 - ADVISING * alpha);
  if (lower > 0 && rise >= worthTelling) return 'worse';
  return upper < 0 && -rise >= worthTelling ? 'better' : null;
}

interface JudgedTrend {
  readonly result: TrendResult;
  readonly open: OpenQuestion | null;
}

/**
 * Holds a trend against the change that is tolerated over the stretch. Degraded when it is shown to be one for the
 * worse, at its α, and is larger than that; within when its upper 95 % bound is below; what is neither stays open.
 *
 * @param tolerance a size above 0, in the unit of a change
 * @param alpha chance of a false fail
 */
export function judgeTrend(
  trend: MeasuredTrend,
  told: TrendFigures,
  tolerance: number,
  alpha: number,
): JudgedTrend {
  const { metric, rise, bounds } = trend;
  const tolerated = fromSize(metric, tolerance);
  const upper = bounds(RULED_OUT).upper;
  const lower = bounds(1 - alpha).lower;
  if (rise > tolerated && lower > 0) return decided(tolerance, 'degraded');
  if (upper < tolerated) return decided(tolerance, 'within');
  // The spread of the line shrinks with the root of the time, if the change stays what it is over a longer stretch.
  const [reach, room] = rise > tolerated ? [rise - lower, rise] : [upper - rise, tolerated - rise];
  const needed = trend.seconds * (reach / room) ** 2;
  const more = Math.max(1, Math.ceil(needed - trend.seconds));
  const secondsMore = Number.isFinite(needed) && more <= LONGEST_SECONDS ? more : null;
  return {
    result: { tolerance, finding: 'undecided', secondsMore },
    open: openQuestion({
      code: 'trend-undecided',
      metric,
      endpoint: null,
      change: told.change,
      interval: told.interval,
      tolerance,
      seconds: told.seconds,
      secondsMore,
    }),
  };
}

function decided(tolerance: number, finding: 'degraded' | 'within'): JudgedTrend {
  return { result: { tolerance, finding, secondsMore: null }, open: null };
}
