import type { Publication } from '../report.ts';
import { writeWarnings } from '../words/remarks.ts';

/** What a reader must not miss: the gate judges less than its file says. */
const LEADING: ReadonlySet<string> = new Set(['nothing-compared']);

/** Of the warnings those that belong beside the verdict, each sentence once. */
export function leadingWarningsOf({ result: { warnings } }: Publication): readonly string[] {
  return writeWarnings(warnings.filter(({ code }) => LEADING.has(code)));
}

/** What doesn't change the outcome, each sentence once: what was decided for the user, and what was noticed. */
export function warningsOf({ result: { notices, warnings } }: Publication): readonly string[] {
  const others = warnings.filter(({ code }) => !LEADING.has(code));
  return [...new Set([...notices, ...writeWarnings(others)])];
}
