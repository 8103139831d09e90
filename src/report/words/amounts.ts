/** Figures of the server's side as people read them, by the unit of their series. */
import type { ServerUnit } from '../../config/server-series.ts';
import { formatCount, formatMs, formatPerSecond, formatShare } from './format.ts';

const STEPS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const MINUS = '−';

/** `182 MiB`, `0.84 cores`, `12`, `3.42`, `84.3 %`. */
export function formatAmount(value: number, unit: ServerUnit): string {
  if (value < 0) return `${MINUS}${formatAmount(-value, unit)}`;
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 'bytes per second':
      return `${formatBytes(value)}/s`;
    case 'cores':
      return `${digits(value)} ${value === 1 ? 'core' : 'cores'}`;
    case 'connections':
    case 'number':
      return digits(value);
    case 'per second':
      return formatPerSecond(value);
    case 'seconds':
      return value === 0 ? '0 s' : formatMs(value * 1000);
    case 'share':
      return value > 1 ? `${formatCount(value * 100)} %` : formatShare(value);
  }
}

/** With its sign: `+12.1 MiB`. */
export function formatGrowth(value: number, unit: ServerUnit): string {
  return value < 0 ? formatAmount(value, unit) : `+${formatAmount(value, unit)}`;
}

/** A bound as somebody wrote it, without the digits that a measured figure keeps: `300 MiB`, `3`. */
export function formatLimit(value: number, unit: ServerUnit): string {
  return formatAmount(value, unit)
    .replace(/(\.\d*?)0+(?=\D|$)/, '$1')
    .replace(/\.(?=\D|$)/, '');
}

function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(STEPS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${digits(bytes / 1024 ** step)} ${STEPS[step]}`;
}

/** Three significant digits; a whole number as it is. */
function digits(value: number): string {
  if (Number.isInteger(value) || value >= 999.5) return formatCount(value);
  const decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  const text = value.toFixed(decimals);
  return value > 0 && Number(text) === 0 ? '< 0.01' : text;
}
