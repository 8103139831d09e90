import { ConfigurationError } from '../configuration-error.ts';
import { METRICS, metricsOf } from '../metrics.ts';
import type { MetricBounds } from '../plan.ts';
import type { Path, Source } from '../yaml/source.ts';

/**
 * Throws ConfigurationError where attempts have a limit and nothing is ever sent again: it could only hold.
 *
 * @param isRetried whether a request that the bounds are about may be sent again
 */
export function checkRetried(bounds: MetricBounds, isRetried: boolean, source: Source, path: Path): void {
  const metric = metricsOf('ratio').find((one) => bounds[one] !== undefined);
  if (metric === undefined || isRetried) return;
  throw new ConfigurationError(
    `nothing is retried, so it is always 1: write retry: { on: [503, timeout] } under a request or scenario, or remove it`,
    source.place([...path, metric, METRICS[metric].bound]),
  );
}

/** Where a profile leaves out every request that is sent again, nothing is left to count. */
export function withoutAttempts(bounds: MetricBounds): MetricBounds {
  const attempts: readonly string[] = metricsOf('ratio');
  return Object.fromEntries(Object.entries(bounds).filter(([metric]) => !attempts.includes(metric)));
}
