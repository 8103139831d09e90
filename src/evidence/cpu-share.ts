/** How busy the server's processors were, as a share of what there is of them. */
import type { ServerFigures, ServerSeries } from './result/server.ts';

export interface CpuShare {
  /** cpu: processor time. load: the load average, where processor time tells of parts of the machine only, or nothing. */
  readonly from: 'cpu' | 'load';
  /** Container, process or role; null where it is the machine, or a service that is the only one known. */
  readonly of: string | null;
  /** Of the machine, or what the container is allowed. */
  readonly cores: number;
  /** Shares: 1 is all of it. A load average may be above. */
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/**
 * The busiest of what is known: each service by the cores that it is allowed, or that the machine has. What containers
 * use of a machine is not all that it does, so that its load average counts in their stead where one is known, and their
 * sum where none is. Null where nothing is known, or nobody knows of how many cores.
 */
export function cpuShareOf(server: ServerFigures | undefined): CpuShare | null {
  if (server === undefined) return null;
  const cores = server.machine?.cores ?? 0;
  const known = server.series.filter(({ unit }) => unit === 'cores');
  const shares = known.flatMap((series) => {
    if (series.limit !== undefined && series.limit > 0) return shareOf('cpu', series, series.limit);
    return series.of === undefined && cores > 0 ? shareOf('cpu', series, cores) : [];
  });
  if (cores > 0) shares.push(...ofWholeMachine(server, cores));
  return shares.reduce<CpuShare | null>((most, one) => (most && most.max >= one.max ? most : one), null);
}

function ofWholeMachine({ series }: ServerFigures, cores: number): CpuShare[] {
  const whole = series.find(({ unit, of }) => unit === 'cores' && of === undefined);
  if (whole !== undefined) return [];
  const load = series.find(({ name }) => /^load\b/i.test(name));
  if (load !== undefined) return shareOf('load', load, cores);
  const parts = series.filter(({ unit, limit }) => unit === 'cores' && limit === undefined);
  if (parts.length === 0) return [];
  const sum = (of: (part: ServerSeries) => number) => parts.reduce((total, part) => total + of(part), 0);
  const added = { min: sum((one) => one.min), mean: sum((one) => one.mean), max: sum((one) => one.max) };
  const [only, ...others] = parts;
  return shareOf('cpu', { ...added, of: others.length === 0 ? only?.of : undefined }, cores);
}

function shareOf(
  from: CpuShare['from'],
  { of, min, mean, max }: Pick<ServerSeries, 'min' | 'mean' | 'max' | 'of'>,
  cores: number,
): CpuShare[] {
  if (!(max > 0)) return [];
  return [{ from, of: of ?? null, cores, min: min / cores, mean: mean / cores, max: max / cores }];
}
