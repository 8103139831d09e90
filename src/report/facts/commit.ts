import type { Report } from '../report.ts';

/** The commit under test, and whether anything proves that the target serves it. Nothing in it is escaped. */
export interface CommitSaid {
  /** `at commit`, where the target said so itself; else `for commit`. */
  readonly preposition: string;
  readonly commit: string;
  /** `, as it says itself`; '' where there is nothing to add. */
  readonly proof: string;
}

/** Null where no commit is known. */
export function commitOf({ plan, run, verdict }: Report): CommitSaid | null {
  // What it said before the load is no proof where the run could not be measured: that may be what ended it.
  const served = verdict.outcome === 'invalid' ? null : (run.servedCommit ?? null);
  const commit = run.headSha ?? served;
  if (commit === null) return null;
  if (served !== null) return { preposition: 'at commit', commit, proof: ', as it says itself' };
  const proof = plan.target.identity === null ? ' (not proven: target.identity is not set)' : '';
  return { preposition: 'for commit', commit, proof };
}
