import { ConfigurationError } from '../configuration-error.ts';
import { canRegress, METRICS, metricsOf } from '../metrics.ts';
import type { MetricBounds } from '../plan.ts';
import type { Path, Source } from '../yaml/source.ts';

/** What an open model offers to the whole, or to one request. */
export interface Offered {
  /** Of the whole. */
  readonly perSecond: number;
  /** Of the mix, 0…1; 1 for the whole. */
  readonly share: number;
  /** What says so, in a message: `load.rate`. */
  readonly by: string;
}

/**
 * In an open model the rate is given, so that throughput can only tell whether the target kept up with it. Throws
 * ConfigurationError for a regression of throughput, and for a `min` that no response of the target's could reach.
 */
export function checkOffered(
  bounds: MetricBounds,
  { perSecond, share, by }: Offered,
  source: Source,
  path: Path,
): void {
  const offered = perSecond * share;
  const rate = write(offered);
  for (const metric of metricsOf('rate')) {
    const { limit = null, regression = null } = bounds[metric] ?? {};
    const { noun, bound } = METRICS[metric];
    if (regression !== null && !canRegress(metric, 'open')) {
      throw new ConfigurationError(
        `${by} fixes the ${noun} at ${rate}, so it can't regress: declare a ${bound} instead`,
        source.place([...path, metric, 'regression']),
      );
    }
    // Shares are fractions: 29 % of 100 /s is a little less than 29 /s in binary.
    if (limit === null || limit <= offered * (1 + 1e-9)) continue;
    const [part, wayOut] =
      share < 1
        ? [`${rate}, its weight's share of ${write(perSecond)}`, 'raise the rate or its weight']
        : [rate, 'raise the rate'];
    throw new ConfigurationError(
      `${write(limit)} is more than ${by} offers (${part}): lower ${bound}, or ${wayOut}`,
      source.place([...path, metric, bound]),
    );
  }
}

function write(perSecond: number): string {
  return `${Number(perSecond.toPrecision(6))} /s`;
}
