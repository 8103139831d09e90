/** The comparison of several runs as a document, for no medium yet. */
import type { Language } from '../../config/language.ts';
import type { Comparing } from '../../judgement/compare/decide.ts';
import { heading, type Piece } from './document.ts';
import { speak } from './language.ts';
import { capacitySection } from './sections/capacity.ts';
import { configurationsSection } from './sections/configurations.ts';
import { costSection } from './sections/cost.ts';
import { decisionSection } from './sections/decision.ts';
import { differencesSection } from './sections/differences.ts';
import { errorsSection } from './sections/errors.ts';
import { requestsSection, stagesSection } from './sections/requests.ts';
import { resultsSection } from './sections/results.ts';
import { serverSection } from './sections/server.ts';
import { summarySection } from './sections/summary.ts';

const SECTIONS = [
  summarySection,
  configurationsSection,
  resultsSection,
  differencesSection,
  errorsSection,
  requestsSection,
  stagesSection,
  serverSection,
  capacitySection,
  costSection,
  decisionSection,
];

export function writeComparison(comparing: Comparing, language: Language): readonly Piece[] {
  const tongue = speak(language);
  return [heading(1, tongue.words.title), ...SECTIONS.flatMap((section) => section(comparing, tongue))];
}
