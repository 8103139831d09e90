import type { HistorySource } from '../../../config/baseline/baseline-source.ts';
import { METRIC_NAMES, METRICS, type Metric, TAIL } from '../../../config/metrics.ts';
import type { MetricBounds, Plan } from '../../../config/plan.ts';
import { keyOfStage } from '../../../config/scope.ts';
import type { Baseline, BaselineFigures } from '../../../evidence/baseline.ts';
import { figuresWith } from '../../../evidence/figure-of.ts';
import { recordsUpTo } from '../../../evidence/history/as-of.ts';
import type { HistoryBasis, HistoryPoint, Regimes } from '../../../evidence/history/basis.ts';
import { nameMachine, recordsOfMachine } from '../../../evidence/history/machine.ts';
import type { ReadRecords } from '../../../evidence/history/read-records.ts';
import type { HistoryRecord } from '../../../evidence/history/record.ts';
import { planConditions, selectRecords } from '../../../evidence/history/select-records.ts';
import { seriesOf, serverSeriesOf } from '../../../evidence/history/series.ts';
import { boundsUnder } from '../../declared-regressions.ts';
import { historyLimit, useOf } from '../../statistics/history-limit.ts';
import { poolErrors } from './pooled-errors.ts';
import { findRegime } from './regimes.ts';

/** Runs that say what is typical of a request that nothing is declared about. */
const NEWEST = 100;

/**
 * What the history says of a run of the plan: its last regimes among the runs that were measured under the plan's
 * conditions. Where none was, its conditions are those of the newest run, so that the comparison is refused by them.
 *
 * @param place where the records are, for messages: `the folder .tailgate/history`
 * @param forRelease whether a release is to be held against it
 * @param machine where the run is measured: where machines are mixed, only its own runs count
 * @throws ConfigurationError where the source's ref names no run
 */
export function readHistoryBaseline(
  plan: Plan,
  source: HistorySource,
  read: ReadRecords,
  place: string,
  forRelease = false,
  machine: string | null = null,
): Baseline {
  const {
    comparable: all,
    leftOut,
    excluded,
  } = selectRecords(recordsUpTo(source, read, place), planConditions(plan));
  const { records: comparable, others } = recordsOfMachine(all, machine);
  const newest = comparable.at(-1) ?? leftOut.at(-1);
  const whole = regimesOf(comparable, null, plan.gate.whole);
  const { requests, flows = [] } = plan.scenario;
  const names = [...requests, ...flows].map(({ name }) => name);
  const endpoints = names.flatMap((name) =>
    [...boundsUnder(plan.gate.endpoints, name), ...boundsUnder(plan.gate.flows ?? {}, name)].map(
      (bounds) => [name, regimesOf(comparable, name, bounds)] as const,
    ),
  );
  const declared = endpoints.map(([name]) => name);
  const stages = plan.load.stages.map((stage, index) => {
    const key = keyOfStage(stage, index);
    const bounds = Object.hasOwn(plan.gate.stages, key) ? plan.gate.stages[key] : undefined;
    return bounds ? regimesOf(comparable, index, bounds) : {};
  });
  const shown = names.filter((name) => !declared.includes(name));
  const server = serverRegimesOf(comparable, plan);
  return {
    source: source.written,
    format: 'history',
    title: null,
    date: comparable.at(-1)?.at ?? null,
    whole: typicalOf(whole),
    endpoints: Object.fromEntries([
      ...endpoints.map(([name, regimes]) => [name, typicalOf(regimes)] as const),
      ...shown.map((name) => [name, typicalTail(comparable.slice(-NEWEST), name)] as const),
    ]),
    stages: stages.map(typicalOf),
    ...(server && { server: typicalMeans(server) }),
    conditions: newest?.conditions ?? {},
    history: {
      place,
      runs: comparable.length,
      since: comparable[0]?.at ?? null,
      excluded: excluded.length,
      leftOut: leftOut.length,
      otherMachines: machine !== null && others > 0 ? { machine: nameMachine(machine), others } : null,
      skipped: read.skipped,
      forRelease,
      whole,
      endpoints: Object.fromEntries(endpoints),
      stages,
      ...(server && { server }),
    },
  };
}

/** Null where the gate compares none. */
function serverRegimesOf(records: readonly HistoryRecord[], { gate }: Plan): HistoryBasis['server'] | null {
  const compared = (gate.server ?? []).filter(({ regression }) => regression !== null);
  if (compared.length === 0) return null;
  return Object.fromEntries(
    compared.map(({ series }) => [series, findRegime(TAIL, serverSeriesOf(records, series))] as const),
  );
}

function typicalMeans(regimes: NonNullable<HistoryBasis['server']>): Readonly<Record<string, number>> {
  const known = Object.entries(regimes).flatMap(([series, { points }]) => {
    const value = typical(points);
    return value === null ? [] : [[series, value] as const];
  });
  return Object.fromEntries(known);
}

function regimesOf(
  records: readonly HistoryRecord[],
  part: string | null | number,
  bounds: MetricBounds,
): Regimes {
  const metrics = METRIC_NAMES.filter(
    (metric) => METRICS[metric].headline || (METRICS[metric].compared && bounds[metric] !== undefined),
  );
  const regimes = metrics.map((metric) => [metric, findRegime(metric, seriesOf(records, metric, part))]);
  return Object.fromEntries(regimes) as Regimes;
}

/** Of a request that is shown and not judged. */
function typicalTail(records: readonly HistoryRecord[], endpoint: string): BaselineFigures {
  const value = typicalOfPoints(TAIL, findRegime(TAIL, seriesOf(records, TAIL, endpoint)).points);
  return value === null ? {} : toBaseline([[TAIL, value]]);
}

/** Geometric means of the regimes, of shares that of all their requests. What is absent is too little known. */
function typicalOf(regimes: Regimes): BaselineFigures {
  return toBaseline(
    METRIC_NAMES.flatMap((metric) => {
      const value = typicalOfPoints(metric, regimes[metric]?.points ?? []);
      return value === null ? [] : [[metric, value] as const];
    }),
  );
}

function toBaseline(values: readonly (readonly [Metric, number])[]): BaselineFigures {
  const figures = values.map(([metric, value]) => figuresWith(metric, value));
  const latencyMs = Object.assign({}, ...figures.map((one) => one.latencyMs ?? {}));
  return { ...Object.assign({}, ...figures), ...(Object.keys(latencyMs).length > 0 && { latencyMs }) };
}

function typicalOfPoints(metric: Metric, points: readonly HistoryPoint[]): number | null {
  if (METRICS[metric].kind !== 'share') return typical(points);
  const share = points.length === 0 ? null : poolErrors(points).share;
  // A handful of runs must not excuse errors; that they had none excuses nothing.
  return share !== 0 && useOf(points.length) === 'not-enough' ? null : share;
}

function typical(points: readonly HistoryPoint[]): number | null {
  return historyLimit(
    points.map(({ value }) => value),
    'higher',
  ).typical;
}
