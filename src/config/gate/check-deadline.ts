import { ConfigurationError } from '../configuration-error.ts';
import type { MetricBounds } from '../plan.ts';
import type { Path, Source } from '../yaml/source.ts';

/**
 * A request is ended at its deadline, and counted with that: no P99 is ever seen above it, so a limit above it would pass
 * whatever the service does.
 *
 * @param deadlineMs load.timeout, or the profile's
 * @throws ConfigurationError
 */
export function checkDeadline({ p99 }: MetricBounds, deadlineMs: number, source: Source, path: Path): void {
  if (!p99 || p99.limit === null || p99.limit <= deadlineMs) return;
  const deadline = write(deadlineMs);
  throw new ConfigurationError(
    `${write(p99.limit)} is above the deadline of requests (load.timeout, ${deadline}), where each is ended, so it could never fail: write at most ${deadline}, or a longer load.timeout`,
    source.place([...path, 'p99', 'max']),
  );
}

function write(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(3))} s`;
}
