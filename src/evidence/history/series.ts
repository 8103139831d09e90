import { METRICS, type Metric } from '../../config/metrics.ts';
import { fewestResponses } from '../../config/responses.ts';
import { figureOf } from '../figure-of.ts';
import { areTooMany } from '../too-many-errors.ts';
import type { HistoryPoint } from './basis.ts';
import { machineOf } from './machine.ts';
import type { HistoryRecord, RecordFigures } from './record.ts';

/**
 * One figure through the records that have it. Left out of latency and throughput is what has no logarithm, a quantile
 * of too few responses, and a run that failed so often that its speed says nothing.
 *
 * @param records oldest first
 * @param part request name, null for the whole, or the index of a stage
 */
export function seriesOf(
  records: readonly HistoryRecord[],
  metric: Metric,
  part: string | null | number,
): readonly HistoryPoint[] {
  const seen = records.flatMap((record) => {
    const figures = figuresOf(record, part);
    return figures && figures.requests > 0 ? [{ record, figures }] : [];
  });
  const usual = middle(seen.map(({ figures }) => figures.errorRate ?? 0));
  return seen.flatMap(({ record, figures }) => {
    const { scale, kind } = METRICS[metric];
    // A search goes to where requests fail; what it found holds all the same.
    const isPlain = scale === 'linear' || kind === 'capacity';
    const value = isPlain ? figureOf(metric, figures) : speedOf(metric, figures, usual);
    if (value === null || (scale === 'log' && value <= 0)) return [];
    const { at, commit, within } = record;
    const machine = machineOf(record);
    return [{ value, requests: figures.requests, at, commit, machine, ...(within && { within }) }];
  });
}

/** The mean of a series of the server's side through the records that have one above 0. */
export function serverSeriesOf(records: readonly HistoryRecord[], series: string): readonly HistoryPoint[] {
  return records.flatMap((record): HistoryPoint[] => {
    const { at, commit, whole, server = [] } = record;
    const value = server.find((one) => one.series === series)?.mean ?? 0;
    return value > 0 ? [{ value, requests: whole.requests, at, commit, machine: machineOf(record) }] : [];
  });
}

/** Records don't change, and each is asked for every figure of every request. */
const byName = new WeakMap<HistoryRecord, ReadonlyMap<string, RecordFigures>>();

function figuresOf(record: HistoryRecord, part: string | null | number): RecordFigures | undefined {
  if (part === null) return record.whole;
  if (typeof part === 'number') return record.stages?.[part];
  const known = byName.get(record) ?? new Map(record.endpoints.map((figures) => [figures.name, figures]));
  byName.set(record, known);
  return known.get(part);
}

function speedOf(metric: Metric, figures: RecordFigures, usual: number): number | null {
  const errorRate = figures.errorRate ?? 0;
  // Failures are often faster than successes.
  if (areTooMany(errorRate, usual)) return null;
  // A quantile is of successes; the timeouts that it also counts are not recorded by themselves.
  const responses = Math.round(figures.requests * (1 - errorRate));
  if (METRICS[metric].kind === 'latency' && responses < fewestResponses(metric)) return null;
  const value = figureOf(metric, figures);
  return value !== null && value > 0 ? value : null;
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
