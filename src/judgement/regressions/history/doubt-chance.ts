import { METRICS, type MetricScope, worsening } from '../../../config/metrics.ts';
import type { HistoryPoint } from '../../../evidence/history/basis.ts';
import { formatChangeSize, formatCount } from '../../format.ts';
import type { OpenQuestion } from '../../row.ts';
import { nameRow } from '../../wording.ts';
import type { Change } from '../change.ts';

export interface Doubt extends MetricScope {
  readonly change: Change;
  readonly tolerance: number;
  /** Enough to gate. */
  readonly points: readonly HistoryPoint[];
  /** What the row says of it. */
  readonly note: string | null;
}

/** A worsening beyond the tolerance that the history's own spread may explain; null where there is none. */
export function doubtChance({
  metric,
  endpoint,
  change,
  tolerance,
  points,
  note,
}: Doubt): OpenQuestion | null {
  const worse = worsening(metric, change.change);
  if (change.finding !== 'undecided' || worse <= tolerance) return null;
  const by = formatChangeSize(metric, worse);
  const from = change.detectable === null ? null : formatChangeSize(metric, change.detectable);
  const shows =
    from === null ? '' : from === by ? '; they show little more' : `; they show it from ${from} on`;
  const verb = METRICS[metric].worse === 'lower' ? 'fell' : 'rose';
  const why = `${nameRow({ metric, endpoint })} ${verb} by ${by}, which ${formatCount(points.length)} runs of history can't tell from chance${shows}`;
  return {
    why,
    note: note ?? why,
    secondsMore: null,
    advice:
      'Measure it again: what comes by chance seldom comes twice. Single runs that stalled widen what chance may explain; tailgate history show lists them.',
    beyondLimit: false,
  };
}
