import { isCommit } from '../../config/target/is-commit.ts';
import type { Publication } from '../report.ts';
import { wordsFor } from '../words/language.ts';

/** The commit under test, and whether anything proves that the target serves it. Nothing in it is escaped. */
export interface ReportedCommit {
  /** `at commit`, where the target said so itself; else `for commit`. */
  readonly preposition: string;
  readonly commit: string;
  /** `, as it says itself`; '' where there is nothing to add. */
  readonly proof: string;
}

/** Null where no commit is known. */
export function commitOf(report: Publication): ReportedCommit | null {
  const { result } = report;
  const words = wordsFor(report).setting.commit;
  // What it said before the load is no proof where the run could not be measured: that may be what ended it.
  const served = result.verdict === 'invalid' ? null : result.servedCommit;
  const commit = result.commit ?? served;
  if (commit === null) return null;
  const isOther = served !== null && result.commit !== null && !isCommit(served, result.commit);
  if (isOther && /^[0-9a-f]{7,64}$/i.test(served)) {
    return {
      preposition: words.for,
      commit,
      proof: words.saysOther(served),
    };
  }
  if (served !== null) return { preposition: words.at, commit, proof: words.saysItself };
  const proof = result.asksCommit ? '' : words.notProven;
  return { preposition: words.for, commit, proof };
}
