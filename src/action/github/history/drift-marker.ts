import { createHash } from 'node:crypto';
import type { KeyOf, KnownDrift } from '../../../judgement/drift/watch.ts';

/** What the hidden first line of the issue says: whose it is, and what it has told. */
interface DriftMarker {
  readonly suite: string;
  readonly known: readonly KnownDrift[];
}

/** Drifts that a marker holds, of which the newest stay: as many as there are rows, in less than 24,000 characters. */
const MOST_KNOWN = 2500;

/** A row by its hash, since a request's name may hold anything. */
export const keyOfRow: KeyOf = ({ metric, endpoint }) =>
  createHash('sha256')
    .update(`${metric}\0${endpoint ?? ''}`)
    .digest('hex')
    .slice(0, 8);

/** `told=2026-10-10T03:00:00.000Z=0a1b2c3d.4e5f6071,…`: rows that began to drift in one night stand together. */
export function writeDriftMarker({ suite, known }: DriftMarker): string {
  const nights = new Map<string, string[]>();
  for (const { row, since } of known.slice(-MOST_KNOWN))
    nights.set(since, [...(nights.get(since) ?? []), row]);
  const told = [...nights].map(([since, rows]) => `${since}=${rows.join('.')}`);
  return `<!-- tailgate-drift/1 suite=${suite} told=${told.join(',')} -->`;
}

const MARKER =
  /^<!-- tailgate-drift\/1 suite=(?<suite>[a-z0-9][a-z0-9-]{0,99}) told=(?<told>[0-9a-zTZ:.,=+-]*) -->/;
const NIGHT = /^(?<since>[\dTZ:.+-]{20,35})=(?<rows>[0-9a-f]{8}(\.[0-9a-f]{8})*)$/;

/** The marker of an issue's text, or null. Only the very start counts: what stands further down may be quoted. */
export function readDriftMarker(body: string): DriftMarker | null {
  const found = MARKER.exec(body)?.groups;
  if (!found) return null;
  const known = (found.told ?? '').split(',').flatMap((night) => {
    const { since, rows } = NIGHT.exec(night)?.groups ?? {};
    return since && rows ? rows.split('.').map((row) => ({ row, since })) : [];
  });
  return { suite: found.suite ?? '', known };
}
