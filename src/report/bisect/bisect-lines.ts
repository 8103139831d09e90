/** What a bisection says, for a terminal. Titles of commits are other people's words. */
import type { CommitVerdict, NextStep } from '../../judgement/bisect/next-commit.ts';
import { clean, truncate } from '../escape.ts';

export interface NamedCommit {
  readonly sha: string;
  readonly title: string;
}

interface Judged {
  /** Counted from 1. */
  readonly number: number;
  readonly commit: NamedCommit;
  readonly verdict: CommitVerdict;
  readonly reason: string;
}

const SAYS: Readonly<Record<CommitVerdict, string>> = {
  good: 'good',
  bad: 'bad',
  unclear: 'not decided',
  unusable: 'not to be judged',
};

export function renderOpening(commits: readonly NamedCommit[], good: string): string {
  const count = commits.length === 1 ? '1 commit' : `${commits.length} commits`;
  return `${count} after ${short(good)}, which is good; each is compared with it, the last one first.`;
}

/** @param candidates commits that it may still be; a commit with much work behind it may be asked more than once */
export function renderBegin(number: number, commit: NamedCommit, candidates: number): string {
  return `${number}: ${nameCommit(commit)} is started and compared; ${candidates} may be the one.`;
}

export function renderJudged({ number, commit, verdict, reason }: Judged): string {
  return `${number}: ${short(commit.sha)} is ${SAYS[verdict]}: ${clean(reason)}`;
}

export function renderEnd(
  end: Exclude<NextStep, { how: 'judge' }>,
  commits: readonly NamedCommit[],
  sessions: number,
): string {
  const nameAt = (i: number) => nameCommit(commits[i - 1] ?? { sha: '', title: '' });
  const after = `after ${sessions} ${sessions === 1 ? 'comparison' : 'comparisons'}`;
  switch (end.how) {
    case 'found':
      return `${commits[end.commit - 1]?.sha ?? ''} is the first bad commit, ${after}.\n  ${nameAt(end.commit)}`;
    case 'none':
      return `There is nothing to find: ${nameAt(commits.length)} is no worse than the good commit, ${after}.`;
    case 'unknown':
      return `Nothing was found: ${nameAt(commits.length)}, the bad one, can't be judged, ${after}. Write another commit for it, which starts and fails.`;
    case 'among': {
      const listed = commits.slice(end.from - 1, end.to).map((commit) => `  ${nameCommit(commit)}`);
      return [`The first bad commit is one of these, which can't be told apart, ${after}:`, ...listed].join(
        '\n',
      );
    }
  }
}

function nameCommit({ sha, title }: NamedCommit): string {
  return `${short(sha)} ${truncate(clean(title), 80)}`.trim();
}

function short(sha: string): string {
  return sha.slice(0, 9);
}
