import { isCommit } from '../../config/target/is-commit.ts';
import type { Report } from '../report.ts';

/** Sentences of the run that change nothing about its outcome: what was decided for the user, and what was noticed. */
export function worthKnowing(report: Report): readonly string[] {
  return [...new Set([...report.plan.notices, ...warningsOf(report)])];
}

/** What was noticed; nothing in it is escaped. */
export function warningsOf(report: Report): readonly string[] {
  return [...sameCommit(report), ...report.verdict.warnings];
}

function sameCommit({ run: { servedCommit, baseCommit } }: Report): string[] {
  const isSame = servedCommit && baseCommit && isCommit(servedCommit, baseCommit);
  return isSame ? ['Base and target say that they serve the same commit.'] : [];
}
