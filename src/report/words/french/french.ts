/** Everything that a report says, in French: the compiler holds it to what there is in English. */
import type { Words } from '../language.ts';
import { tellWhy } from '../why.ts';
import {
  AMOUNTS_IN_FRENCH,
  et,
  FIGURES_IN_FRENCH,
  nameRowInFrench,
  nameStageInFrench,
  quoteInFrench,
} from './grammar.ts';
import { HISTORY_PAGE_IN_FRENCH } from './history-page.ts';
import { AGE_IN_FRENCH, MARKS_IN_FRENCH } from './marks.ts';
import { NOTES_IN_FRENCH, ROWS_IN_FRENCH } from './notes.ts';
import { PAGE_WORDS_IN_FRENCH } from './page.ts';
import { PLACEHOLDERS_IN_FRENCH } from './placeholders.ts';
import { describeProjectionInFrench } from './projection.ts';
import { REASONS_IN_FRENCH } from './reason.ts';
import { describeFaultInFrench, describeLastStageInFrench, describeRecoveryInFrench } from './recovery.ts';
import { REMARKS_IN_FRENCH } from './remarks.ts';
import { describeSaturationInFrench } from './saturation.ts';
import {
  describeCapacityInFrench,
  describeEachInFrench,
  describeSearchInFrench,
  nameBrokenInFrench,
} from './search.ts';
import { SECTIONS_IN_FRENCH } from './sections.ts';
import { nameSeriesInFrench } from './server.ts';
import { IN_TURN_IN_FRENCH, SETTING_IN_FRENCH } from './setting.ts';
import { LABELS_IN_FRENCH, TITLES_IN_FRENCH } from './titles.ts';
import { describeTrendsInFrench } from './trends.ts';
import { SEEN_TOGETHER_IN_FRENCH, tellIndistinctInFrench, WHY_IN_FRENCH } from './why.ts';

export const FRENCH_WORDS: Words = {
  ...FIGURES_IN_FRENCH,
  ...AMOUNTS_IN_FRENCH,
  enumerate: et,
  nameRow: nameRowInFrench,
  nameStage: nameStageInFrench,
  nameSeries: nameSeriesInFrench,
  nameBroken: nameBrokenInFrench,
  ...REASONS_IN_FRENCH,
  writeNotes: REMARKS_IN_FRENCH.writeNotes,
  writeWarnings: REMARKS_IN_FRENCH.writeWarnings,
  describeCapacity: describeCapacityInFrench,
  describeEach: describeEachInFrench,
  describeSearch: describeSearchInFrench,
  describeFault: describeFaultInFrench,
  describeRecovery: describeRecoveryInFrench,
  describeLastStage: describeLastStageInFrench,
  describeTrends: describeTrendsInFrench,
  describeSaturation: describeSaturationInFrench,
  describeProjection: describeProjectionInFrench,
  tellWhy: (found) => tellWhy(found, WHY_IN_FRENCH),
  SEEN_TOGETHER: SEEN_TOGETHER_IN_FRENCH,
  tellIndistinct: tellIndistinctInFrench,
  titles: TITLES_IN_FRENCH,
  labels: LABELS_IN_FRENCH,
  marks: MARKS_IN_FRENCH,
  age: AGE_IN_FRENCH,
  setting: SETTING_IN_FRENCH,
  inTurn: IN_TURN_IN_FRENCH,
  notes: NOTES_IN_FRENCH,
  row: ROWS_IN_FRENCH,
  sections: SECTIONS_IN_FRENCH,
  page: PAGE_WORDS_IN_FRENCH,
  historyPage: HISTORY_PAGE_IN_FRENCH,
  placeholders: PLACEHOLDERS_IN_FRENCH,
  quoteEnglish: quoteInFrench,
};
