/** What a search for the breaking point is judged by, and what is no matter to it. */
import { ConfigurationError } from '../configuration-error.ts';
import { METRIC_NAMES, METRICS, type Metric, metricsOf } from '../metrics.ts';
import type { Gate, Load, MetricBounds } from '../plan.ts';
import type { Path, Source } from '../yaml/source.ts';

interface SearchedGate {
  readonly whole: MetricBounds;
  readonly notices: readonly string[];
}

interface Others extends Pick<Gate, 'endpoints' | 'stages'> {
  readonly flows: NonNullable<Gate['flows']>;
  /** By the series' names. */
  readonly server: object;
}

interface Places {
  readonly source: Source;
  readonly path: Path;
}

/**
 * In a search, limits of latency and errors say what has to hold, and its capacity is judged; in any other load there
 * is no capacity.
 *
 * @param bounds of the whole
 * @param others bounds of single requests, stages and series of the server's side
 * @returns bounds of the whole that something can come of
 * @throws ConfigurationError for a capacity without a limit that could hold, or beyond what is searched, and where the
 * load has none and nothing else is declared
 */
export function checkSearch(
  bounds: MetricBounds,
  others: Others,
  { load, hasBase }: { readonly load: Load; readonly hasBase: boolean },
  { source, path }: Places,
): SearchedGate {
  const searched = metricsOf('capacity');
  const asked = searched.filter((metric) => bounds[metric] !== undefined);
  if (load.search === undefined) return withoutSearch(bounds, asked, others, load, { source, path });
  const holds = METRIC_NAMES.filter((metric) => isLimit(metric) && (bounds[metric]?.limit ?? null) !== null);
  const [capacity] = asked;
  if (holds.length === 0) {
    throw new ConfigurationError(
      'a capacity is the highest load at which the limits hold, and there is no limit on latency or errors: write one, such as p99: { max: 100 ms } or errors: { max: 1 % }',
      source.place(capacity === undefined ? path : [...path, capacity]),
    );
  }
  if (hasBase && asked.every((metric) => bounds[metric]?.regression === null)) {
    throw new ConfigurationError(
      'a search with a base compares the two capacities, but there is no regression for them: write one, such as capacity: { regression: 10 % }, or leave the base out',
      source.place(capacity === undefined ? path : [...path, capacity]),
    );
  }
  for (const metric of asked)
    checkReach(bounds[metric]?.limit ?? null, load.search, source, [...path, metric]);
  const kept = METRIC_NAMES.flatMap((metric) => {
    const own = bounds[metric];
    if (own === undefined) return [];
    if (searched.includes(metric)) return [[metric, own] as const];
    return holds.includes(metric) ? [[metric, { limit: own.limit, regression: null }] as const] : [];
  });
  return { whole: Object.fromEntries(kept), notices: noteIdle(bounds, others) };
}

function isLimit(metric: Metric): boolean {
  const { kind } = METRICS[metric];
  return kind === 'latency' || kind === 'share';
}

function withoutSearch(
  bounds: MetricBounds,
  asked: readonly Metric[],
  others: Omit<Others, 'server'>,
  { profile }: Load,
  { source, path }: Places,
): SearchedGate {
  const [capacity] = asked;
  if (capacity === undefined) return { whole: bounds, notices: [] };
  const rest = Object.entries(bounds).filter(([metric]) => !asked.includes(metric as Metric));
  const isAlone =
    rest.length === 0 &&
    [others.endpoints, others.flows, others.stages].every((one) => Object.keys(one).length === 0);
  if (isAlone) {
    throw new ConfigurationError(
      `only a search finds a capacity, and ${profile === null ? 'the load' : `the profile ${profile}`} is not one: choose the profile breakpoint, or write load: { breakpoint: … }`,
      source.place([...path, capacity]),
    );
  }
  const whose = profile === null ? 'the load' : `the profile ${profile}`;
  return {
    whole: Object.fromEntries(rest),
    notices: [`The bounds of ${capacity} are not judged: ${whose} is not a search for the breaking point.`],
  };
}

function checkReach(
  min: number | null,
  { of, most }: NonNullable<Load['search']>,
  source: Source,
  path: Path,
): void {
  if (min === null || of !== 'rate' || min <= most) return;
  throw new ConfigurationError(
    `${min} /s is more than the search tries (load.breakpoint.rate.to, ${most} /s), so it could never be shown: raise that, or lower min`,
    source.place([...path, 'min']),
  );
}

/** What is declared and says nothing of a search. */
function noteIdle(bounds: MetricBounds, { endpoints, flows, stages, server }: Others): string[] {
  const idle = METRIC_NAMES.flatMap((metric) => {
    const { limit = null, regression = null, trend = null } = bounds[metric] ?? {};
    if (METRICS[metric].kind === 'capacity') return [];
    const parts = [
      ...(limit !== null && !isLimit(metric) ? [METRICS[metric].bound] : []),
      ...(regression === null ? [] : ['regression']),
      ...(trend === null ? [] : ['trend']),
    ];
    return parts.map((part) => `${metric}.${part}`);
  });
  const named = [
    ...Object.keys(endpoints),
    ...Object.keys(flows),
    ...Object.keys(stages),
    ...Object.keys(server),
  ];
  const all = [...idle, ...named.map((name) => `the bounds of ${name}`)];
  if (all.length === 0) return [];
  return [
    `In a search for the breaking point, the limits on latency and errors have to hold, and the capacity is judged; without effect: ${all.join(', ')}.`,
  ];
}
