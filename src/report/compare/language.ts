/** The languages that a comparison can be written in. */
import type { Language } from '../../config/language.ts';
import { NUMBER_STYLES } from '../words/number-style.ts';
import { type Numbers, numbersIn } from './numbers.ts';
import { type CompareWords, ENGLISH } from './words/english.ts';
import { FRENCH } from './words/french.ts';

/** Words, and figures as they are written beside them. */
export interface Tongue {
  readonly words: CompareWords;
  readonly numbers: Numbers;
}

const WORDS: Readonly<Record<Language, CompareWords>> = { en: ENGLISH, fr: FRENCH };

export function speak(language: Language): Tongue {
  return { words: WORDS[language], numbers: numbersIn(NUMBER_STYLES[language]) };
}
