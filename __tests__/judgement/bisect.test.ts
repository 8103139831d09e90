/** Which commit a bisection judges next, and how often it finds the right one by sessions of the real gate. */
import type { InterleavedEvidence } from '../../src/evidence/interleaved.ts';
import { failedBy, judgeCommit } from '../../src/judgement/bisect/judge-commit.ts';
import {
  type CommitLook,
  type CommitVerdict,
  type NextStep,
  nextCommit,
} from '../../src/judgement/bisect/next-commit.ts';
import { judge } from '../../src/judgement/judge.ts';
import type { Outcome } from '../../src/judgement/verdict.ts';
import { drawn } from '../part.ts';
import { makeBlocks, makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';
import { walk } from './session.ts';

type Answer = (commit: number, look: number) => CommitVerdict;

function bisect(commits: number, answer: Answer): { end: NextStep; looks: CommitLook[] } {
  const looks: CommitLook[] = [];
  for (;;) {
    const step = nextCommit(commits, looks);
    if (step.how !== 'judge') return { end: step, looks };
    looks.push({ commit: step.commit, verdict: answer(step.commit, looks.length) });
    if (looks.length > 200) throw new Error('it does not end');
  }
}

const truth =
  (first: number): Answer =>
  (commit) =>
    commit >= first ? 'bad' : 'good';

test('with verdicts that are all true, each of 64 commits is found, in at most 14 sessions', () => {
  for (let first = 1; first <= 64; first++) {
    const { end, looks } = bisect(64, truth(first));
    expect(end).toEqual({ how: 'found', commit: first });
    expect(looks.length).toBeLessThanOrEqual(14);
  }
});

test.each([1, 2, 3, 7])('of %d commits each is found', (commits) => {
  for (let first = 1; first <= commits; first++)
    expect(bisect(commits, truth(first)).end).toEqual({ how: 'found', commit: first });
});

test('the last commit comes first: where it is no worse, there is nothing to find', () => {
  const { end, looks } = bisect(64, () => 'good');
  expect(end).toEqual({ how: 'none' });
  expect(new Set(looks.map(({ commit }) => commit))).toEqual(new Set([64]));
});

test('one wrong verdict, whichever it is, is found out', () => {
  for (const first of [1, 20, 33, 64]) {
    for (let wrong = 1; wrong < 10; wrong++) {
      const lie: Answer = (commit, look) => ((look === wrong) === commit >= first ? 'good' : 'bad');
      expect(bisect(64, lie).end).toEqual({ how: 'found', commit: first });
    }
  }
});

test('what does not start is skipped, and its neighbours are tried', () => {
  const broken = new Set([31, 32, 33, 48]);
  for (let first = 1; first <= 64; first++) {
    const { end, looks } = bisect(64, (commit) =>
      broken.has(commit) ? 'unusable' : truth(first)(commit, 0),
    );
    for (const commit of broken)
      expect(looks.filter((look) => look.commit === commit).length).toBeLessThanOrEqual(1);
    const group = first >= 31 && first <= 34 ? [31, 34] : first >= 48 && first <= 49 ? [48, 49] : null;
    expect(end).toEqual(
      group ? { how: 'among', from: group[0], to: group[1] } : { how: 'found', commit: first },
    );
  }
});

test('an inconclusive commit is judged once more before it is skipped', () => {
  const once = new Set<number>();
  const { end, looks } = bisect(16, (commit) => {
    if (commit === 16 || once.has(commit)) return truth(5)(commit, 0);
    once.add(commit);
    return 'unclear';
  });
  expect(end).toEqual({ how: 'found', commit: 5 });
  expect(looks.some(({ verdict }) => verdict === 'unclear')).toBe(true);
});

test.each([
  'unclear',
  'unusable',
] as const)('where the last commit is %s, nobody knows what to look for', (verdict) => {
  expect(bisect(8, () => verdict).end).toEqual({ how: 'unknown' });
});

test('verdicts at random end, too', () => {
  let state = 7;
  const { looks } = bisect(64, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state % 2 === 0 ? 'good' : 'bad';
  });
  expect(looks.length).toBeLessThanOrEqual(40);
});

const verdict = (outcome: Outcome, ...causes: object[]) => ({ outcome, causes }) as never;
const P99 = { code: 'regressed', metric: 'p99', endpoint: null };

test.each([
  ['pass', [], 'good'],
  ['inconclusive', [], 'unclear'],
  ['invalid', [{ code: 'not-ready' }], 'unusable'],
  ['invalid', [{ code: 'generator-late' }], 'unclear'],
  ['fail', [P99], 'bad'],
  ['fail', [{ code: 'error-floor' }], 'unclear'],
  ['fail', [{ code: 'error-floor' }, P99], 'bad'],
] as const)('a commit with the verdict %s by %j is %s, where a slower P99 is looked for', (outcome, causes, says) => {
  expect(judgeCommit(verdict(outcome, ...causes), new Set(['p99']))).toBe(says);
});

test('what a run leaves open is nothing that it failed by', () => {
  expect(failedBy(verdict('fail', P99, { code: 'undecided', metric: 'throughput' }))).toEqual(
    new Set(['p99']),
  );
  expect(judgeCommit(verdict('fail', { code: 'error-floor' }), null)).toBe('bad');
});

describe('by sessions of the gate', () => {
  const BUDGET = 20;
  const plan = makeInterleavedPlan();
  const merged = makeInterleaved({ blocks: BUDGET, budgetBlocks: BUDGET });
  const target = makeTarget(merged);

  /** As interleaved-simulation.test.ts draws it: rounds differ by 4 %, and one block in a hundred stalls. */
  function session(p99: number, draw: number): CommitVerdict {
    const stall = (i: number): number => ((draw * 31 + i * 17) % 100 === 0 ? 2 : 1);
    const blocks = makeBlocks(BUDGET, { draw, noise: 0.04, p99: (i) => p99 * stall(i) });
    const interleaved: InterleavedEvidence = { ...merged, blocks };
    return judgeCommit(walk(interleaved, (evidence) => judge(plan, target, null, evidence)).verdict, null);
  }

  test('of 64 commits the one that is 15 % slower is found in at least 95 of 100 bisections', () => {
    const all = drawn(100, 4);
    let right = 0;
    for (let run = 1; run <= all; run++) {
      const first = 1 + ((run * 29) % 64);
      const { end } = bisect(64, (commit, look) => session(commit >= first ? 1.15 : 1, 1000 * run + look));
      if (end.how === 'found' && end.commit === first) right++;
    }
    expect(right).toBeGreaterThanOrEqual(0.95 * all);
  }, 600_000);
});
