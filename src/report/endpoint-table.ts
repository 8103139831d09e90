/** The rows of the table of requests, in words and for no medium yet; names in it are not escaped. */
import type { EndpointFigures } from '../evidence/measurement.ts';
import { formatCount, formatMs, formatPerSecond, formatShare } from '../judgement/format.ts';
import type { Comparison } from '../judgement/verdict.ts';
import { allFailed, kindsOf } from './error-table.ts';
import type { Report } from './report.ts';
import { byTone, type Mark, METRICS, markOf } from './signs.ts';

export interface EndpointRow {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Share of the mix. */
  readonly share: string;
  readonly requests: string;
  readonly p50: string | null;
  readonly p99: string | null;
  readonly perSecond: string;
  readonly errors: string | null;
  /** The worst that there is to say, or null where nothing was declared and nothing happened. */
  readonly mark: Mark | null;
  /** Nothing about it that a reader has to see. */
  readonly quiet: boolean;
}

/** All requests: what failed or erred first, the worst first, the rest by P99, the slowest first. */
export function endpointRows({ measurement, verdict, baseline }: Report): readonly EndpointRow[] {
  if (measurement === null) return [];
  const weights = measurement.endpoints.reduce((sum, { weight }) => sum + weight, 0);
  return [...measurement.endpoints]
    .sort((a, b) => (b.figures.latencyMs?.p99 ?? 0) - (a.figures.latencyMs?.p99 ?? 0))
    .map((endpoint): EndpointRow => {
      const { name, method, path, weight, figures } = endpoint;
      const mark = worstOf(endpoint, verdict.comparisons);
      const p99 = figures.latencyMs === null ? null : formatMs(figures.latencyMs.p99);
      const before = baseline?.endpoints[name]?.latencyMs?.p99;
      return {
        name,
        method,
        path,
        share: `${Number(((weight / weights) * 100).toFixed(1))} %`,
        requests: formatCount(figures.requests),
        p50: figures.latencyMs === null ? null : formatMs(figures.latencyMs.p50),
        p99: p99 === null || before === undefined ? p99 : `${formatMs(before)} → ${p99}`,
        perSecond: formatPerSecond(figures.throughputPerSecond),
        errors: figures.errorRate === null ? null : formatShare(figures.errorRate),
        mark,
        quiet: mark === null || mark.tone === 'calm' || mark.tone === 'good',
      };
    })
    .sort((a, b) =>
      a.quiet || b.quiet ? Number(a.quiet) - Number(b.quiet) : byTone(a.mark ?? CALM, b.mark ?? CALM),
    );
}

const CALM: Mark = { tone: 'calm', shape: '', words: '' };

function worstOf({ name, figures }: EndpointFigures, comparisons: readonly Comparison[]): Mark | null {
  const marks = comparisons
    .filter(({ endpoint }) => endpoint === name)
    .map((row) => {
      const mark = markOf(row);
      return { ...mark, words: `${METRICS[row.metric]} ${mark.words}` };
    });
  const failed = allFailed(figures.errors, figures.errorRate);
  if (failed !== null) marks.push({ tone: 'bad', shape: '✕', words: failed });
  else if (figures.answers === 0) marks.push({ tone: 'unsure', shape: '◇', words: 'no answer' });
  else if ((figures.errorRate ?? 0) > 0)
    marks.push({ tone: 'warn', shape: '!', words: kindsOf(figures.errors) });
  return marks.sort(byTone)[0] ?? null;
}
