import type { Publication } from '../report.ts';
import { wordsFor } from '../words/language.ts';

/** What a reader must not miss: the gate judges less than its file says. */
const LEADING: ReadonlySet<string> = new Set(['nothing-compared']);

/** Of the warnings those that belong beside the verdict, each sentence once. */
export function leadingWarningsOf(report: Publication): readonly string[] {
  return wordsFor(report).writeWarnings(report.result.warnings.filter(({ code }) => LEADING.has(code)));
}

/** What doesn't change the outcome, each sentence once: what was decided for the user, and what was noticed. */
export function warningsOf(report: Publication): readonly string[] {
  const { notices, warnings } = report.result;
  const { quoteEnglish, writeWarnings } = wordsFor(report);
  const others = warnings.filter(({ code }) => !LEADING.has(code));
  return [...new Set([...notices.map(quoteEnglish), ...writeWarnings(others)])];
}
