import { ConfigurationError } from '../configuration-error.ts';
import { METRICS, metricsOf } from '../metrics.ts';
import type { MetricBounds } from '../plan.ts';
import type { Path, Source } from '../yaml/source.ts';

/**
 * A request is ended at its deadline, and counted with that: no latency is ever seen above it, so a limit above it
 * would pass whatever the service does.
 *
 * @param deadlineMs load.timeout, or the profile's
 * @throws ConfigurationError
 */
export function checkDeadline(bounds: MetricBounds, deadlineMs: number, source: Source, path: Path): void {
  for (const metric of metricsOf('latency')) {
    const limit = bounds[metric]?.limit ?? null;
    if (limit === null || limit <= deadlineMs) continue;
    const deadline = write(deadlineMs);
    throw new ConfigurationError(
      `${write(limit)} is above the deadline of requests (load.timeout, ${deadline}), where each is ended, so it could never fail: write at most ${deadline}, or a longer load.timeout`,
      source.place([...path, metric, METRICS[metric].bound]),
    );
  }
}

function write(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(3))} s`;
}
