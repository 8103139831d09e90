/** Which way figures went over the longest stage of a load, and what that does to the rows that declare a trend. */
import { splitAlpha } from '../../config/gate/split-alpha.ts';
import { FEWEST_WINDOWS, trendStage } from '../../config/load/trend-stage.ts';
import { modelOf } from '../../config/load/whole-load.ts';
import { canRegress, METRIC_NAMES, METRICS, type Metric } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import { isWhole } from '../../config/scope.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { TrendResult } from '../../evidence/result/comparison.ts';
import type { RemarkOf } from '../../evidence/result/remarks.ts';
import type { TrendFigures } from '../../evidence/result/trends.ts';
import { worseFinding } from '../judge-rows.ts';
import { type OpenQuestion, openQuestion, type Row } from '../row.ts';
import { judgeTrend, tellTrend } from './judge-trend.ts';
import { measureTrend } from './measure-trend.ts';

interface LoadTrend {
  readonly metric: Metric;
  /** Null where there is too little to tell. */
  readonly told: TrendFigures | null;
  /** Against what is declared; null where nothing is. */
  readonly judged: { readonly result: TrendResult; readonly open: OpenQuestion | null } | null;
}

/** Of the headline metrics and of those that declare one; empty where the load has no stretch for it. */
export function findTrends({ load, gate }: Plan, { timelines }: Measurement): readonly LoadTrend[] {
  const found = trendStage(load);
  if (found === null) return [];
  const passes = timelines
    .map((timeline) => timeline.filter(({ stage }) => stage === found.index))
    .filter(({ length }) => length > 0);
  const declared = METRIC_NAMES.filter((metric) => toleranceOf(gate.whole, metric) !== null);
  if (passes.length === 0 && declared.length === 0) return [];
  const alphas = splitAlpha(declared);
  const model = modelOf(load);
  return METRIC_NAMES.filter((metric) => METRICS[metric].headline || declared.includes(metric))
    .filter((metric) => canRegress(metric, model))
    .map((metric): LoadTrend => {
      const measured = measureTrend(metric, passes);
      const told = 'rise' in measured ? tellTrend(measured) : null;
      const tolerance = toleranceOf(gate.whole, metric);
      if (tolerance === null) return { metric, told, judged: null };
      if ('rise' in measured && told !== null) {
        const alpha = alphas[declared.indexOf(metric)] as number;
        return { metric, told, judged: judgeTrend(measured, told, tolerance, alpha) };
      }
      const { windows } = measured;
      const secondsMore = 'rise' in measured ? null : measured.secondsMore;
      const cause = {
        code: 'too-short-for-trend',
        metric,
        endpoint: null,
        windows,
        needed: FEWEST_WINDOWS,
        secondsMore,
      } as const;
      const result: TrendResult = { tolerance, finding: 'undecided', secondsMore };
      return { metric, told, judged: { result, open: openQuestion(cause) } };
    });
}

function toleranceOf(whole: Plan['gate']['whole'], metric: Metric): number | null {
  return whole[metric]?.trend ?? null;
}

/** The rows of the whole with what became of the trends that they declare. */
export function withTrends(rows: readonly Row[], trends: readonly LoadTrend[]): Row[] {
  return rows.map((row) => {
    const { metric, finding, notes } = row.comparison;
    const found = isWhole(row.comparison) ? trends.find((trend) => trend.metric === metric) : undefined;
    if (!found?.judged) return row;
    const { result, open } = found.judged;
    const degraded = result.finding === 'degraded' ? causeOf(found, result) : undefined;
    const note = open?.cause ?? degraded;
    return {
      ...row,
      comparison: {
        ...row.comparison,
        trend: result,
        finding: worseFinding(finding, result.finding),
        notes: note ? [...notes, note] : notes,
      },
      open: open ? [...row.open, open] : row.open,
      ...(degraded && { degraded }),
    };
  });
}

function causeOf({ metric, told }: LoadTrend, { tolerance }: TrendResult): CauseOf<'degraded'> | undefined {
  return told ? { code: 'degraded', metric, endpoint: null, ...shapeOf(told), tolerance } : undefined;
}

function shapeOf({ change, interval, seconds, first, last, endSeconds }: TrendFigures) {
  return { change, interval, seconds, first, last, endSeconds };
}

/** What is shown to become worse is worth a word, where it fails nothing. An outage is no trend. */
export function warnOfTrends(
  trends: readonly LoadTrend[],
  { writes, outage }: Measurement,
): RemarkOf<'degrading'>[] {
  if (outage !== null) return [];
  return trends.flatMap(({ metric, told, judged }) => {
    if (told?.shown !== 'worse' || judged?.result.finding === 'degraded') return [];
    return [{ code: 'degrading', metric, endpoint: null, ...shapeOf(told), writes }];
  });
}
