/** The figures of a result file as rows of a table, in words and for no medium yet; names in it are not escaped. */
import {
  findScope,
  METRIC_NAMES,
  METRICS,
  type Metric,
  type MetricScope,
  ofMetric,
  TAIL,
  worsening,
} from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { ResultFile } from '../../evidence/result-file.ts';
import {
  formatBound,
  formatChange,
  formatChangeSize,
  formatFigure,
  formatInterval,
} from '../../judgement/format.ts';
import { stallsOf } from '../../judgement/live/warnings.ts';
import type { Mark } from '../facts/signs.ts';

export interface ForkFinding extends MetricScope {
  readonly now: string | null;
  /** The figure of the base or the baseline. */
  readonly baseline: string | null;
  readonly change: string | null;
  /** `−8.0 … +56.1 %`. */
  readonly interval: string | null;
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
  const ofWhole = rows.filter((row) => row.endpoint === null);
  const whole = METRIC_NAMES.flatMap((metric) => {
    const judged = ofMetric(ofWhole, metric);
    return judged.length > 0 || metrics === null || !METRICS[metric].headline
      ? judged
      : [onlyMeasured(metric, metrics)];
  });
  return [...whole, ...rows.filter((row) => row.endpoint !== null)];
}

/** Whether a reviewer has to know; by the same rules as a report's hasNews, as far as the file tells. */
export function forkHasNews({ verdict, accepted, comparisons, metrics, live }: ResultFile): boolean {
  return (
    verdict !== 'pass' ||
    accepted !== null ||
    comparisons.some(hasMoved) ||
    [metrics, live?.metrics].some((side) => (side?.errors.status['429'] ?? 0) > 0) ||
    (live !== null && (live.suspects.length > 0 || hasStalled(live)))
  );
}

function hasMoved({ metric, finding, against, regression, change, note }: Row): boolean {
  if (finding !== null && MOVED.includes(finding)) return true;
  if (finding !== 'within' || regression === undefined) return false;
  // Against the base, a gate that holds has a note only where the figure got worse all the same.
  if (against === 'base') return note !== null;
  // What is beyond the tolerance and let through was to be a warning only.
  return change !== null && worsening(metric, change) > regression;
}

function hasStalled({ gates }: NonNullable<ResultFile['live']>): boolean {
  const p99 = findScope(gates, TAIL, null);
  const changes = (p99?.changes ?? []).filter((change) => change !== null && change > -1);
  return stallsOf(changes.map((change) => Math.log1p(change ?? 0))) !== null;
}

const MOVED: readonly Row['finding'][] = ['over-limit', 'regressed', 'improved'];

function toFinding(row: Row): ForkFinding {
  const { metric, endpoint, baseline, change, interval, regression, finding } = row;
  // Against the base, the figure that was compared: the median over the rounds.
  const now = row.against === 'base' ? (row.compared ?? row.target) : row.target;
  return {
    metric,
    endpoint,
    now: now === null ? null : formatFigure(metric, now),
    baseline: baseline === null ? null : formatFigure(metric, baseline),
    change: change === null ? null : formatChange(metric, change),
    interval: interval === null ? null : formatInterval(metric, interval).replace(/ (?:%|pp)/, ''),
    limit: limitOf(row),
    tolerance:
      regression === undefined
        ? null
        : `${METRICS[metric].worse === 'lower' ? '−' : '+'}${formatChangeSize(metric, regression)}`,
    mark: finding === null ? null : markOf(row, finding),
  };
}

function limitOf({ metric, max, min }: Row): string | null {
  if (max !== undefined) return `≤ ${formatBound(metric, max)}`;
  return min === undefined ? null : `≥ ${formatBound(metric, min)}`;
}

/** The signs of our own tables: ▲ and ▼ tell which way the figure went. */
function markOf({ metric, min }: Row, finding: NonNullable<Row['finding']>): Mark {
  const [worse, better] = METRICS[metric].worse === 'lower' ? ['▼', '▲'] : ['▲', '▼'];
  switch (finding) {
    case 'within':
      return { tone: 'calm', shape: '✓', words: 'within' };
    case 'over-limit':
      return { tone: 'bad', shape: worse, words: min === undefined ? 'over limit' : 'below limit' };
    case 'regressed':
      return { tone: 'bad', shape: worse, words: 'regressed' };
    case 'improved':
      return { tone: 'good', shape: better, words: 'improved' };
    case 'undecided':
      return { tone: 'unsure', shape: '◇', words: 'undecided' };
    case 'not-comparable':
      return { tone: 'unsure', shape: '✕', words: 'not comparable' };
  }
}

function onlyMeasured(metric: Metric, metrics: NonNullable<ResultFile['metrics']>): ForkFinding {
  const figure = figureOf(metric, metrics);
  const now = figure === null ? null : formatFigure(metric, figure);
  const nothing = { baseline: null, change: null, interval: null, limit: null, tolerance: null, mark: null };
  return { metric, endpoint: null, now, ...nothing };
}
