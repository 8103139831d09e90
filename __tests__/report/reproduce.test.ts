import { reproduce } from '../../src/report/facts/reproduce.ts';
import { makePlan } from './make-report.ts';

const HISTORY = { kind: 'history', ref: null, written: 'history' } as const;
const SHA = 'a'.repeat(40);

test('a plain run takes no more than its file and its target', () => {
  const plan = makePlan({ baseline: null });
  const command = reproduce(plan, { historyBranch: 'tailgate-history' });
  expect(command).toBe(`tailgate run --config ${plan.configFile} --target-url ${plan.target.origin}`);
});

test('the commit is what the target has to serve', () => {
  expect(reproduce(makePlan(), { commit: SHA })).toContain(` --commit ${SHA}`);
});

test('a history on a branch is fetched into a folder first', () => {
  const plan = makePlan({ baseline: HISTORY });
  expect(reproduce(plan, { historyBranch: 'data/a;b' })).toMatch(
    /^git fetch origin 'data\/a;b' && git worktree add \.\.\/tailgate-history FETCH_HEAD && tailgate run .* --baseline history --history \.\.\/tailgate-history$/,
  );
});

test('a history in a folder is read from there', () => {
  const command = reproduce(makePlan({ baseline: HISTORY }), { history: 'nights', baseline: 'history' });
  expect(command).toMatch(/^tailgate run .* --baseline history --history nights$/);
});
