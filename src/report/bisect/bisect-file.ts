/** What `tailgate bisect --json` writes: what was found, and every comparison on the way. */
import type { CommitVerdict, NextStep } from '../../judgement/bisect/next-commit.ts';
import type { NamedCommit } from './bisect-lines.ts';

export interface JudgedSession {
  readonly commit: NamedCommit;
  readonly verdict: CommitVerdict;
  /** A sentence without secrets. */
  readonly reason: string;
}

interface Searched {
  /** SHA. */
  readonly good: string;
  readonly end: Exclude<NextStep, { how: 'judge' }>;
  /** After the good one, oldest first. */
  readonly commits: readonly NamedCommit[];
  readonly sessions: readonly JudgedSession[];
}

export function toBisectFile({ good, end, commits, sessions }: Searched) {
  return {
    format: 'tailgate-bisect/1',
    good,
    bad: commits.at(-1)?.sha ?? null,
    end: end.how,
    /** Which the first bad one is, or may be. */
    candidates: candidatesOf(end, commits).map(({ sha, title }) => ({ sha, title })),
    sessions: sessions.map(({ commit, verdict, reason }) => ({ ...commit, verdict, reason })),
  };
}

function candidatesOf(end: Searched['end'], commits: readonly NamedCommit[]): readonly NamedCommit[] {
  if (end.how === 'found') return commits.slice(end.commit - 1, end.commit);
  return end.how === 'among' ? commits.slice(end.from - 1, end.to) : [];
}
