import { dropFullStop } from '../../judgement/wording.ts';
import { clean, cut } from '../escape.ts';
import { OUTCOMES } from '../facts/signs.ts';
import type { Report } from '../report.ts';

/** Messages of workflow commands are cut by the runner at 4,096 characters. */
const LONGEST = 4000;

/** The verdict in one line, for the run's annotations and the last line of a log. */
export function renderAnnotation({ plan, verdict }: Report): string {
  const { outcome, reason, advice } = verdict;
  const says = advice === null ? reason : `${dropFullStop(reason)}. ${advice}`;
  return cut(clean(`${OUTCOMES[outcome].word} (${plan.name}): ${says}`), LONGEST);
}
