import { ConfigurationError } from '../configuration-error.ts';
import { checkOffered, type Offered } from '../load/check-offered.ts';
import type { Deadline } from '../load/deck.ts';
import { ENDPOINT_METRICS, METRIC_NAMES, METRICS } from '../metrics.ts';
import type { MetricBounds } from '../plan.ts';
import type { BoundsConfig } from '../schema/gate-schema.ts';
import type { Path, Source } from '../yaml/source.ts';
import { checkDeadline } from './check-deadline.ts';
import { checkRetried } from './check-retried.ts';

/** What the figures can be at all. */
export interface Reach {
  /** When a request is ended without a response. */
  readonly deadline: Deadline;
  /** Null in a closed model. */
  readonly offered: Offered | null;
  /** Whether requests that it is about may be sent again, in the file and in this run: then no deadline ends them. */
  readonly retry: { readonly declared: boolean; readonly asked: boolean };
}

/**
 * The bounds of the whole, of a request or of a stage. Throws ConfigurationError for one that says nothing, or that
 * could never fail or never hold.
 */
export function compileBounds(
  config: BoundsConfig,
  source: Source,
  path: Path,
  { deadline, offered, retry }: Reach,
): MetricBounds {
  const declared = METRIC_NAMES.flatMap((metric) => {
    const written = config[metric];
    if (written === undefined) return [];
    const { bound, compared } = METRICS[metric];
    const limit = written[bound] ?? null;
    const { regression = null, trend } = written;
    if (limit === null && regression === null && trend === undefined) {
      throw new ConfigurationError(
        `declares no bound: write ${compared ? `${bound} or regression` : bound} under it`,
        source.place([...path, metric]),
      );
    }
    return [[metric, { limit, regression, ...(trend !== undefined && { trend }) }] as const];
  });
  const bounds: MetricBounds = Object.fromEntries(declared);
  checkRetried(bounds, retry.declared, source, path);
  if (!retry.asked) checkDeadline(bounds, deadline, source, path);
  if (offered) checkOffered(bounds, offered, source, path);
  return bounds;
}

/** The same of one request or one stage, which are named only to say something of them. */
export function compileNamed(config: BoundsConfig, source: Source, path: Path, reach: Reach): MetricBounds {
  const bounds = compileBounds(config, source, path, reach);
  if (Object.keys(bounds).length > 0) return bounds;
  throw new ConfigurationError(
    `declares no bound: write one of ${ENDPOINT_METRICS.join(', ')} under it`,
    source.place(path),
  );
}
