/**
 * Figures as people read them, the same in the verdict's sentence and in every report. Pure text, no Markdown.
 * Figures that were measured keep three significant digits; bounds that somebody wrote lose their trailing zeros.
 */
import { KINDS } from '../../config/metric-kinds.ts';
import { METRICS, type Metric, type MetricRow } from '../../config/metrics.ts';
import { NUMBER_STYLES, type NumberStyle } from './number-style.ts';

const MINUS = '−';

export type Formats = ReturnType<typeof formatsIn>;

/** All ways to write a figure, in the style of a language. The examples are in English. */
export function formatsIn({ decimal, group, gap, space, points, isOne }: NumberStyle) {
  /** `84.9 ms`, `0.52 ms`, `1.25 s`. */
  function formatMs(ms: number): string {
    return round(ms, 3) >= 1000 ? `${significant(ms / 1000)}${space}s` : `${significant(ms)}${space}ms`;
  }

  /** `311 /s`, `84.9 /s`, `12,345 /s`. */
  function formatPerSecond(perSecond: number): string {
    return `${significant(perSecond)}${space}/s`;
  }

  /** A share as `3.67 %`. What is not 0 never reads 0 %, and what is not all never reads 100 %. */
  function formatShare(share: number): string {
    const percent = share * 100;
    if (percent > 0 && percent < 0.001) return `< ${localise('0.001')}${gap}%`;
    if (percent < 100 && round(percent, 3) >= 100) return `> ${localise('99.9')}${gap}%`;
    if (percent > 0 && percent < 0.01) return `${localise(percent.toFixed(3))}${gap}%`;
    return percent === 0
      ? `0${gap}%`
      : `${percent < 10 ? localise(percent.toFixed(2)) : significant(percent)}${gap}%`;
  }

  /** `37,292`. */
  function formatCount(count: number): string {
    return thousands(count.toFixed(0));
  }

  /** `2.1×`, `12×`; `1.04×` where one digit would hide it. */
  function formatFactor(factor: number): string {
    if (factor >= 9.95) return `${formatCount(factor)}×`;
    return `${localise(factor < 1.095 ? factor.toFixed(2) : factor.toFixed(1))}×`;
  }

  /** `1.083`, `2.31`: of a number of at least 1, what is above 1 keeps two digits. */
  function formatRatio(ratio: number): string {
    const above = ratio - 1;
    if (above <= 0) return '1';
    return above < 0.0005 ? '> 1' : localise(ratio.toFixed(above < 0.1 ? 3 : 2));
  }

  /** `45 s`, `2 min 20 s`, `3 h 5 min`; rounded up, for it says how long to wait. */
  function formatSeconds(seconds: number): string {
    const whole = seconds < 5400 ? Math.ceil(seconds) : Math.ceil(seconds / 60) * 60;
    if (whole < 90) return `${whole}${space}s`;
    const [large, small, units] = whole < 5400 ? [60, 1, ['min', 's']] : [3600, 60, ['h', 'min']];
    const rest = (whole % large) / small;
    return `${formatCount(Math.floor(whole / large))}${space}${units[0]}${rest ? `${space}${rest}${space}${units[1]}` : ''}`;
  }

  /** A measured figure of a metric in its unit: ms, per second, share. */
  function formatFigure(metric: Metric, value: number): string {
    return FIGURES[METRICS[metric].kind](value);
  }

  /** A bound as somebody wrote it: `100 ms`, `1.5 s`, `100 /s`, `1 %`. */
  function formatBound(metric: Metric, value: number): string {
    return BOUNDS[METRICS[metric].kind](value);
  }

  /** A length of time as somebody wrote it: `100 ms`, `1.5 s`. */
  function formatDuration(ms: number): string {
    return ms >= 1000 ? `${trimmed(ms / 1000)}${space}s` : `${trimmed(ms)}${space}ms`;
  }

  /** Seconds to a tenth: `30 s`, `1.5 s`, `500 ms`. */
  function formatTenths(seconds: number): string {
    return formatDuration(Math.round(seconds * 10) * 100);
  }

  /** A part of a whole, rounded: `33.3 %`, `80 %`. */
  function formatPercent(share: number, decimals = 1): string {
    return `${trimmed(Number((share * 100).toFixed(decimals)))}${gap}%`;
  }

  const FIGURES: Readonly<Record<MetricRow['kind'], (value: number) => string>> = {
    latency: formatMs,
    rate: formatPerSecond,
    share: formatShare,
    capacity: formatPerSecond,
    ratio: formatRatio,
    time: (seconds) => `${trimmed(Number(seconds.toFixed(1)))}${space}s`,
    part: formatShare,
  };

  const BOUNDS: typeof FIGURES = {
    latency: formatDuration,
    rate: (value) => `${trimmed(value)}${space}/s`,
    share: (value) => `${trimmed(value * 100)}${gap}%`,
    capacity: (value) => `${trimmed(value)}${space}/s`,
    ratio: trimmed,
    time: (value) => `${trimmed(value)}${space}s`,
    part: (value) => `${trimmed(value * 100)}${gap}%`,
  };

  /**
   * A change with its sign: `+19.8 %`, for errors `+0.5 pp`. Takes relative changes (0.198), for errors absolute ones
   * (0.005).
   */
  function formatChange(metric: Metric, change: number): string {
    return `${signedChange(metric, change)}${unitOfChange(metric, change)}`;
  }

  function signedChange(metric: Metric, change: number): string {
    const digits = changeDigits(metric, change);
    const sign = !/[1-9]/.test(digits) ? '' : change < 0 ? MINUS : '+';
    return `${sign}${digits}`;
  }

  /** The size of a change without a sign: `39 %`, `0.5 pp`. */
  function formatChangeSize(metric: Metric, size: number): string {
    const percent = Math.abs(size) * 100;
    const digits =
      METRICS[metric].scale === 'linear' || percent < 10
        ? trimmed(Number(percent.toFixed(2)))
        : formatCount(percent);
    return `${digits}${unitOfChange(metric, size)}`;
  }

  /** `−8.0 … +56.1 %`. */
  function formatInterval(metric: Metric, interval: readonly [number, number]): string {
    return `${formatEnds(metric, interval)}${unitOfChange(metric, 1)}`;
  }

  /** `−8.0 … +56.1`, beside a change that gives the unit. */
  function formatEnds(metric: Metric, [low, high]: readonly [number, number]): string {
    return `${signedChange(metric, low)} … ${signedChange(metric, high)}`;
  }

  function unitOfChange(metric: Metric, change: number): string {
    return METRICS[metric].scale === 'log' ? `${gap}%` : `${space}${points[isOne(change * 100) ? 0 : 1]}`;
  }

  function changeDigits(metric: Metric, change: number): string {
    const percent = Math.abs(change) * 100;
    if (METRICS[metric].scale === 'log')
      return percent < 99.95 ? localise(percent.toFixed(1)) : formatCount(percent);
    return localise(percent < 9.995 ? percent.toFixed(2).replace(/0$/, '') : percent.toFixed(1));
  }

  /** Three significant digits, at most three decimals, never fewer digits than the whole number has. */
  function significant(value: number): string {
    const rounded = round(value, 3);
    const decimals =
      rounded === 0 ? 0 : Math.min(3, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded)))));
    return thousands(value.toFixed(decimals));
  }

  /** Digits as a program writes them. */
  function localise(digits: string): string {
    return digits.replace('.', decimal);
  }

  function trimmed(value: number): string {
    return thousands(String(Number(value.toPrecision(6))));
  }

  function thousands(digits: string): string {
    const [whole = '', fraction] = digits.split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group).replace('-', MINUS);
    return fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
  }

  /** `7.0 s`, to a tenth whatever it is. */
  function formatMoment(seconds: number): string {
    return `${localise(seconds.toFixed(1))}${space}s`;
  }

  /** At most so many significant digits: `27.3`. */
  function formatNumber(value: number, digits = 6): string {
    return localise(String(Number(value.toPrecision(digits))));
  }

  /** Two figures that differ are never written alike: `100.3 ms` against `100 ms`, not `100 ms` twice. */
  function formatBeside(metric: Metric, value: number, besideText: string): string {
    const text = formatFigure(metric, value);
    if (text !== besideText) return text;
    const { unit } = KINDS[METRICS[metric].kind];
    return `${formatNumber(unit === '%' ? value * 100 : value)}${unit === '%' ? gap : space}${unit}`.trimEnd();
  }

  return {
    formatMs,
    formatPerSecond,
    formatShare,
    formatCount,
    formatFactor,
    formatRatio,
    formatSeconds,
    formatMoment,
    formatNumber,
    formatFigure,
    formatBound,
    formatBeside,
    formatTenths,
    formatPercent,
    formatChange,
    formatChangeSize,
    formatInterval,
    formatEnds,
  };
}

/** In English. */
export const {
  formatMs,
  formatPerSecond,
  formatShare,
  formatCount,
  formatFactor,
  formatRatio,
  formatSeconds,
  formatMoment,
  formatNumber,
  formatFigure,
  formatBound,
  formatBeside,
  formatTenths,
  formatPercent,
  formatChange,
  formatChangeSize,
  formatInterval,
  formatEnds,
} = formatsIn(NUMBER_STYLES.en);

/** `1 round`, `1,200 rounds`, `2 passes`. */
export function plural(count: number, noun: string): string {
  const ending = count === 1 ? '' : /(?:s|ch)$/.test(noun) ? 'es' : 's';
  return `${formatCount(count)} ${noun}${ending}`;
}

function round(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
