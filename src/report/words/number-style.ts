/** How figures are written, by language. */
import type { Language } from '../../config/language.ts';

type OneOrMany = readonly [one: string, many: string];

export interface NumberStyle {
  readonly decimal: '.' | ',';
  /** Between groups of three digits. */
  readonly group: string;
  /** Before a sign such as %. */
  readonly gap: string;
  /** Before a unit. */
  readonly space: string;
  /** Of a difference of two shares. */
  readonly points: OneOrMany;
  readonly cores: OneOrMany;
  /** Whether so much is one. */
  readonly isOne: (count: number) => boolean;
}

/** A narrow blank at which no line ends: between groups of digits, and before the sign of a percentage. */
const NARROW = '\u202f';

export const NUMBER_STYLES: Readonly<Record<Language, NumberStyle>> = {
  en: {
    decimal: '.',
    group: ',',
    gap: ' ',
    space: ' ',
    points: ['pp', 'pp'],
    cores: ['core', 'cores'],
    isOne: (count) => count === 1,
  },
  fr: {
    decimal: ',',
    group: NARROW,
    gap: NARROW,
    space: '\u00a0',
    points: ['point', 'points'],
    cores: ['cœur', 'cœurs'],
    isOne: (count) => Math.abs(count) < 2,
  },
};
