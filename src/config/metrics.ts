/**
 * What can be gated: a row a metric; what those of a kind have in common is in metric-kinds.ts. The schema of `gate`,
 * judgement, tables, outputs, history and calibration are made of these rows; no other file asks which metric it has
 * before it. Another one is another row, and where it is read from a measurement, `evidence/figure-of.ts`.
 */
import type { AnyRow, QuantileOf } from './metric-row.ts';

/** Of what is held against a limit alone: nothing of a comparison is ever asked of it. */
const LIMIT_ALONE = {
  worse: 'higher',
  bound: 'max',
  alpha: 0.01,
  smallestTolerance: 0,
  usualTolerance: 0,
  smallestDrift: 0,
  headline: false,
  declaredOn: 'whole',
  compared: false,
} as const;

function latency<const Field extends string>(
  label: string,
  quantile: number,
  field: Field,
  output: string,
  headline = false,
): QuantileOf<Field> {
  return {
    kind: 'latency',
    label,
    noun: label,
    quantile,
    field,
    worse: 'higher',
    bound: 'max',
    scale: 'log',
    alpha: 0.01,
    smallestTolerance: 0.05,
    usualTolerance: 0.1,
    smallestDrift: 0.05,
    headline,
    declaredOn: 'any',
    compared: true,
    outputs: { figure: `${output}-ms`, change: `${output}-change` },
  };
}

const ROWS = {
  p50: latency('P50', 0.5, 'p50', 'p50'),
  p90: latency('P90', 0.9, 'p90', 'p90'),
  p95: latency('P95', 0.95, 'p95', 'p95'),
  p99: latency('P99', 0.99, 'p99', 'p99', true),
  'p99.9': latency('P99.9', 0.999, 'p99_9', 'p99-9'),
  throughput: {
    kind: 'rate',
    label: 'Throughput',
    noun: 'throughput',
    worse: 'lower',
    bound: 'min',
    scale: 'log',
    alpha: 0.005,
    smallestTolerance: 0.05,
    usualTolerance: 0.1,
    smallestDrift: 0.05,
    headline: true,
    declaredOn: 'any',
    compared: true,
    outputs: { figure: 'throughput-per-second', change: 'throughput-change' },
  },
  errors: {
    kind: 'share',
    label: 'Errors',
    noun: 'error rate',
    worse: 'higher',
    bound: 'max',
    scale: 'linear',
    alpha: 0.005,
    smallestTolerance: 0,
    usualTolerance: 0.005,
    smallestDrift: 0.005,
    headline: true,
    declaredOn: 'any',
    compared: true,
    outputs: { figure: 'error-rate', change: 'error-rate-change' },
  },
  capacity: {
    kind: 'capacity',
    label: 'Capacity',
    noun: 'capacity',
    field: 'capacityPerSecond',
    worse: 'lower',
    bound: 'min',
    scale: 'log',
    alpha: 0.01,
    smallestTolerance: 0.05,
    usualTolerance: 0.1,
    smallestDrift: 0.05,
    headline: false,
    declaredOn: 'whole',
    compared: true,
    outputs: { figure: 'capacity-per-second', change: 'capacity-change' },
  },
  attempts: {
    ...LIMIT_ALONE,
    declaredOn: 'any',
    kind: 'ratio',
    label: 'Attempts',
    noun: 'ratio of attempts to requests',
    scale: 'log',
    outputs: { figure: 'attempts-per-request' },
  },
  recovery: {
    ...LIMIT_ALONE,
    kind: 'time',
    label: 'Recovery',
    noun: 'recovery',
    field: 'recoverySeconds',
    scale: 'log',
    outputs: { figure: 'recovery-seconds' },
  },
  'fault-errors': {
    ...LIMIT_ALONE,
    kind: 'part',
    label: 'Errors during the fault',
    noun: 'error rate during the fault',
    field: 'faultErrorRate',
    scale: 'linear',
    outputs: { figure: 'fault-error-rate' },
  },
} as const satisfies Readonly<Record<string, AnyRow>>;

/** As it is written under `gate` and in the result file. */
export type Metric = keyof typeof ROWS;

/** The latencies that can be gated, as a measurement names them. */
export type LatencyField = Extract<(typeof ROWS)[Metric], { kind: 'latency' }>['field'];

type LatencyMetric = QuantileOf<LatencyField>;
export type MetricRow = Exclude<AnyRow, QuantileOf<string>> | LatencyMetric;

export const METRICS: Readonly<Record<Metric, MetricRow>> = ROWS;

/** The quantiles, lowest first. */
export const QUANTILES: readonly LatencyMetric[] = Object.values(METRICS).filter(
  (row) => row.kind === 'latency',
);

/** In the order of tables. */
export const METRIC_NAMES = Object.keys(ROWS) as [Metric, ...Metric[]];

/** Those that may be declared of a single request, or of a stage. */
export const ENDPOINT_METRICS = METRIC_NAMES.filter((metric) => METRICS[metric].declaredOn === 'any');

export const HEADLINE_METRICS = METRIC_NAMES.filter((metric) => METRICS[metric].headline);

/** The metric by which the tail is told where a single one has to do: requests without a gate, noise, stalls, drift. */
export const TAIL: 'p99' & Metric = 'p99';

/** Of all latencies, 0…1, those up to it. */
export const TAIL_QUANTILE = ROWS[TAIL].quantile;

/** Those of a list that are about this metric. */
export function ofMetric<T extends { readonly metric: Metric }>(list: readonly T[], metric: Metric): T[] {
  return list.filter((one) => one.metric === metric);
}

/** A change with worse above 0. */
export function worsening(metric: Metric, change: number): number {
  return METRICS[metric].worse === 'lower' ? -change : change;
}

/** Metrics of that kind. */
export function metricsOf(kind: MetricRow['kind']): Metric[] {
  return METRIC_NAMES.filter((metric) => METRICS[metric].kind === kind);
}

/** False for what is not compared, and for what the load itself fixes: in an open model the rate is given. */
export function canRegress(metric: Metric, model: 'closed' | 'open'): boolean {
  const { compared, kind } = METRICS[metric];
  return compared && (model === 'closed' || kind !== 'rate');
}
