/** The figures of a result file as rows of a table, in words and for no medium yet; names in it are not escaped. */
import type { Metric } from '../../config/plan.ts';
import type { ResultFile } from '../../evidence/result-file.ts';
import { formatBound, formatChange, formatChangeSize, formatFigure } from '../../judgement/format.ts';
import type { Mark } from '../signs.ts';

export interface ForkFinding {
  readonly metric: Metric;
  /** Request name, or null for the whole. */
  readonly endpoint: string | null;
  readonly now: string | null;
  /** The figure of the base or the baseline. */
  readonly baseline: string | null;
  readonly change: string | null;
  /** `≤ 100 ms`. */
  readonly limit: string | null;
  /** `+10 %`. */
  readonly tolerance: string | null;
  /** Null for a figure that nothing was declared about. */
  readonly mark: Mark | null;
}

type Row = ResultFile['comparisons'][number];

/** The whole's three figures, judged or not, then what was judged of single requests. */
export function forkFindings({ comparisons, metrics }: ResultFile): readonly ForkFinding[] {
  const rows = comparisons.map(toFinding);
  const whole = (['p99', 'throughput', 'errors'] as const).flatMap((metric) => {
    const judged = rows.filter((row) => row.endpoint === null && row.metric === metric);
    return judged.length > 0 || metrics === null ? judged : [onlyMeasured(metric, metrics)];
  });
  return [...whole, ...rows.filter((row) => row.endpoint !== null)];
}

/** Whether a reviewer has to know: anything but a pass, or a figure that moved. */
export function forkHasNews({ verdict, comparisons }: ResultFile): boolean {
  return verdict !== 'pass' || comparisons.some(({ finding }) => finding !== null && MOVED.includes(finding));
}

const MOVED: readonly Row['finding'][] = ['over-limit', 'regressed', 'improved'];

function toFinding(row: Row): ForkFinding {
  const { metric, endpoint, baseline, change, regression, finding } = row;
  // Against the base, the figure that was compared: the median over the rounds.
  const now = row.against === 'base' ? (row.compared ?? row.target) : row.target;
  return {
    metric,
    endpoint,
    now: now === null ? null : formatFigure(metric, now),
    baseline: baseline === null ? null : formatFigure(metric, baseline),
    change: change === null ? null : formatChange(metric, change),
    limit: limitOf(row),
    tolerance:
      regression === undefined
        ? null
        : `${metric === 'throughput' ? '−' : '+'}${formatChangeSize(metric, regression)}`,
    mark: finding === null ? null : MARKS[finding],
  };
}

function limitOf({ metric, max, min }: Row): string | null {
  if (max !== undefined) return `≤ ${formatBound(metric, max)}`;
  return min === undefined ? null : `≥ ${formatBound(metric, min)}`;
}

const MARKS: Readonly<Record<NonNullable<Row['finding']>, Mark>> = {
  within: { tone: 'calm', shape: '✓', words: 'within' },
  'over-limit': { tone: 'bad', shape: '✕', words: 'over limit' },
  regressed: { tone: 'bad', shape: '✕', words: 'regressed' },
  improved: { tone: 'good', shape: '✓', words: 'improved' },
  undecided: { tone: 'unsure', shape: '◇', words: 'undecided' },
  'not-comparable': { tone: 'unsure', shape: '◇', words: 'not comparable' },
};

function onlyMeasured(metric: Metric, metrics: NonNullable<ResultFile['metrics']>): ForkFinding {
  const figures = {
    p99: metrics.latencyMs?.p99 ?? null,
    throughput: metrics.throughputPerSecond,
    errors: metrics.errorRate,
  };
  const figure = figures[metric];
  const now = figure === null ? null : formatFigure(metric, figure);
  const nothing = { baseline: null, change: null, limit: null, tolerance: null, mark: null };
  return { metric, endpoint: null, now, ...nothing };
}
