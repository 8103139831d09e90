import type { Metric } from '../../../config/metrics.ts';
import type { HistoryPoint } from '../../../evidence/history/basis.ts';
import { historyLimit } from '../../statistics/history-limit.ts';
import { median } from '../../statistics/median.ts';
import { RULED_OUT, SHOWN } from '../../statistics/quantiles.ts';
import type { Change } from '../change.ts';
import { judgeSpeedChange } from '../speed-change.ts';

/** A run's latency or throughput against the last regime of its history. */
interface Speed {
  /** On a log scale. */
  readonly metric: Metric;
  /** Above 0. */
  readonly now: number;
  /** At least two. */
  readonly points: readonly HistoryPoint[];
  /** By how much, as a standard deviation on logs, the run varies beyond those of the history. */
  readonly ownSpread: number;
  /** Relative. */
  readonly tolerance: number;
}

/**
 * Regressed where the run is beyond the one-sided 99 % prediction limit and worse than typical by more than the
 * tolerance; within where the 95 % bound of its change rules the tolerance out; improved by the mirrored rule.
 */
export function judgeSpeed({ metric, now, points, ownSpread, tolerance }: Speed): Change {
  const values = points.map(({ value }) => value);
  const reach = (level: number): { before: number; log: number } => {
    const { typical, limit } = historyLimit(values, 'higher', { level, ownSpread });
    const before = typical ?? now;
    return { before, log: Math.log((limit ?? before) / before) };
  };
  const { before, log: shown } = reach(SHOWN);
  return judgeSpeedChange({ metric, now, before, shown, ruledOut: reach(RULED_OUT).log, tolerance });
}

/**
 * What is typical of a history, and the slowdown on the log scale that its nights explain by themselves.
 *
 * @param points at least two
 */
export function explainedBy(points: readonly HistoryPoint[]): {
  readonly before: number;
  readonly shown: number;
} {
  const values = points.map(({ value }) => value);
  const { typical, limit } = historyLimit(values, 'higher', { level: SHOWN });
  if (typical === null || limit === null) throw new RangeError('a history of one run explains nothing');
  return { before: typical, shown: Math.log(limit / typical) };
}

/**
 * How much a run of fewer requests than the history's varies beyond them, as a standard deviation on logs: the part of
 * its own sampling error that theirs, which is in their spread, does not cover.
 */
export function ownSpread(standardError: number, requests: number, points: readonly HistoryPoint[]): number {
  const usual = median(points.map((point) => point.requests).sort((a, b) => a - b));
  return standardError * Math.sqrt(Math.max(0, 1 - requests / usual));
}
