/** The words of reports, by language. What is said in English has to be said in every other language. */
import type { Language } from '../../config/language.ts';
import { amountsIn } from './amounts.ts';
import { formatsIn } from './format.ts';
import { FRENCH_WORDS } from './french/french.ts';
import { HISTORY_PAGE_WORDS } from './history-page.ts';
import { AGE_WORDS, MARK_WORDS } from './marks.ts';
import { enumerate, nameRow, nameStage } from './names.ts';
import { NOTE_WORDS, ROW_WORDS } from './notes.ts';
import { NUMBER_STYLES } from './number-style.ts';
import { PAGE_WORDS } from './page.ts';
import { PLACEHOLDER_WORDS } from './placeholders.ts';
import { describeProjection } from './projection.ts';
import { writeAdvice, writeReason } from './reason.ts';
import { describeFault, describeLastStage, describeRecovery } from './recovery.ts';
import { writeNotes, writeWarnings } from './remarks.ts';
import { describeSaturation } from './saturation.ts';
import { describeCapacity, describeEach, describeSearch, nameBroken } from './search.ts';
import { SECTION_WORDS } from './sections.ts';
import { nameSeries } from './server.ts';
import { IN_TURN_WORDS, SETTING_WORDS } from './setting.ts';
import { LABELS, TITLES } from './titles.ts';
import { describeTrends } from './trends.ts';
import { SEEN_TOGETHER, tellIndistinct, tellWhy } from './why.ts';

const FORMATS = formatsIn(NUMBER_STYLES.en);

const ENGLISH_WORDS = {
  ...FORMATS,
  ...amountsIn(NUMBER_STYLES.en, FORMATS),
  enumerate,
  nameRow,
  nameStage,
  nameSeries,
  nameBroken,
  writeReason,
  writeAdvice,
  writeNotes,
  writeWarnings,
  describeCapacity,
  describeEach,
  describeSearch,
  describeFault,
  describeRecovery,
  describeLastStage,
  describeTrends,
  describeSaturation,
  describeProjection,
  tellWhy: (found: Parameters<typeof tellWhy>[0]) => tellWhy(found),
  SEEN_TOGETHER,
  tellIndistinct,
  titles: TITLES,
  labels: LABELS,
  marks: MARK_WORDS,
  age: AGE_WORDS,
  setting: SETTING_WORDS,
  inTurn: IN_TURN_WORDS,
  notes: NOTE_WORDS,
  row: ROW_WORDS,
  sections: SECTION_WORDS,
  page: PAGE_WORDS,
  historyPage: HISTORY_PAGE_WORDS,
  placeholders: PLACEHOLDER_WORDS,
  /** A sentence that is in English whatever the language is, such as an error's. */
  quoteEnglish: (sentence: string) => sentence,
};

export type Words = typeof ENGLISH_WORDS;

const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH_WORDS, fr: FRENCH_WORDS };

export function wordsIn(language: Language): Words {
  return WORDS[language];
}

/** Of what is published, or is to be; English where nobody said. */
export function wordsFor({ language = 'en' }: { readonly language?: Language | undefined }): Words {
  return WORDS[language];
}
