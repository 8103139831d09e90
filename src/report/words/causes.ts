/** Every sentence about a cause, by its code. */
import type { Cause } from '../../evidence/result/causes.ts';
import type { CauseWords, WordsOf } from './cause-words.ts';
import { DOUBT_WORDS } from './doubts.ts';
import { FAILURE_WORDS } from './failures.ts';
import { beginSentence, dropFullStop } from './names.ts';
import { QUESTION_WORDS } from './questions.ts';
import { ROW_QUESTION_WORDS } from './row-questions.ts';
import { SEARCH_WORDS } from './search.ts';
import { SERVER_WORDS } from './server.ts';
import { TREND_WORDS } from './trends.ts';
import { UNMEASURABLE_WORDS } from './unmeasurable.ts';

export type AllCauseWords = WordsOf<Cause['code']>;

const WORDS: AllCauseWords = {
  ...FAILURE_WORDS,
  ...DOUBT_WORDS,
  ...UNMEASURABLE_WORDS,
  ...QUESTION_WORDS,
  ...ROW_QUESTION_WORDS,
  ...SEARCH_WORDS,
  ...TREND_WORDS,
  ...SERVER_WORDS,
  'nothing-judged': {
    says: ({ because }) =>
      because === null
        ? 'nothing was judged: the gate declares no limit and has no baseline to compare with'
        : `nothing was judged: ${describe(because)}`,
    advice: ({ because }) =>
      because === null
        ? 'Declare a limit under gate, or a baseline for its regressions.'
        : [adviceOn(because), 'A limit under gate would still be judged.'].filter(Boolean).join(' '),
  },
};

/** The codes that are written about: what a note or a warning can be, too. */
export const CAUSES_IN_WORDS: ReadonlySet<string> = new Set(Object.keys(WORDS));

/** What is said of a cause, in the words of a language. */
export function tellCauses(words: AllCauseWords) {
  /** What is the matter: a sentence without its full stop, for the middle of another. */
  const describe = (cause: Cause): string => wordsFor(cause).says(cause);

  /** The same as a sentence of its own, without its full stop. */
  const begin = (cause: Cause): string => {
    const says = dropFullStop(describe(cause));
    // A request's name is the user's word, and stays as it is written.
    return cause.code === 'not-asked' ? says : beginSentence(says);
  };

  /** The same for the row of the table that it is about. */
  const noteOn = (cause: Cause): string => {
    const { note, says } = wordsFor(cause);
    return (note ?? says)(cause);
  };

  /** Whole sentences; null where nothing but more load helps. */
  const adviceOn = (cause: Cause): string | null => wordsFor(cause).advice?.(cause) ?? null;

  /** The table's type ties each row to its own cause; looked up by a code, that tie is gone. */
  const wordsFor = (cause: Cause) => words[cause.code] as CauseWords<Cause['code']>;

  return { describe, begin, noteOn, adviceOn };
}

export type CauseTelling = ReturnType<typeof tellCauses>;

/** In English. */
export const { describe, begin, noteOn, adviceOn } = tellCauses(WORDS);
