import { QUESTIONS } from '../../evidence/result/questions.ts';
import type { Verdict } from '../verdict.ts';
import type { CommitVerdict } from './next-commit.ts';

/** Tells of the machine at that moment, and nothing of the commit: it is judged once more. */
const OF_THIS_MACHINE: ReadonlySet<string> = new Set([
  'generator-late',
  'generator-hung',
  'generator-exhausted',
]);

/** By what a run failed: metrics where its causes name one, else their codes. */
export function failedBy({ outcome, causes }: Pick<Verdict, 'outcome' | 'causes'>): ReadonlySet<string> {
  if (outcome !== 'fail') return new Set();
  const failures = causes.filter(({ code }) => !Object.hasOwn(QUESTIONS, code));
  return new Set(failures.map((cause) => ('metric' in cause ? String(cause.metric) : cause.code)));
}

/**
 * What a run's verdict says of its commit. A commit that fails by something else than what is looked for, as one that
 * was broken on the way, says nothing of it: git would be told to skip it.
 *
 * @param sought by what the commit failed that was found bad; null where every fail is looked for
 */
export function judgeCommit(
  verdict: Pick<Verdict, 'outcome' | 'causes'>,
  sought: ReadonlySet<string> | null,
): CommitVerdict {
  switch (verdict.outcome) {
    case 'pass':
      return 'good';
    case 'inconclusive':
      return 'unclear';
    case 'invalid':
      return verdict.causes.some(({ code }) => OF_THIS_MACHINE.has(code)) ? 'unclear' : 'unusable';
    case 'fail':
      return sought === null || [...failedBy(verdict)].some((what) => sought.has(what)) ? 'bad' : 'unclear';
  }
}
