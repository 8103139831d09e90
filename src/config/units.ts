import { ConfigurationError, type Place } from './configuration-error.ts';
import { listWords, showValue } from './wording/show-value.ts';

/** A kind of quantity: its units, each with the factor to the unit of the Plan, and an example for messages. */
interface Quantity {
  readonly noun: string;
  readonly example: string;
  readonly units: Readonly<Record<string, number>>;
}

const DURATION: Quantity = {
  noun: 'duration',
  example: '10s',
  units: { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 },
};
const LATENCY: Quantity = {
  noun: 'latency',
  example: '100 ms',
  units: { us: 0.001, µs: 0.001, ms: 1, s: 1000 },
};
const RATE: Quantity = { noun: 'rate', example: '100 /s', units: { '/s': 1, 'req/s': 1, 'requests/s': 1 } };
const PERCENT: Quantity = { noun: 'percentage', example: '10 %', units: { '%': 0.01 } };
const POINTS: Quantity = { noun: 'difference in percentage points', example: '0.5 pp', units: { pp: 0.01 } };
const SIZE: Quantity = {
  noun: 'size',
  example: '10 KiB',
  units: { B: 1, kB: 1000, KB: 1000, KiB: 1024, MB: 1_000_000, MiB: 1024 ** 2 },
};

/** `500ms`, `10 s`, `2m`, `2 min`, `1h` → whole milliseconds. Throws ConfigurationError. */
export function parseDuration(text: string, place?: Place): number {
  return Math.round(parseQuantity(text, DURATION, place));
}

/** The same → seconds. */
export function parseSeconds(text: string): number {
  return parseDuration(text) / 1000;
}

/** As `parseDuration` reads it, in the largest unit that leaves a whole number: 90000 → `90s`, 120000 → `2m`. */
export function writeDuration(ms: number): string {
  if (ms % 1000 !== 0) return `${ms}ms`;
  return ms % 60_000 === 0 ? `${ms / 60_000}m` : `${ms / 1000}s`;
}

/** `100 ms`, `1.5 s`, `800 us` → milliseconds. Throws ConfigurationError. */
export function parseLatency(text: string, place?: Place): number {
  return parseQuantity(text, LATENCY, place);
}

/** `100 /s`, `300/s`, `300 req/s` → per second. Throws ConfigurationError. */
export function parseRate(text: string, place?: Place): number {
  return parseQuantity(text, RATE, place);
}

/** `10 KiB`, `500 B` → bytes. Throws ConfigurationError. */
export function parseSize(text: string, place?: Place): number {
  return Math.round(parseQuantity(text, SIZE, place));
}

/** `10 %` → share, 0.1. Throws ConfigurationError. */
export function parsePercent(text: string, place?: Place): number {
  return parseQuantity(text, PERCENT, place);
}

/** `0.5 pp` → difference of two shares, 0.005. Throws ConfigurationError. */
export function parsePoints(text: string, place?: Place): number {
  return parseQuantity(text, POINTS, place);
}

function parseQuantity(text: string, kind: Quantity, place?: Place): number {
  const wayOut = `write a number and ${listWords(Object.keys(kind.units))}, such as ${kind.example}`;
  const refuse = (why: string) => new ConfigurationError(`${showValue(text)} ${why}: ${wayOut}`, place);
  const match = /^([0-9]+(?:\.[0-9]+)?)(.*)$/s.exec(text.trim());
  if (!match || match[1] === undefined) throw refuse(`is no ${kind.noun}`);
  const unit = (match[2] ?? '').trim();
  if (unit === '') throw refuse('has no unit');
  if (!Object.hasOwn(kind.units, unit)) throw refuse(`has a unit that does not fit a ${kind.noun}`);
  // Twelve digits: 0.7 % is 0.007, not 0.006999999999999999.
  const value = Number((Number(match[1]) * (kind.units[unit] ?? 1)).toPrecision(12));
  if (!Number.isFinite(value)) throw refuse('is too large');
  return value;
}
