import type { HistorySource } from '../../../config/baseline/baseline-source.ts';
import { ConfigurationError } from '../../../config/configuration-error.ts';
import type { Plan } from '../../../config/plan.ts';
import type { Baseline, BaselineFigures } from '../../../evidence/baseline.ts';
import { asOf, listRefs } from '../../../evidence/history/as-of.ts';
import type { HistoryPoint, Regimes } from '../../../evidence/history/basis.ts';
import type { ReadRecords } from '../../../evidence/history/read-records.ts';
import type { HistoryRecord } from '../../../evidence/history/record.ts';
import { planConditions, selectRecords } from '../../../evidence/history/select-records.ts';
import { seriesOf } from '../../../evidence/history/series.ts';
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
 * @throws ConfigurationError where the source's ref names no run
 */
export function readHistoryBaseline(
  plan: Plan,
  source: HistorySource,
  { records: all, skipped, unread = 0 }: ReadRecords,
  place: string,
  forRelease = false,
): Baseline {
  const records =
    source.ref === null ? all : (asOf(all, source.ref) ?? refuseRef(source, all, unread, place));
  const { comparable, leftOut, barred } = selectRecords(records, planConditions(plan));
  const newest = comparable.at(-1) ?? leftOut.at(-1);
  const whole = regimesOf(comparable, null);
  const names = plan.scenario.requests.map(({ name }) => name);
  const declared = names.filter((name) => Object.hasOwn(plan.gate.endpoints, name));
  const endpoints = declared.map((name) => [name, regimesOf(comparable, name)] as const);
  const shown = names.filter((name) => !declared.includes(name));
  return {
    source: source.written,
    format: 'history',
    title: titleOf(comparable),
    date: comparable.at(-1)?.at ?? null,
    whole: typicalOf(whole),
    endpoints: Object.fromEntries([
      ...endpoints.map(([name, regimes]) => [name, typicalOf(regimes)] as const),
      ...shown.map((name) => [name, typicalP99(comparable.slice(-NEWEST), name)] as const),
    ]),
    conditions: newest?.conditions ?? {},
    history: {
      place,
      runs: comparable.length,
      barred: barred.length,
      leftOut: leftOut.length,
      skipped,
      forRelease,
      whole,
      endpoints: Object.fromEntries(endpoints),
    },
  };
}

function regimesOf(records: readonly HistoryRecord[], endpoint: string | null): Regimes {
  const regime = (metric: 'p99' | 'throughput' | 'errors') =>
    findRegime(metric, seriesOf(records, metric, endpoint));
  return { p99: regime('p99'), throughput: regime('throughput'), errors: regime('errors') };
}

/** Of a request that is shown and not judged. */
function typicalP99(records: readonly HistoryRecord[], endpoint: string): BaselineFigures {
  const p99Ms = typical(findRegime('p99', seriesOf(records, 'p99', endpoint)).points);
  return p99Ms === null ? {} : { latencyMs: { p99: p99Ms } };
}

/** The geometric means of the regimes, and the share of all their requests that failed. What is absent is too little known. */
function typicalOf({ p99, throughput, errors }: Regimes): BaselineFigures {
  const p99Ms = typical(p99.points);
  const perSecond = typical(throughput.points);
  const share = errors.points.length === 0 ? null : poolErrors(errors.points).share;
  // A handful of runs must not excuse errors; that they had none excuses nothing.
  const errorRate = share !== 0 && useOf(errors.points.length) === 'not-enough' ? null : share;
  return {
    ...(p99Ms !== null && { latencyMs: { p99: p99Ms } }),
    ...(perSecond !== null && { throughputPerSecond: perSecond }),
    ...(errorRate !== null && { errorRate }),
  };
}

function typical(points: readonly HistoryPoint[]): number | null {
  return historyLimit(
    points.map(({ value }) => value),
    'higher',
  ).typical;
}

function titleOf(records: readonly HistoryRecord[]): string {
  const [first] = records;
  if (first === undefined) return 'no comparable run yet';
  return records.length === 1
    ? '1 comparable run'
    : `${records.length} comparable runs since ${first.at.slice(0, 10)}`;
}

function refuseRef(
  { written }: HistorySource,
  records: readonly HistoryRecord[],
  unread: number,
  place: string,
): never {
  const refs = listRefs(records);
  const known =
    refs.length > 0
      ? `; the newest releases and commits there are ${refs.join(', ')}`
      : '; it holds no run yet';
  const none = unread > 0 ? `none of the newest ${records.length} runs` : 'no run that is recorded';
  throw new ConfigurationError(`${written} names ${none} in ${place}${known}`, {
    key: 'baseline',
  });
}
