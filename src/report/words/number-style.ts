/** How figures are written, by language. */
import type { Language } from '../../config/language.ts';

export interface NumberStyle {
  readonly decimal: '.' | ',';
  /** Between groups of three digits. */
  readonly group: string;
  /** Before a sign such as %. */
  readonly gap: string;
  /** Before a unit. */
  readonly space: string;
  /** Of a difference of two shares. */
  readonly points: string;
  readonly core: string;
  readonly cores: string;
}

/** A narrow blank at which no line ends: between groups of digits, and before the sign of a percentage. */
const NARROW = '\u202f';

export const NUMBER_STYLES: Readonly<Record<Language, NumberStyle>> = {
  en: { decimal: '.', group: ',', gap: ' ', space: ' ', points: 'pp', core: 'core', cores: 'cores' },
  fr: {
    decimal: ',',
    group: NARROW,
    gap: NARROW,
    space: '\u00a0',
    points: 'points',
    core: 'cœur',
    cores: 'cœurs',
  },
};
