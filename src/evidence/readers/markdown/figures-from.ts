import { writePercent } from '../../../config/wording/units.ts';
import type { BaselineFigures } from '../../baseline.ts';
import type { Latency } from '../../result/figures.ts';
import type { MetricValue } from '../metric-values.ts';

interface FiguresFound {
  readonly metrics: BaselineFigures;
  readonly durationSeconds: number | null;
  readonly errorRate: 'known' | 'doubted' | 'unread' | 'unsaid';
  /** Contradictions, each as what the run does: `states two …`. */
  readonly doubts: readonly string[];
}

/** Two values this close are one, rounded differently. */
const ROUNDING = 0.02;

/**
 * Puts the values of one run together. Reports and other tools count every response, so latency and rate are of all.
 */
export function figuresFrom(cells: readonly { readonly values: readonly MetricValue[] }[]): FiguresFound {
  const values = cells.flatMap((cell) => cell.values);
  const latency: Partial<Record<keyof Latency, number>> = {};
  let responsesPerSecond: number | undefined;
  let throughputPerSecond: number | undefined;
  let requests: number | undefined;
  let durationSeconds: number | null = null;
  const doubts = contradictionsIn(values);
  for (const value of values) {
    // The first one counts: a row that repeats a metric further down is a remark on it.
    if (value.kind === 'latency') latency[value.of] ??= value.ms;
    if (value.kind === 'responses-per-second') responsesPerSecond ??= value.value;
    if (value.kind === 'successes-per-second') throughputPerSecond ??= value.value;
    if (value.kind === 'requests') {
      requests ??= value.count;
      durationSeconds ??= value.durationSeconds;
    }
  }
  const errors = errorRateFrom(values, requests);
  return {
    durationSeconds,
    errorRate: errors.known,
    doubts: [...errors.doubts, ...doubts],
    metrics: {
      ...(requests !== undefined && { requests }),
      ...(throughputPerSecond !== undefined && { throughputPerSecond }),
      ...(responsesPerSecond !== undefined && { responsesPerSecond }),
      ...(errors.errorRate !== undefined && { errorRate: errors.errorRate }),
      ...(Object.keys(latency).length > 0 && { latencyAllMs: latency }),
    },
  };
}

/** A figure that is stated twice, and not alike. */
function contradictionsIn(values: readonly MetricValue[]): string[] {
  const first = new Map<string, number>();
  return values.flatMap((value) => {
    const [name, figure] = namedFigure(value);
    const before = first.get(name);
    if (before === undefined) first.set(name, figure);
    const isOther = before !== undefined && Math.abs(figure - before) > ROUNDING * Math.max(figure, before);
    return isOther ? [`states two values of its ${name}, ${before} and ${figure}; the first is used`] : [];
  });
}

function namedFigure(value: MetricValue): [name: string, figure: number] {
  switch (value.kind) {
    case 'latency':
      return [`latency ${value.of.replace('_', '.')} in ms`, value.ms];
    case 'requests':
      return ['number of requests', value.count];
    case 'error-count':
      return ['number of errors', value.count];
    case 'error-share':
      // Held against each other by how precisely they are written.
      return ['error rate', 0];
    case 'successes-per-second':
      return ['successes per second', value.value];
    case 'responses-per-second':
      return ['throughput per second', value.value];
  }
}

/** The share stated most precisely; where none is stated, the count over all requests. */
function errorRateFrom(
  values: readonly MetricValue[],
  requests: number | undefined,
): { errorRate?: number; known: FiguresFound['errorRate']; doubts: string[] } {
  const shares = values.filter((value) => value.kind === 'error-share');
  const [best] = [...shares].sort((a, b) => b.decimals - a.decimals);
  const count = values.find((value) => value.kind === 'error-count')?.count;
  const counted = count !== undefined && requests ? count / requests : undefined;
  if (!best) return errorRateOfCount(count, requests);
  const apart = (share: number, decimals: number): boolean =>
    Math.abs(share - best.share) > (1.01 * 10 ** -Math.min(decimals, best.decimals)) / 100;
  const other = shares.find(({ share, decimals }) => apart(share, decimals))?.share;
  // A count may leave out a few that the share has, or the other way round.
  const isOff = (rate: number): boolean =>
    apart(rate, best.decimals) && Math.abs(rate - best.share) > 2 * ROUNDING * Math.max(rate, best.share);
  const contradiction = other ?? (counted !== undefined && isOff(counted) ? counted : undefined);
  return {
    errorRate: best.share,
    known: contradiction === undefined ? 'known' : 'doubted',
    doubts:
      contradiction === undefined
        ? []
        : [
            `states two error rates, ${writePercent(best.share)} and ${writePercent(contradiction)}; the first is used`,
          ],
  };
}

function errorRateOfCount(
  count: number | undefined,
  requests: number | undefined,
): { errorRate?: number; known: FiguresFound['errorRate']; doubts: string[] } {
  if (count === undefined) return { known: 'unsaid', doubts: [] };
  if (count === 0) return { errorRate: 0, known: 'known', doubts: [] };
  if (requests !== undefined && count <= requests) {
    return { errorRate: count / requests, known: 'known', doubts: [] };
  }
  const why =
    requests === undefined ? 'no number of requests that they are a share of' : `only ${requests} requests`;
  return {
    known: 'unread',
    doubts: [`counts ${count} errors, and states ${why}: its error rate is not known`],
  };
}
