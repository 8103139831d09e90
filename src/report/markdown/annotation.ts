import { clean, truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { adviceOf, reasonOf } from '../view/reason.ts';
import { wordsFor } from '../words/language.ts';
import { dropFullStop } from '../words/names.ts';

/** Messages of workflow commands are cut by the runner at 4,096 characters. */
const LONGEST = 4000;

/** The verdict in one line, for the run's annotations and the last line of a log; in English as they are. */
export function renderAnnotation(publication: Publication): string {
  const report: Publication = { ...publication, language: 'en' };
  const { name, verdict } = report.result;
  const [reason, advice] = [reasonOf(report), adviceOf(report)];
  const says = advice === null ? reason : `${dropFullStop(reason)}. ${advice}`;
  return truncate(clean(`${wordsFor(report).marks.outcomes[verdict]} (${name}): ${says}`), LONGEST);
}
