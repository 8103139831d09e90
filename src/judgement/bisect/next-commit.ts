/**
 * Which commit a bisection judges next. A verdict may be wrong, however seldom, and a plain bisection would end one
 * step beside the first lie: here each verdict only makes commits more or less likely to be the first bad one, and the
 * next commit is the one that halves what is likely (Horstein 1963; Burnashev and Zigangirov 1974). So both sides of
 * what is found are judged more than once, and a contradiction is measured again instead of believed.
 */

/** `unclear`: inconclusive, the next time maybe not. `unusable`: it doesn't start, or can't be measured. */
export type CommitVerdict = 'good' | 'bad' | 'unclear' | 'unusable';

export interface CommitLook {
  /** Counted from 1, the oldest commit after the good one. */
  readonly commit: number;
  readonly verdict: CommitVerdict;
}

export type NextStep =
  | { readonly how: 'judge'; readonly commit: number; readonly candidates: number }
  | { readonly how: 'found'; readonly commit: number }
  /** Nothing that can be judged tells these apart: oldest and youngest of them, which may be one. */
  | { readonly how: 'among'; readonly from: number; readonly to: number }
  /** The last commit is no worse than the good one. */
  | { readonly how: 'none' }
  /** The last commit can't be judged, so that nobody knows whether there is anything to find. */
  | { readonly how: 'unknown' };

/** What a session is taken to be wrong by, either way; more than the gate promises, for tests with 15 % of it. */
const WRONG = 0.03;
const SURE = 0.98;
/** By how many verdicts more the last commit has to be good than bad. */
const NONE_LEAD = 2;
/** How often an inconclusive commit is judged before its neighbours are. */
const MOST_UNCLEAR = 2;

/**
 * @param commits how many there are after the good one, in a line; the last of them is the one that was found bad
 * @param looks what was judged so far, in any order
 */
export function nextCommit(commits: number, looks: readonly CommitLook[]): NextStep {
  const usable = (commit: number) => isUsable(commit, looks);
  // Before anything is looked for, there has to be something to find.
  const lead = leadOf(commits, looks);
  if (lead >= NONE_LEAD) return { how: 'none' };
  if (lead >= 0)
    return usable(commits) ? { how: 'judge', commit: commits, candidates: commits } : { how: 'unknown' };

  const chances = chancesOf(commits, looks);
  const groups = groupsOf(commits, usable);
  const weighed = groups.map(({ from, to }) => ({ from, to, chance: sum(chances.slice(from - 1, to)) }));
  const best = weighed.reduce((most, one) => (one.chance > most.chance ? one : most));
  if (best.chance >= SURE || looks.length >= mostLooks(commits)) return conclude(best, commits);

  // The chance that a commit is bad is that of all first bad ones up to it.
  const halves = weighed.slice(0, -1).map(({ to }) => ({
    commit: to,
    unevenness: Math.abs(0.5 - sum(chances.slice(0, to))),
  }));
  const next = halves.reduce((least, one) => (one.unevenness < least.unevenness ? one : least));
  return { how: 'judge', commit: next.commit, candidates: countLikely(chances) };
}

function conclude({ from, to }: { readonly from: number; readonly to: number }, commits: number): NextStep {
  if (from > commits) return { how: 'none' };
  return from === to ? { how: 'found', commit: from } : { how: 'among', from, to: Math.min(to, commits) };
}

/** Of the first bad commit being the 1st, 2nd, … and, in the last place, none of them. Sums up to 1. */
function chancesOf(commits: number, looks: readonly CommitLook[]): number[] {
  const judged = looks.filter(({ verdict }) => isJudged(verdict));
  const logs = Array.from({ length: commits + 1 }, (_, i) =>
    sum(
      judged.map(({ commit, verdict }) => {
        const isBad = commit >= i + 1;
        return Math.log(isBad === (verdict === 'bad') ? 1 - WRONG : WRONG);
      }),
    ),
  );
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const all = sum(weights);
  return weights.map((weight) => weight / all);
}

/** First bad commits that no commit which can be judged tells apart; the last group is that of none. */
function groupsOf(commits: number, usable: (commit: number) => boolean) {
  const groups: { from: number; to: number }[] = [];
  let from = 1;
  for (let to = 1; to <= commits; to++) {
    if (!usable(to)) continue;
    groups.push({ from, to });
    from = to + 1;
  }
  return [...groups, { from, to: commits + 1 }];
}

/** What was judged can be judged: of an unclear one with a verdict as well there is no more to be unsure of. */
function isUsable(commit: number, looks: readonly CommitLook[]): boolean {
  const own = looks.filter((look) => look.commit === commit).map(({ verdict }) => verdict);
  if (own.some(isJudged)) return own.filter((verdict) => !isJudged(verdict)).length < 2 * MOST_UNCLEAR;
  return !own.includes('unusable') && own.length < MOST_UNCLEAR;
}

/** Verdicts by which a commit is rather good than bad. */
function leadOf(commit: number, looks: readonly CommitLook[]): number {
  const count = (verdict: CommitVerdict) =>
    looks.filter((look) => look.commit === commit && look.verdict === verdict).length;
  return count('good') - count('bad');
}

function isJudged(verdict: CommitVerdict): boolean {
  return verdict === 'good' || verdict === 'bad';
}

/** A service whose verdicts go on contradicting each other is no subject of a search. */
function mostLooks(commits: number): number {
  return 12 + 4 * Math.ceil(Math.log2(commits + 1));
}

/** Commits that it may be, in all but one case of a hundred. */
function countLikely(chances: readonly number[]): number {
  let rest = 0.99;
  const sorted = chances.toSorted((a, b) => b - a);
  const count = sorted.findIndex((chance) => {
    rest -= chance;
    return rest <= 0;
  });
  return count < 0 ? chances.length : count + 1;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
