import type { PlannedProbe, ProbeSource } from '../../config/probes/probe.ts';
import type { Location } from '../../config/target/location.ts';
import { renderText } from '../render.ts';
import type { Side } from '../round.ts';
import { type Permission, type Resolve, resolveAllowed } from '../target/guard.ts';
import { createDockerReader } from './docker-reader.ts';
import { createMetricsReader } from './metrics-reader.ts';
import { localPort, NO_VALUES, type ProbePermission, permissionFor, urlOfSource } from './permission.ts';
import { createPostgresReader } from './postgres-reader.ts';
import { createProcessReader } from './process-reader.ts';
import { createQueryReader } from './query-reader.ts';
import { type ProbeReader, ReadingFailed } from './reader.ts';

/** One side, and what may be read there. */
export interface ProbedSide {
  readonly side: Side;
  readonly location: Location;
  readonly permission: ProbePermission;
  readonly sides: Readonly<Record<Side, Permission>>;
  readonly resolve: Resolve;
  redact(text: string): string;
}

/** Reads a probe on a side. Nothing is asked before the first reading. */
export function openReader({ series }: PlannedProbe, source: ProbeSource, side: ProbedSide): ProbeReader {
  switch (source.reads) {
    case 'metrics':
      return createMetricsReader(placeOf(source, side), source.selectors, series);
    case 'query-api': {
      const place = placeOf(source, side);
      return createQueryReader({ ...place, url: place.url.replace(/\/+$/, '') }, source.queries, series);
    }
    case 'postgres': {
      const url = urlOfSource(source, side.location);
      return createPostgresReader({ url, addresses: addressesOf(url, side), statements: source.statements });
    }
    case 'process':
      return createProcessReader(source.which, localPort(side.location));
    case 'docker':
      return createDockerReader(source.socket, source.containers, series);
  }
}

function placeOf(source: Extract<ProbeSource, { headers: unknown }>, side: ProbedSide) {
  const url = urlOfSource(source, side.location);
  const headers = source.headers.map(([name, value]) => [name, renderText(value, {}, NO_VALUES)]);
  return {
    url,
    headers: Object.fromEntries(headers) as Record<string, string>,
    addresses: addressesOf(url, side),
    redact: (text: string) => side.redact(text),
  };
}

/** Looked up and checked once: what a name leads to can't change while the load goes on. */
function addressesOf(url: string, probed: ProbedSide): () => Promise<readonly string[]> {
  const { side, location, permission: probes, sides, resolve } = probed;
  let known: Promise<readonly string[]> | null = null;
  return () => {
    known ??= resolveAllowed(
      originOf(url),
      permissionFor(url, side, location, { probes, sides }),
      resolve,
    ).catch((error) => {
      known = null;
      if ('code' in Object(error) && !('place' in Object(error)) && error.code !== 'refused-target')
        throw error;
      throw new ReadingFailed({ code: 'not-allowed', detail: (error as Error).message });
    });
    return known;
  };
}

function originOf(url: string): string {
  const { hostname, protocol, port } = new URL(url);
  return /^https?:$/.test(protocol) ? new URL(url).origin : `http://${hostname}:${port || 5432}`;
}
