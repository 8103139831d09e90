import { ConfigurationError } from '../configuration-error.ts';
import type { Deadline } from '../load/deck.ts';
import { METRICS, metricsOf } from '../metrics.ts';
import type { MetricBounds } from '../plan.ts';
import type { Path, Source } from '../yaml/source.ts';

/**
 * A request is ended at its deadline, and counted with that: no latency is ever seen above it, so a limit above it
 * would pass whatever the service does.
 *
 * @throws ConfigurationError
 */
export function checkDeadline(bounds: MetricBounds, { ms, of }: Deadline, source: Source, path: Path): void {
  for (const metric of metricsOf('latency')) {
    const limit = bounds[metric]?.limit ?? null;
    if (limit === null || limit <= ms) continue;
    const deadline = write(ms);
    throw new ConfigurationError(
      `${write(limit)} is above ${DEADLINES[of].what(deadline)}, so it could never fail: write at most ${deadline}, or ${DEADLINES[of].wayOut}`,
      source.place([...path, metric, METRICS[metric].bound]),
    );
  }
}

const DEADLINES: Readonly<Record<Deadline['of'], { what(deadline: string): string; wayOut: string }>> = {
  load: {
    what: (deadline) => `the request timeout (load.timeout, ${deadline}), which ends every request`,
    wayOut: 'a longer load.timeout',
  },
  request: {
    what: (deadline) => `the request's own timeout (${deadline}), which ends it`,
    wayOut: 'a longer timeout',
  },
  longest: {
    what: (deadline) => `the longest timeout of a request (${deadline}), which ends it`,
    wayOut: 'longer timeouts',
  },
  steps: {
    what: (deadline) => `the timeouts of its steps together (${deadline}), which end them`,
    wayOut: 'longer timeouts',
  },
};

function write(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(3))} s`;
}
