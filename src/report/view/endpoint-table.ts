/** The rows of the table of requests, in words and for no medium yet; names in it are not escaped. */
import { TAIL } from '../../config/metrics.ts';
import type { Publication } from '../report.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { byTone, type Mark, markOf } from './badges.ts';
import { allFailed, kindsOf } from './error-table.ts';

type Result = Publication['result'];
type Endpoint = Result['endpoints'][number];

type Named = Pick<Endpoint, 'name' | 'metrics' | 'walks'>;

/** What stands in a row beside what it is about. */
export interface FigureCells {
  readonly name: string;
  readonly requests: string;
  readonly p50: string | null;
  readonly p99: string | null;
  readonly perSecond: string | null;
  readonly errors: string | null;
  /** The worst that there is to say, or null where nothing was declared and nothing happened. */
  readonly mark: Mark | null;
}

export interface EndpointRow extends FigureCells {
  readonly method: string;
  readonly path: string;
  /** Share of the mix. */
  readonly share: string;
  /** Nothing about it that a reader has to see. */
  readonly quiet: boolean;
}

/**
 * All requests by themselves, for steps stand with their flows: what failed or erred first, the worst first, the rest
 * by P99, the slowest first. Of a search those alone that failed, without a latency or a rate: it would be that of many
 * loads together.
 */
export function endpointRows(report: Publication): readonly EndpointRow[] {
  const { result } = report;
  const words = wordsFor(report);
  const figures = figuresIn(result, words);
  const weights = result.endpoints.reduce((sum, { weight }) => sum + weight, 0);
  return result.endpoints
    .filter(({ flow }) => flow === undefined)
    .sort((a, b) => (b.metrics.latencyMs?.p99 ?? 0) - (a.metrics.latencyMs?.p99 ?? 0))
    .map((endpoint): EndpointRow => {
      const { method, path, weight } = endpoint;
      const share = words.formatPercent(weight / weights);
      const own = figures(endpoint);
      const quiet = own.mark === null || own.mark.tone === 'calm' || own.mark.tone === 'good';
      return { method, path, share, ...own, quiet };
    })
    .filter(({ quiet }) => !(result.search && quiet))
    .sort((a, b) =>
      a.quiet || b.quiet ? Number(a.quiet) - Number(b.quiet) : byTone(a.mark ?? CALM, b.mark ?? CALM),
    );
}

/** Of requests, steps and flows alike. */
export function figuresIn(result: Result, words: Words): (of: Named) => FigureCells {
  const { formatMs, formatShare, formatCount, formatPerSecond } = words;
  const isSearch = result.search !== undefined;
  const before = figuresBefore(result, words);
  return (of) => {
    const { name, metrics: figures } = of;
    const then = before(name);
    const latencyMs = isSearch ? null : figures.latencyMs;
    const p99 = latencyMs?.p99 === undefined ? null : formatMs(latencyMs.p99);
    const errors = figures.errorRate === null ? null : formatShare(figures.errorRate);
    return {
      name,
      requests: formatCount(figures.requests),
      p50: latencyMs?.p50 === undefined ? null : formatMs(latencyMs.p50),
      p99: p99 === null || then.p99Ms === null ? p99 : `${formatMs(then.p99Ms)} → ${p99}`,
      perSecond: isSearch ? null : formatPerSecond(figures.throughputPerSecond),
      errors:
        errors === null || then.errors === null || then.errors === errors
          ? errors
          : `${then.errors} → ${errors}`,
      mark: worstOf(of, result, words),
    };
  };
}

/**
 * Of a request, in the base's rounds or in the baseline; null where neither says. The baseline's errors aren't shown.
 */
function figuresBefore({ baseline, interleaved }: Result, { formatShare }: Words): (name: string) => Before {
  if (interleaved !== null) {
    const known = [...interleaved.endpoints, ...(interleaved.flows ?? [])];
    const figures = new Map(known.map(({ name, metrics }) => [name, metrics]));
    return (name) => {
      const { latencyMs, errorRate } = figures.get(name) ?? { latencyMs: null, errorRate: null };
      return { p99Ms: latencyMs?.p99 ?? null, errors: errorRate === null ? null : formatShare(errorRate) };
    };
  }
  return (name) => {
    const known = baseline && Object.hasOwn(baseline.endpoints, name) ? baseline.endpoints[name] : undefined;
    return { p99Ms: known?.latencyMs?.p99 ?? null, errors: null };
  };
}

interface Before {
  readonly p99Ms: number | null;
  readonly errors: string | null;
}

const CALM: Mark = { tone: 'calm', shape: '', words: '' };

function worstOf(
  { name, metrics: figures, walks }: Named,
  { comparisons, interleaved }: Result,
  words: Words,
): Mark | null {
  const { marks: says, row: rowWords, formatChange } = words;
  const marks = comparisons
    .filter(({ endpoint }) => endpoint === name)
    .flatMap((row) => {
      const mark = markOf(row, words);
      return mark === null ? [] : [{ ...mark, words: says.ofFigure(rowWords.label(row.metric), mark.words) }];
    });
  const suspect = interleaved?.suspects.find(({ endpoint }) => endpoint === name);
  if (suspect) {
    const told = says.notGated(formatChange(TAIL, suspect.change));
    marks.push({ tone: 'warn', shape: '▲', words: told });
  }
  const failed = allFailed(figures.errors, figures.errorRate, words);
  if (failed !== null) marks.push({ tone: 'bad', shape: '✕', words: failed });
  else if (figures.requests === 0 && walks && 'notReached' in walks && walks.notReached > 0)
    marks.push({ tone: 'unsure', shape: '◇', words: says.neverReached });
  else if (figures.responses === 0) marks.push({ tone: 'unsure', shape: '◇', words: says.noResponse });
  else if ((figures.errorRate ?? 0) > 0)
    marks.push({ tone: 'warn', shape: '!', words: kindsOf(figures.errors, words) });
  return marks.sort(byTone)[0] ?? null;
}
