/** The mean of a series against the base's, a stored one's or a history's. */

import { TAIL } from '../../config/metrics.ts';
import { CPU_PER_REQUEST } from '../../config/server-series.ts';
import type { HistoryPoint } from '../../evidence/history/basis.ts';
import type { ServerFigures } from '../../evidence/server/server-figures.ts';
import type { Change } from '../regressions/change.ts';
import { judgeSpeed } from '../regressions/history/change.ts';
import { judgeRatio } from '../regressions/ratio.ts';
import { judgeSpeedChange } from '../regressions/speed-change.ts';
import { FEWEST_PASSES, reachOf } from '../statistics/few-passes.ts';
import { GATES_FROM } from '../statistics/history-limit.ts';
import { RULED_OUT, SHOWN } from '../statistics/quantiles.ts';
import { valuesOf } from './values-of.ts';

/** Relative, and worse above 0: what a change of the tail is, and every other one of these. */
const RELATIVE = TAIL;

interface MeanRule {
  /** Relative, above 0. */
  readonly tolerance: number;
  /** `gate.spread`. */
  readonly spread: number;
}

/** What nothing can be said of, and why. */
export type MissingMean = 'now' | 'before' | 'runs' | 'spread';

/** Null where the series is not there. */
export function meanOf(series: string, figures: ServerFigures | null): number | null {
  if (series === CPU_PER_REQUEST) return figures?.cpuPerRequest?.seconds ?? null;
  return figures?.series.find(({ key }) => key === series)?.mean ?? null;
}

/** Both sides, part by part of their load: they were measured in turn. */
export function againstBaseMeans(
  series: string,
  target: ServerFigures | null,
  base: ServerFigures | null,
  { tolerance, spread }: MeanRule,
): Change | MissingMean {
  const [now, before] = [positive(meanOf(series, target)), positive(meanOf(series, base))];
  if (now === null || target === null) return 'now';
  if (before === null || base === null) return 'before';
  const logs = { target: logsOf(series, target), base: logsOf(series, base) };
  if (Math.min(logs.target.length, logs.base.length) < FEWEST_PASSES) return 'spread';
  const values = { ...logs, within: 0, spread };
  const [shown, ruledOut] = [reachOf(values, SHOWN), reachOf(values, RULED_OUT)];
  return judgeSpeedChange({ metric: RELATIVE, now, before, shown, ruledOut, tolerance });
}

export function againstStoredMean(
  now: number | null,
  before: number | null,
  rule: MeanRule,
): Change | MissingMean {
  const [own, other] = [positive(now), positive(before)];
  if (own === null) return 'now';
  if (other === null) return 'before';
  return judgeRatio({
    metric: RELATIVE,
    now: own,
    before: other,
    // What a series varies by within a run is little beside what it varies by from run to run.
    standardErrorNow: 0,
    standardErrorBefore: 0,
    ...rule,
  });
}

/** @param points of the last regime */
export function againstRuns(
  now: number | null,
  points: readonly HistoryPoint[],
  { tolerance }: MeanRule,
): Change | MissingMean {
  const own = positive(now);
  if (own === null) return 'now';
  if (points.length < GATES_FROM) return 'runs';
  return judgeSpeed({ metric: RELATIVE, now: own, points, ownSpread: 0, tolerance });
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}

function logsOf(series: string, figures: ServerFigures): number[] {
  return valuesOf(series, figures).flatMap((value) => (value > 0 ? [Math.log(value)] : []));
}
