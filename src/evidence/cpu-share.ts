/** How busy the server's processors were, as a share of what there is of them. */
import type { ServerResult } from './result/server.ts';

type Series = ServerResult['series'][number];

export interface CpuShare {
  /**
   * cpu: processor time. load: the load average, where processor time tells of parts of the machine only, or nothing.
   */
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
 * The busiest of what is known: each service by the cores that it is allowed, or that the machine has, and the machine
 * itself. What containers use of a machine is not all that it does, so that its load average counts in their stead
 * where nothing else tells of the whole of it, and their sum where that is not known either. Null where nothing is
 * known, or nobody knows of how many cores.
 */
export function cpuShareOf(server: ServerResult | undefined): CpuShare | null {
  if (server === undefined) return null;
  const cores = server.machine?.cores ?? 0;
  const shares = server.series.flatMap((series) => {
    if (series.unit !== 'cores') return [];
    if (isLimited(series)) return shareOf('cpu', series, series.limit ?? 0);
    return cores > 0 && tellsWhole(series) ? shareOf('cpu', series, cores) : [];
  });
  if (cores > 0 && !server.series.some(tellsWhole)) shares.push(...ofParts(server, cores));
  return shares.reduce<CpuShare | null>((most, one) => (most && most.max >= one.max ? most : one), null);
}

function isLimited({ limit }: Series): boolean {
  return limit !== undefined && limit > 0;
}

/** Processor time of the machine, or of a service beside which no other is known. */
function tellsWhole({ unit, of, ofMachine }: Series): boolean {
  return unit === 'cores' && (ofMachine === true || of === undefined);
}

function ofParts({ series }: ServerResult, cores: number): CpuShare[] {
  const load = series.find(({ name, unit }) => unit === 'number' && /^load\b/i.test(name));
  if (load !== undefined) return shareOf('load', load, cores);
  const parts = series.filter((one) => one.unit === 'cores' && !isLimited(one));
  if (parts.length === 0) return [];
  const sum = (of: (part: Series) => number) => parts.reduce((total, part) => total + of(part), 0);
  const added = { min: sum((one) => one.min), mean: sum((one) => one.mean), max: sum((one) => one.max) };
  const [only, ...others] = parts;
  return shareOf('cpu', { ...added, of: others.length === 0 ? only?.of : undefined }, cores);
}

function shareOf(
  from: CpuShare['from'],
  { of, ofMachine, min, mean, max }: Pick<Series, 'min' | 'mean' | 'max' | 'of' | 'ofMachine'>,
  cores: number,
): CpuShare[] {
  if (!(max > 0)) return [];
  return [
    {
      from,
      of: (ofMachine ? null : of) ?? null,
      cores,
      min: min / cores,
      mean: mean / cores,
      max: max / cores,
    },
  ];
}
