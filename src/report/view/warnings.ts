import type { Publication } from '../report.ts';
import { writeWarnings } from '../words/remarks.ts';

/** What doesn't change the outcome, each sentence once: what was decided for the user, and what was noticed. */
export function warningsOf({ result: { notices, warnings } }: Publication): readonly string[] {
  return [...new Set([...notices, ...writeWarnings(warnings)])];
}
