import { reproduce } from '../../src/report/facts/reproduce.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { makePlan, makeReport } from './make-report.ts';

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

test.each([
  ['eu', ' --comment-key eu'],
  ['node 20/eu', " --comment-key 'node 20/eu'"],
  ['-eu', ' --comment-key=-eu'],
  ['', '/tailgate-history'],
])('the history of the comment-key "%s" is the one that is read', (key, end) => {
  const plan = makePlan({ baseline: HISTORY });
  const command = reproduce(plan, { historyBranch: 'tailgate-history', 'comment-key': key });
  expect(command.endsWith(end)).toBe(true);
  const without = reproduce(makePlan({ baseline: null }), { 'comment-key': key });
  expect(without).not.toContain('comment-key');
});

test('a history in a folder is read from there', () => {
  const command = reproduce(makePlan({ baseline: HISTORY }), { history: 'nights', baseline: 'history' });
  expect(command).toMatch(/^tailgate run .* --baseline history --history nights$/);
});

test.each([
  ['http://127.0.0.1:8080', [], ', with the service running there:'],
  ['https://preview.example', [], ':'],
  ['https://preview.example', ['TAILGATE_EMAIL'], ', with TAILGATE_EMAIL set:'],
  [
    'http://127.0.0.1:8080',
    ['TAILGATE_EMAIL', 'TAILGATE_PASSWORD'],
    ', with the service running there, and TAILGATE_EMAIL and TAILGATE_PASSWORD set:',
  ],
])('what the command needs at %s besides itself, with %j', (origin, variables, needed) => {
  const plan = makePlan({ target: { origin, ready: null, identity: null, headers: [] }, variables });
  const comment = renderComment(makeReport({ plan })).replaceAll('&#95;', '_');
  expect(comment).toContain(`The same measurement from a terminal${needed}`);
  const terminal = renderTerminal(makeReport({ plan }), { colour: false, width: 200 });
  expect(terminal).toContain(`  again     ${needed === ':' ? 'node dist' : needed.slice(2)}`);
});
