/** Which series a probe gives, and what they are called. */

import type { SeriesConfig } from '../schema/probe-schema.ts';
import type { ProbeKind, ServerUnit } from '../server-series.ts';
import { meaningOf } from './known-metrics.ts';
import type { PlannedProbe, PlannedSeries } from './probe.ts';
import { isCounterName, unitOfMetric } from './series-unit.ts';

type NamedSeries = Omit<PlannedSeries, 'key'>;

/** A probe whose series have no keys yet. */
export type DraftProbe = Omit<PlannedProbe, 'series'> & { readonly series: readonly NamedSeries[] };

type Fixed = readonly Omit<NamedSeries, 'of'>[];

/** What every PostgreSQL, process and container has. A reading gives its values in this order. */
const FIXED = {
  postgres: [
    gauge('connections', 'connections'),
    gauge('active', 'connections'),
    gauge('idle', 'connections'),
    { ...gauge('waiting', 'connections'), tells: 'database-wait' },
    { ...gauge('longest-transaction', 'seconds'), tells: 'longest-transaction' },
    { ...gauge('locks-waiting', 'number'), tells: 'lock-wait' },
  ],
  process: [
    { name: 'cpu', unit: 'cores', isCounter: true, role: 'cpu' },
    { ...gauge('memory', 'bytes'), role: 'memory' },
    { ...gauge('load', 'number'), isOfMachine: true },
    { name: 'machine-cpu', unit: 'cores', isCounter: true, isOfMachine: true },
    { ...gauge('machine-memory', 'bytes'), isOfMachine: true },
  ],
  docker: [
    { name: 'cpu', unit: 'cores', isCounter: true, role: 'cpu' },
    { ...gauge('memory', 'bytes'), role: 'memory' },
  ],
} as const satisfies Readonly<Record<Exclude<ProbeKind, 'prometheus'>, Fixed>>;

function gauge(name: string, unit: ServerUnit) {
  return { name, unit, isCounter: false } as const;
}

/** @param of container, or what the probe is named */
export function fixedSeries(kind: keyof typeof FIXED, of?: string): NamedSeries[] {
  return FIXED[kind].map((series) => ({ ...series, ...(of !== undefined && { of }) }));
}

type Written = SeriesConfig[string];

export function queryOf(written: Written): string {
  return typeof written === 'string' ? written : written.query;
}

/** What users name themselves. A query is counted up only where it is a bare name that says so. */
export function readSeries(
  config: SeriesConfig,
  { name: of, isQuery }: { readonly name: string | undefined; readonly isQuery: boolean },
): NamedSeries[] {
  return Object.entries(config).map(([name, written]) => {
    const text = queryOf(written);
    const own = typeof written === 'string' ? { query: written } : written;
    const [, bare = ''] = /^(?:sum\s*\(\s*)?([a-zA-Z_:][\w:]*)\s*(?:\{.*\})?\s*\)?$/s.exec(text.trim()) ?? [];
    const isCounter = own.counter ?? (isCounterName(bare) && !(isQuery && text.trim().startsWith('sum')));
    const unit = own.unit ?? unitOfMetric(bare || text, isCounter);
    const tells = meaningOf(text);
    return {
      name,
      ...(of !== undefined && { of }),
      unit: unit === 'number' && /connections/i.test(name) && !isCounter ? 'connections' : unit,
      isCounter,
      ...(bare === 'process_cpu_seconds_total' && unit === 'cores' && { role: 'cpu' as const }),
      ...(bare === 'process_resident_memory_bytes' && { role: 'memory' as const }),
      ...(tells && { tells }),
    };
  });
}

/** Gives each series a key that no other has: its name, and where others have that, whose it is before it. */
export function withKeys(
  probes: readonly { readonly kind: ProbeKind; readonly series: readonly NamedSeries[] }[],
): PlannedSeries[][] {
  const all = probes.flatMap(({ series }) => series);
  const isAlone = ({ name }: NamedSeries) => all.filter((other) => other.name === name).length === 1;
  const taken = new Map<string, number>();
  return probes.map(({ kind, series }) =>
    series.map((one) => {
      const wanted = isAlone(one) ? one.name : `${one.of ?? kind} ${one.name}`;
      const count = (taken.get(wanted) ?? 0) + 1;
      taken.set(wanted, count);
      return { ...one, key: count === 1 ? wanted : `${wanted} ${count}` };
    }),
  );
}
