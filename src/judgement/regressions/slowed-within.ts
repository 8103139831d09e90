/** A service that the load's own writes slow down, beside a figure that was stored before. */
import { METRICS, type Metric } from '../../config/metrics.ts';
import { Histogram } from '../../evidence/histogram.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import { type JudgedRegression, type Opponent, openQuestion } from '../row.ts';
import { trend } from '../statistics/trend.ts';

type Slowing = CauseOf<'slowed-within'>;

/** One-sided, for each of the two series. */
const SIGNIFICANT = 0.005;
/** A drift that is smaller than any tolerance is nobody's business. */
const SMALLEST = 0.05;
/** Below this share of the offered rate a queue grows, and makes latency rise whatever is stored. */
const KEPT_UP = 0.98;

/**
 * Whether throughput falls, or the latency of GET requests rises, over a run that writes; null where neither is shown.
 * Stages differ from one another by what they ask, so that only a load of one stage can be looked at.
 */
export function findSlowing(measurement: Measurement): Slowing | null {
  const { conditions, writes, whole, ended } = measurement;
  const [stage, ...others] = conditions.stages;
  if (writes === 0 || stage === undefined || others.length > 0 || ended.how !== 'complete') return null;
  if (stage.ratePerSecond !== null && whole.throughputPerSecond < KEPT_UP * stage.ratePerSecond) return null;
  const throughput = rise(whole.batches.map(({ throughputPerSecond }) => 1 / throughputPerSecond));
  const latency = rise(readLatencies(measurement));
  if (throughput === null && latency === null) return null;
  return { code: 'slowed-within', writes, throughput: throughput && 1 - 1 / (1 + throughput), latency };
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

/** Relative, from the first value to the last one; null where no rise of some size is shown. */
function rise(values: readonly (number | null)[]): number | null {
  const logs = values.map((value) => Math.log(value ?? Number.NaN));
  const found = trend(logs);
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
