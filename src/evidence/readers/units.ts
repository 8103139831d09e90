/** Units as reports write them, in English or French: of time, of shares, of numbers in thousands. */
import { type DecimalMark, readNumber } from './numbers.ts';

const UNITS_MS: Readonly<Record<string, number>> = {
  ...named(1e-6, 'ns nsec nsecs nanosecond nanoseconds nanoseconde nanosecondes'),
  ...named(
    1e-3,
    'us usec usecs \u00b5s \u03bcs \u00b5sec \u03bcsec microsecond microseconds microseconde microsecondes',
  ),
  ...named(1, 'ms msec msecs millis millisecond milliseconds milliseconde millisecondes'),
  ...named(1000, 's sec secs second seconds seconde secondes'),
  ...named(60_000, 'm min mins minute minutes'),
  ...named(3_600_000, 'h hr hrs hour hours heure heures'),
};

const SHARES: Readonly<Record<string, number>> = {
  ...named(0.01, '%|percent|per cent|pct|pourcent|pour cent|percentage|pourcentage', '|'),
  ...named(0.001, '\u2030|per mille|permille|per mil|pour mille', '|'),
  ...named(1e-4, 'bps|basis points', '|'),
  ...named(1e-6, 'ppm|parts per million', '|'),
};

const SCALES: Readonly<Record<string, number>> = {
  ...named(1e3, 'k K thousand thousands mille millier milliers'),
  ...named(1e6, 'M mio mn million millions'),
  ...named(1e9, 'bn billion billions milliard milliards'),
};

/** How a name says that its numbers are in thousands or millions; beside the words for it. */
const POWERS: readonly (readonly [RegExp, number])[] = [
  [/^(?:[x\u00d7]\s?)?(?:1[,. ]?000|10\^3|10\u00b3)s?$|^'?000s?$/u, 1e3],
  [/^(?:[x\u00d7]\s?)?(?:1[,. ]?000[,. ]?000|10\^6|10\u2076)s?$/u, 1e6],
];

const TIME_UNIT = /^\s*([a-z\u00b5\u03bc]+)(?![\p{L}])/iu;
const BRACKETED_TIME_UNIT = /^\s*[([]\s*([a-z\u00b5\u03bc]+)\s*[)\]]/iu;

/** Milliseconds in one of the unit; null for what is no unit of time. A capital M is a million, and no minute. */
export function unitMsOf(unit: string): number | null {
  return unit === 'M' ? null : lookUp(UNITS_MS, unit.toLowerCase());
}

/** The share that one of the unit is (`%`: 0.01); null for what is no unit of shares. `unit` is folded. */
export function shareUnitOf(unit: string): number | null {
  return lookUp(SHARES, unit);
}

/** What `k`, `millions` or `x1000` multiplies by; null for anything else. As written: `M` is not `m`. */
export function scaleOf(unit: string): number | null {
  const known = lookUp(SCALES, unit) ?? lookUp(SCALES, unit.toLowerCase());
  // A small m may be a thousandth as well as a million.
  if (known !== null) return known;
  return POWERS.find(([pattern]) => pattern.test(unit.toLowerCase()))?.[1] ?? null;
}

interface ReadTime {
  readonly ms: number;
  /** Characters that were read. */
  readonly length: number;
  /** As written, the largest first. */
  readonly units: readonly string[];
}

/** A time at the start of the text: `93.84 ms`, `101 milliseconds`, `101 (ms)`, `1 min 30 s`. Null without a unit. */
export function readTime(text: string, mark: DecimalMark | null): ReadTime | null {
  let at = 0;
  let ms = 0;
  let smallest = Number.POSITIVE_INFINITY;
  const units: string[] = [];
  for (;;) {
    const gap = at === 0 ? 0 : (/^[ \u00a0]*(?:(?:and|et) )?/iu.exec(text.slice(at))?.[0].length ?? 0);
    const number = readNumber(text.slice(at + gap), 'figure', mark);
    if (!number) break;
    const rest = text.slice(at + gap + number.length);
    const unit = TIME_UNIT.exec(rest) ?? BRACKETED_TIME_UNIT.exec(rest);
    const factor = unit ? unitMsOf(unit[1] as string) : null;
    // What is no smaller part of the same time is another one.
    if (!unit || factor === null || factor >= smallest) break;
    ms += number.value * factor;
    smallest = factor;
    units.push(unit[1] as string);
    at += gap + number.length + unit[0].length;
  }
  return units.length === 0 ? null : { ms: Number(ms.toPrecision(12)), length: at, units };
}

/** The unit of a share at the start of the text: ` %`, ` (%)`, ` percent`. */
export function readShareUnit(text: string): { readonly unit: number; readonly length: number } | null {
  const match =
    /^\s*[([]\s*([%\u2030]|\p{L}+(?: \p{L}+)*)\s*[)\]]/u.exec(text) ??
    /^\s*([%\u2030]|(?:per|pour)\s(?:cent|mille?)|\p{L}+)(?![\p{L}])/u.exec(text);
  const unit = match ? shareUnitOf((match[1] as string).toLowerCase().replace(/\s+/gu, ' ')) : null;
  return match && unit !== null ? { unit, length: match[0].length } : null;
}

/** What multiplies a number, right behind it: `k`, ` million`, ` (thousands)`. */
export function readScale(text: string): { readonly factor: number; readonly length: number } | null {
  const match = /^\s?(\p{L}+)(?![\p{L}\d])/u.exec(text) ?? /^\s*[([]\s*(\p{L}+)\s*[)\]]/u.exec(text);
  const unit = match?.[1] as string | undefined;
  const factor = unit === undefined ? null : (lookUp(SCALES, unit) ?? lookUp(SCALES, unit.toLowerCase()));
  return match && factor !== null ? { factor, length: match[0].length } : null;
}

function lookUp(table: Readonly<Record<string, number>>, key: string): number | null {
  return Object.hasOwn(table, key) ? (table[key] as number) : null;
}

function named(value: number, names: string, separator = ' '): Record<string, number> {
  return Object.fromEntries(names.split(separator).map((name) => [name, value]));
}
