import { clean, cut } from './escape.ts';
import type { Report } from './report.ts';
import { OUTCOMES } from './signs.ts';

/** Messages of workflow commands are cut by the runner at 4,096 characters. */
const LONGEST = 4000;

/** The verdict in one line, for the run's annotations and the last line of a log. */
export function renderAnnotation({ plan, verdict }: Report): string {
  const advice = verdict.advice === null ? '' : ` ${verdict.advice}`;
  return cut(clean(`${OUTCOMES[verdict.outcome].word} (${plan.name}): ${verdict.reason}${advice}`), LONGEST);
}
