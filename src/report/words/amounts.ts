/** Figures of the server's side as people read them, by the unit of their series. */
import type { ServerUnit } from '../../config/server-series.ts';
import { type Formats, formatsIn } from './format.ts';
import { NUMBER_STYLES, type NumberStyle } from './number-style.ts';

const STEPS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const MINUS = '−';

/** All ways to write a reading, in the style of a language. */
export function amountsIn(
  { decimal, space, cores, isOne }: NumberStyle,
  { formatCount, formatMs, formatPerSecond, formatShare, formatPercent }: Formats,
) {
  /** `182 MiB`, `0.84 cores`, `12`, `3.42`, `84.3 %`. */
  function formatAmount(value: number, unit: ServerUnit): string {
    if (value < 0) return `${MINUS}${formatAmount(-value, unit)}`;
    switch (unit) {
      case 'bytes':
        return formatBytes(value);
      case 'bytes per second':
        return `${formatBytes(value)}/s`;
      case 'cores':
        return `${digits(value)}${space}${cores[isOne(value) ? 0 : 1]}`;
      case 'connections':
      case 'number':
        return digits(value);
      case 'per second':
        return formatPerSecond(value);
      case 'seconds':
        return value === 0 ? `0${space}s` : formatMs(value * 1000);
      case 'share':
        return value > 1 ? formatPercent(value, 0) : formatShare(value);
    }
  }

  /** With its sign: `+12.1 MiB`. */
  function formatGrowth(value: number, unit: ServerUnit): string {
    return value < 0 ? formatAmount(value, unit) : `+${formatAmount(value, unit)}`;
  }

  /** A bound as somebody wrote it, without the digits that a measured figure keeps: `300 MiB`, `3`. */
  function formatLimit(value: number, unit: ServerUnit): string {
    return withoutZeros(formatAmount(value, unit));
  }

  /** What is used of it, of what there is: `0.84 of 2 cores`. @param of between the two */
  function formatUsed(used: number, limit: number, unit: ServerUnit, of: string): string {
    const text = formatAmount(used, unit);
    const bare = unit === 'cores' ? digits(used) : text;
    return `${bare} ${of} ${formatLimit(limit, unit)}`;
  }

  function withoutZeros(text: string): string {
    const [whole = '', rest] = text.split(decimal);
    if (rest === undefined) return text;
    const fraction = /^\d*/.exec(rest)?.[0] ?? '';
    const kept = fraction.replace(/0+$/, '');
    return `${whole}${kept === '' ? '' : decimal}${kept}${rest.slice(fraction.length)}`;
  }

  function formatBytes(bytes: number): string {
    const step = bytes < 1 ? 0 : Math.min(STEPS.length - 1, Math.floor(Math.log2(bytes) / 10));
    return `${digits(bytes / 1024 ** step)}${space}${STEPS[step]}`;
  }

  /** Three significant digits; a whole number as it is. */
  function digits(value: number): string {
    if (Number.isInteger(value) || value >= 999.5) return formatCount(value);
    const decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    const text = value.toFixed(decimals);
    return (value > 0 && Number(text) === 0 ? '< 0.01' : text).replace('.', decimal);
  }

  return { formatAmount, formatGrowth, formatLimit, formatUsed };
}

/** In English. */
export const { formatAmount, formatGrowth, formatLimit, formatUsed } = amountsIn(
  NUMBER_STYLES.en,
  formatsIn(NUMBER_STYLES.en),
);
