/** Whether the runs of a drift slow down within themselves, as a service does that the load's own writes fill. */
import { METRICS, type Metric } from '../../config/metrics.ts';
import type { HistoryPoint } from '../../evidence/history/basis.ts';
import { median } from '../statistics/median.ts';
import { headsAtLeast } from '../statistics/sign-test.ts';

/** That so many of the runs slow down by chance. */
const BY_CHANCE = 0.01;

export interface OwnWrites {
  /** Runs of which it is known. */
  readonly runs: number;
  /** Of these, those that were slower at their end than at their beginning. */
  readonly slower: number;
  /** What of them is told: throughput, or the latency of GET requests. */
  readonly of: 'throughput' | 'latency';
  /** Relative change of that within a run, and writing requests of a run: the medians. */
  readonly change: number;
  readonly writes: number;
}

/**
 * Null where that isn't shown. One run's trend is mostly noise; where nothing is behind it, half of the runs have it
 * the other way.
 *
 * @param points runs before the drift and since, those without a write among them
 */
export function findOwnWrites(metric: Metric, points: readonly HistoryPoint[]): OwnWrites | null {
  const { kind } = METRICS[metric];
  if (kind === 'share') return null;
  const [own, other] =
    kind === 'rate' ? (['throughput', 'latency'] as const) : (['latency', 'throughput'] as const);
  return slowingIn(points, own) ?? slowingIn(points, other);
}

function slowingIn(points: readonly HistoryPoint[], of: OwnWrites['of']): OwnWrites | null {
  const known = points.flatMap(({ within }) => {
    const change = within?.[of] ?? null;
    return within && change !== null ? [{ change, writes: within.writes }] : [];
  });
  const slower = known.filter(({ change }) => (of === 'latency' ? change > 0 : change < 0)).length;
  if (known.length === 0 || headsAtLeast(slower, known.length) >= BY_CHANCE) return null;
  const middle = (values: readonly number[]) => median([...values].sort((a, b) => a - b));
  return {
    runs: known.length,
    slower,
    of,
    change: middle(known.map(({ change }) => change)),
    writes: Math.round(middle(known.map(({ writes }) => writes))),
  };
}
