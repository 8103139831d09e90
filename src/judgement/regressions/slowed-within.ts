/** A service that the load's own writes slow down, beside a figure that was stored before. */
import { METRICS, type Metric } from '../../config/metrics.ts';
import { Histogram } from '../../evidence/histogram.ts';
import type { WithinRun } from '../../evidence/history/record.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import { staysAsItIs } from '../../evidence/result/conditions.ts';
import { type JudgedRegression, type Opponent, openQuestion } from '../row.ts';
import { type Trend, trend } from '../statistics/trend.ts';

type Slowing = CauseOf<'slowed-within'>;

/** One-sided, for each of the two series. */
const SIGNIFICANT = 0.005;
/** A drift that is smaller than any tolerance is nobody's business. */
const SMALLEST = 0.05;
/** Below this share of the offered rate a queue grows, and makes latency rise whatever is stored. */
const KEPT_UP = 0.98;

/**
 * Whether throughput falls, or the latency of GET requests rises, over a run that writes; null where neither is shown.
 */
export function findSlowing(measurement: Measurement): Slowing | null {
  const found = trendsWithin(measurement);
  if (found === null) return null;
  const { writes } = measurement;
  const [throughput, latency] = [shownRise(found.throughput), shownRise(found.latency)];
  if (throughput === null && latency === null) return null;
  return { code: 'slowed-within', writes, throughput: throughput && 1 - 1 / (1 + throughput), latency };
}

/** How a run that writes changed within itself, shown or not, for its history; null where that can't be told. */
export function changeWithin(measurement: Measurement): WithinRun | null {
  const found = trendsWithin(measurement);
  if (found === null) return null;
  const { throughput, latency } = found;
  if (throughput === null && latency === null) return null;
  return {
    writes: measurement.writes,
    throughput: throughput && Math.expm1(-throughput.rise),
    latency: latency && Math.expm1(latency.rise),
  };
}

/**
 * By its batches, as logs: of the time from one success to the next, and of the latency of GET requests. Stages differ
 * from one another by what they ask, so that only a load that stays as it is can be looked at.
 */
function trendsWithin(measurement: Measurement): Record<'throughput' | 'latency', Trend | null> | null {
  const { conditions, writes, whole, ended } = measurement;
  const [stage] = conditions.stages;
  if (writes === 0 || stage === undefined || !staysAsItIs(conditions) || ended.how !== 'complete')
    return null;
  if (stage.ratePerSecond !== null && whole.throughputPerSecond < KEPT_UP * stage.ratePerSecond) return null;
  return {
    throughput: trendOf(whole.batches.map(({ throughputPerSecond }) => 1 / throughputPerSecond)),
    latency: trendOf(readLatencies(measurement)),
  };
}

/**
 * The same comparison, but that no regression fails which the drift within the run could have made: then it is open. A
 * run begins with what all runs before it have left, so that the drift of one of them is no bound for what they do
 * together, but its size says whether the tolerance means anything here.
 */
export function besideSlowing(opponent: Opponent, slowing: Slowing | null): Opponent {
  if (slowing === null) return opponent;
  return {
    ...opponent,
    compare(metric, scope) {
      const judged = opponent.compare(metric, scope);
      return isDoubtful(metric, judged, slowing) ? leaveOpen(judged, slowing) : judged;
    },
  };
}

function isDoubtful(metric: Metric, { regression }: JudgedRegression, slowing: Slowing): boolean {
  if (regression === null || regression.finding !== 'regressed' || !regression.gates) return false;
  const { kind } = METRICS[metric];
  if (kind === 'share') return false;
  const { throughput, latency } = slowing;
  const drift = kind === 'rate' ? (throughput ?? latency) : (latency ?? throughput);
  return drift !== null && drift >= regression.tolerance;
}

function leaveOpen({ warning: _, ...judged }: JudgedRegression, slowing: Slowing): JudgedRegression {
  const regression = judged.regression && { ...judged.regression, finding: 'not-comparable' as const };
  return { ...judged, regression, notes: [slowing], open: openQuestion(slowing) };
}

function trendOf(values: readonly (number | null)[]): Trend | null {
  return trend(values.map((value) => Math.log(value ?? Number.NaN)));
}

/** Relative, from the first value to the last one; null where no rise of some size is shown. */
function shownRise(found: Trend | null): number | null {
  if (found === null || found.p >= SIGNIFICANT) return null;
  const relative = Math.exp(found.rise) - 1;
  return relative >= SMALLEST ? relative : null;
}

/** Mean of the GET requests in each batch; null where a batch has none. */
function readLatencies({ whole, endpoints }: Measurement): (number | null)[] {
  const reads = endpoints.filter(({ method }) => method === 'GET');
  return whole.batches.map(
    (_, i) => Histogram.merge(...reads.flatMap(({ figures }) => figures.batches[i]?.latency ?? [])).meanMs,
  );
}
