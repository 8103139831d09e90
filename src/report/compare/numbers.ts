/**
 * Figures of a comparison as people of a language write them. Figures that stand below one another keep the same number
 * of decimals, so that they can be read down a column.
 */
import type { ServerResult } from '../../evidence/result/server.ts';
import type { NumberStyle } from '../words/number-style.ts';

type Unit = ServerResult['series'][number]['unit'];

const MINUS = '−';
const NONE = '–';
/** Beyond it digits are written as a power of ten: no table holds more. */
const LONGEST = 1e12;
const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A figure that isn't known is a dash. */
type Write = (value: number | null | undefined) => string;

export interface Numbers {
  /** `18.30 ms`. */
  readonly ms: Write;
  /** `310.53 req/s`. */
  readonly perSecond: Write;
  /** `≈ 650 req/s`: two digits, of what is not measured. */
  readonly roughly: Write;
  /** `3.67 %` of a share; what is not 0 never reads 0 %, and what is not all never 100 %. */
  readonly share: Write;
  /** `38 %`. */
  readonly percent: Write;
  /** `37,292`. */
  readonly count: Write;
  /** `120 s`, `1.5 s`. */
  readonly seconds: Write;
  /** `11.37`. */
  readonly decimals: (value: number, digits: number) => string;
  /** `−1.68 ms`, with its sign. */
  readonly signed: (value: number, write: Write) => string;
  /** `+2.2 %`, of a relative change. */
  readonly relative: Write;
  /** `+11.63 pp`, of a difference of shares. */
  readonly points: Write;
  readonly inUnit: (unit: Unit, value: number) => string;
}

export function numbersIn(style: NumberStyle): Numbers {
  const { gap } = style;
  const fixed = (value: number, digits: number) => writeFixed(value, digits, style);
  const known =
    (write: (value: number) => string): Write =>
    (value) =>
      value === null || value === undefined || !Number.isFinite(value) ? NONE : write(value);
  const atLeast = (value: number, digits: number, unit: string) => {
    const least = 10 ** -digits;
    return value > 0 && value < least / 2
      ? `< ${fixed(least, digits)}${unit}`
      : `${fixed(value, digits)}${unit}`;
  };
  const signed = (value: number, write: Write) => {
    const text = write(Math.abs(value));
    return text.startsWith('<') || !/[1-9]/.test(text) ? text : `${value < 0 ? MINUS : '+'}${text}`;
  };
  const trimmed = (value: number, digits: number) => {
    const rounded = Number(value.toFixed(digits));
    const decimals = String(rounded).split('.')[1]?.length ?? 0;
    return fixed(rounded, Math.min(digits, decimals));
  };
  const percent = known((share) => {
    const text = atLeast(share * 100, 0, `${gap}%`);
    return share > 0 && share < 0.005 ? `< 1${gap}%` : text;
  });
  return {
    ms: known((value) => atLeast(value, 2, ' ms')),
    perSecond: known((value) => atLeast(value, 2, ' req/s')),
    roughly: known(
      (value) => `≈ ${fixed(Number(value.toPrecision(2)), value < 1 ? 2 : value < 10 ? 1 : 0)} req/s`,
    ),
    share: known((share) => writeShare(share * 100, fixed, gap)),
    percent,
    count: known((value) => fixed(value, 0)),
    seconds: known((value) => `${trimmed(value, 1)} s`),
    decimals: fixed,
    signed,
    relative: known((change) =>
      signed(change, (size) => `${fixed((size ?? 0) * 100, Math.abs(change) < 0.9995 ? 1 : 0)}${gap}%`),
    ),
    points: known((change) =>
      signed(
        change,
        (size) => `${fixed((size ?? 0) * 100, 2)} ${style.points[style.isOne((size ?? 0) * 100) ? 0 : 1]}`,
      ),
    ),
    inUnit: (unit, value) => {
      switch (unit) {
        case 'bytes':
          return writeBytes(value, trimmed);
        case 'bytes per second':
          return `${writeBytes(value, trimmed)}/s`;
        case 'cores':
          return `${fixed(value, 2)} ${style.cores[style.isOne(value) ? 0 : 1]}`;
        case 'share':
          return percent(value);
        case 'per second':
          return `${fixed(value, 2)} /s`;
        case 'seconds':
          return `${trimmed(value, 3)} s`;
        case 'connections':
        case 'number':
          return trimmed(value, 2);
      }
    },
  };
}

function writeShare(percent: number, fixed: (value: number, digits: number) => string, gap: string): string {
  if (percent === 0) return `0${gap}%`;
  if (percent < 0.001) return `< ${fixed(0.001, 3)}${gap}%`;
  if (percent < 100 && percent >= 99.995) return `> ${fixed(99.99, 2)}${gap}%`;
  return `${fixed(percent, percent < 0.1 ? 3 : 2)}${gap}%`;
}

function writeBytes(bytes: number, trimmed: (value: number, digits: number) => string): string {
  const step = Math.min(
    BYTES.length - 1,
    Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(bytes))) / 10)),
  );
  return `${trimmed(bytes / 1024 ** step, 1)} ${BYTES[step]}`;
}

function writeFixed(value: number, digits: number, { decimal, group }: NumberStyle): string {
  if (Math.abs(value) >= LONGEST)
    return value.toExponential(2).replace('.', decimal).replace('e+', 'e').replace('-', MINUS);
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  const text = fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}
