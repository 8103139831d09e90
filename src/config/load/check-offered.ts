import { ConfigurationError } from '../configuration-error.ts';
import type { MetricBounds } from '../plan.ts';
import type { Path, Source } from '../yaml/source.ts';

/** What an open model offers to the whole, or to one request. */
export interface Offered {
  /** Of the whole. */
  readonly perSecond: number;
  /** Of the mix, 0…1; 1 for the whole. */
  readonly share: number;
}

/**
 * In an open model the rate is given, so that throughput can only tell whether the target kept up with it. Throws
 * ConfigurationError for a regression of throughput, and for a `min` that no answer of the target's could reach.
 */
export function checkOffered(
  { throughput }: MetricBounds,
  { perSecond, share }: Offered,
  source: Source,
  path: Path,
): void {
  if (!throughput) return;
  const offered = perSecond * share;
  const rate = write(offered);
  if (throughput.regression !== null) {
    throw new ConfigurationError(
      `load.rate fixes the throughput at ${rate}, so it can't regress: declare a min instead`,
      source.place([...path, 'throughput', 'regression']),
    );
  }
  // Shares are fractions: 29 % of 100 /s is a little less than 29 /s in binary.
  if (throughput.limit === null || throughput.limit <= offered * (1 + 1e-9)) return;
  const [part, wayOut] =
    share < 1
      ? [`${rate}, its weight's share of ${write(perSecond)}`, 'raise the rate or its weight']
      : [rate, 'raise the rate'];
  throw new ConfigurationError(
    `${write(throughput.limit)} is more than load.rate offers (${part}): lower min, or ${wayOut}`,
    source.place([...path, 'throughput', 'min']),
  );
}

function write(perSecond: number): string {
  return `${Number(perSecond.toPrecision(6))} /s`;
}
