/** A result against a history: its figures beside the nights', with what was declared of them. */
import type { METRICS } from '../../../config/metrics.ts';
import { figureOf } from '../../../evidence/figure-of.ts';
import type { HistoryRecord } from '../../../evidence/history/record.ts';
import type { Comparison } from '../../../evidence/result/comparison.ts';
import type { Result } from '../../../evidence/result/schema.ts';
import { shorten } from '../chart.ts';
import type { ShownResult, SuiteData } from './history-data.ts';
import { DIGITS } from './nights.ts';

type Data = Omit<SuiteData, 'shown'>;

/** Null where none of its figures is in the history. */
export function showResult(
  result: Result,
  file: string,
  { parts, series }: Data,
  records: readonly HistoryRecord[],
  metricOf: (figure: number) => keyof typeof METRICS | null,
): ShownResult | null {
  const figures = series.flatMap(({ part, figure }, i) => {
    const [metric, whose] = [metricOf(figure), parts[part]];
    if (metric === null || whose === undefined) return [];
    const own = figuresOf(result, whose, parts);
    const value = own ? shorten(figureOf(metric, own)) : null;
    if (value === null) return [];
    const declared = result.comparisons.find(
      (row) =>
        row.metric === metric &&
        row.stage === undefined &&
        row.endpoint === (whose.kind === 'whole' ? null : whose.name) &&
        whose.kind !== 'stage',
    );
    return [{ series: i, value, ...boundsOf(declared) }];
  });
  if (figures.length === 0) return null;
  const newest = records.at(-1)?.at ?? '';
  return {
    name: result.commit?.slice(0, DIGITS) ?? file,
    at: Math.round(Date.parse(result.startedAt ?? newest) / 1000),
    verdict: result.verdict,
    commit: result.commit?.slice(0, DIGITS) ?? null,
    figures,
  };
}

function boundsOf(row: Comparison | undefined): { limit?: number; tolerance?: number } {
  return {
    ...(row?.limit && { limit: row.limit.value }),
    ...(row?.regression && { tolerance: row.regression.tolerance }),
  };
}

function figuresOf(
  { metrics, endpoints, flows = [], stages = [] }: Result,
  part: Data['parts'][number],
  parts: Data['parts'],
) {
  switch (part.kind) {
    case 'whole':
      return metrics;
    case 'stage':
      return stages[parts.filter(({ kind }) => kind === 'stage').indexOf(part)]?.metrics;
    case 'request':
      return endpoints.find(({ name }) => name === part.name)?.metrics;
    case 'flow':
      return flows.find(({ name }) => name === part.name)?.metrics;
    case 'server':
      return null;
  }
}
