/** Every sentence about a cause, in French. */
import { type AllCauseWords, tellCauses } from '../causes.ts';
import { DOUBTS_IN_FRENCH } from './doubts.ts';
import { FAILURES_IN_FRENCH } from './failures.ts';
import { QUESTIONS_IN_FRENCH } from './questions.ts';
import { ROW_QUESTIONS_IN_FRENCH } from './row-questions.ts';
import { SEARCH_CAUSES_IN_FRENCH } from './search.ts';
import { SERVER_CAUSES_IN_FRENCH } from './server.ts';
import { TREND_CAUSES_IN_FRENCH } from './trends.ts';
import { UNMEASURABLE_IN_FRENCH } from './unmeasurable.ts';

const WORDS: AllCauseWords = {
  ...FAILURES_IN_FRENCH,
  ...DOUBTS_IN_FRENCH,
  ...UNMEASURABLE_IN_FRENCH,
  ...QUESTIONS_IN_FRENCH,
  ...ROW_QUESTIONS_IN_FRENCH,
  ...SEARCH_CAUSES_IN_FRENCH,
  ...TREND_CAUSES_IN_FRENCH,
  ...SERVER_CAUSES_IN_FRENCH,
  'nothing-judged': {
    says: ({ because }) =>
      because === null
        ? 'rien n’a été jugé\u00a0: gate ne déclare aucune limite, et il n’y a pas de référence à laquelle comparer'
        : `rien n’a été jugé\u00a0: ${CAUSES_IN_FRENCH.describe(because)}`,
    advice: ({ because }) =>
      because === null
        ? 'Déclarez une limite sous gate, ou une référence pour les régressions.'
        : [CAUSES_IN_FRENCH.adviceOn(because), 'Une limite sous gate serait jugée de toute façon.']
            .filter(Boolean)
            .join(' '),
  },
};

export const CAUSES_IN_FRENCH = tellCauses(WORDS);
