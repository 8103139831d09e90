/** In what the server's side is counted, and how a bound of it is written. */
import { ConfigurationError } from '../configuration-error.ts';
import type { ServerUnit } from '../server-series.ts';
import { listWords, showValue } from '../wording/show-value.ts';

interface Amounts {
  readonly example: string;
  /** Factor of each way to write the unit; of '' where a plain number will do. */
  readonly units: Readonly<Record<string, number>>;
}

const BYTES = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
} as const;

const AMOUNTS: Readonly<Record<ServerUnit, Amounts>> = {
  cores: { example: '1.5', units: { '': 1, core: 1, cores: 1 } },
  bytes: { example: '300 MiB', units: BYTES },
  connections: { example: '12', units: { '': 1, connections: 1 } },
  'per second': { example: '100 /s', units: { '/s': 1 } },
  'bytes per second': {
    example: '10 MiB/s',
    units: Object.fromEntries(Object.entries(BYTES).map(([unit, factor]) => [`${unit}/s`, factor])),
  },
  seconds: { example: '2 s', units: { us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, min: 60 } },
  share: { example: '80 %', units: { '%': 0.01 } },
  number: { example: '3.0', units: { '': 1 } },
};

/** `300 MiB`, `3.0`, `80 %` of a series of that unit → bytes, a number, a share. Throws ConfigurationError. */
export function parseAmount(written: string | number, unit: ServerUnit): number {
  const { units, example } = AMOUNTS[unit];
  const match = /^([0-9]+(?:\.[0-9]+)?)\s*(.*)$/s.exec(String(written).trim());
  const factor = match && Object.hasOwn(units, match[2] ?? '') ? units[match[2] ?? ''] : undefined;
  const value =
    match && factor !== undefined ? Number((Number(match[1]) * factor).toPrecision(12)) : Number.NaN;
  if (Number.isFinite(value)) return value;
  const words = Object.keys(units).filter((word) => word !== '');
  const plain = '' in units ? 'a plain number' : `a number and ${listWords(words)}`;
  throw new ConfigurationError(
    `${showValue(written)} does not fit a series in ${unit}: write ${plain}, such as ${example}`,
  );
}

/** What of a name tells its unit, as Prometheus' conventions have it; what a counter becomes is its rate. */
export function unitOfMetric(text: string, isCounter: boolean): ServerUnit {
  if (/_(?:count|bucket)\b/.test(text) && isCounter) return 'per second';
  const perSecond = isCounter || /\bi?rate\s*\(/.test(text);
  if (/cpu\w*_seconds/.test(text)) return perSecond ? 'cores' : 'seconds';
  if (/_bytes\b|_bytes_/.test(text)) return perSecond ? 'bytes per second' : 'bytes';
  if (/_seconds\b|_seconds_/.test(text)) return perSecond ? 'share' : 'seconds';
  if (perSecond) return 'per second';
  if (/_ratio\b/.test(text)) return 'share';
  return /connections|pool/.test(text) ? 'connections' : 'number';
}

/**
 * Counters end like this (OpenMetrics, 5.1), and so do parts of histograms and summaries, whose names have a unit. A
 * bare `_count` is as often a gauge, as that of pg_stat_activity is.
 */
export function isCounterName(name: string): boolean {
  return /_(?:total|bucket)$|_(?:seconds|bytes)_(?:count|sum)$/.test(name);
}
