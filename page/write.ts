/** Figures as the report writes them. */
import type { ChartUnit } from '../src/report/html/chart.ts';
import { amountsIn } from '../src/report/words/amounts.ts';
import { formatsIn } from '../src/report/words/format.ts';
import { NUMBER_STYLES } from '../src/report/words/number-style.ts';

export interface Write {
  (unit: ChartUnit, value: number): string;
  /** Of an axis, whose figures are round: without the zeros that a measured figure keeps. */
  readonly onAxis: (unit: ChartUnit, value: number) => string;
}

export function writerIn(language: 'en' | 'fr'): Write {
  const style = NUMBER_STYLES[language];
  const formats = formatsIn(style);
  const amounts = amountsIn(style, formats);
  const write = (unit: ChartUnit, value: number): string => {
    switch (unit) {
      case 'ms':
        return formats.formatMs(value);
      case 'change':
        return formats.formatChange('p99', value);
      case 'points':
        return formats.formatChange('errors', value);
      case 'percentile':
        return `P${writeShare(value).replace('.', style.decimal)}`;
      case 'load':
        return value === 0 ? `0${style.space}s` : formats.formatTenths(value);
      case 'block':
        return formats.formatCount(value);
      case 'date':
        return new Date(value * 1000).toISOString().slice(0, 10);
      default:
        return amounts.formatAmount(value, unit);
    }
  };
  const zeros = style.decimal === ',' ? /,(\d*?)0+(?!\d)/ : /\.(\d*?)0+(?!\d)/;
  const onAxis = (unit: ChartUnit, value: number) =>
    write(unit, value).replace(zeros, (_, rest) => (rest === '' ? '' : `${style.decimal}${rest}`));
  return Object.assign(write, { onAxis });
}

/** 1 / (1 − share) as a percentage, with as many digits as tell it from its neighbours: 99.9 of 1000. */
function writeShare(tail: number): string {
  const digits =
    Math.max(0, Math.ceil(Math.log10(tail) - 1.0001)) + (Number.isInteger(Math.log10(tail)) ? 0 : 1);
  return String(Number((100 * (1 - 1 / tail)).toFixed(Math.min(4, digits))));
}
