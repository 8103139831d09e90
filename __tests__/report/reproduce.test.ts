import { parseFlags } from '../../src/config/flags.ts';
import { parseInputs } from '../../src/config/inputs.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { reproduce } from '../../src/report/view/reproduce.ts';
import { makePlan, makeReport } from './make-report.ts';

const HISTORY = { kind: 'history', ref: null, written: 'history' } as const;
const SHA = 'a'.repeat(40);

test('a plain run takes no more than its file and its target', () => {
  const plan = makePlan({ baseline: null });
  const command = reproduce(plan, { 'history-branch': 'tailgate-history' });
  expect(command).toBe(`tailgate run --config ${plan.configFile} --target-url ${plan.target.origin}`);
});

test('the commit is what the target has to serve', () => {
  expect(reproduce(makePlan(), { commit: SHA })).toContain(` --commit ${SHA}`);
});

test('a history on a branch is fetched into a folder first', () => {
  const plan = makePlan({ baseline: HISTORY });
  expect(reproduce(plan, { 'history-branch': 'data/a;b' })).toMatch(
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
  const command = reproduce(plan, { 'history-branch': 'tailgate-history', 'comment-key': key });
  expect(command.endsWith(end)).toBe(true);
  const without = reproduce(makePlan({ baseline: null }), { 'comment-key': key });
  expect(without).not.toContain('comment-key');
});

test('a history in a folder is read from there', () => {
  const command = reproduce(makePlan({ baseline: HISTORY }), { history: 'nights', baseline: 'history' });
  expect(command).toMatch(/^tailgate run .* --baseline history --history nights$/);
});

test('what was said through either door goes in as it would be typed', () => {
  const plan = makePlan({ base: { origin: 'https://base.example' } });
  const said = {
    profile: 'light',
    baseline: 'docs/a b.md#last',
    duration: 90_000,
    commit: SHA,
    'allow-private-hosts': true,
  } as const;
  expect(reproduce(plan, said)).toBe(
    `tailgate run --config ${plan.configFile} --target-url ${plan.target.origin} --base-url https://base.example ` +
      `--profile light --baseline 'docs/a b.md#last' --duration 90s --commit ${SHA} --allow-private-hosts`,
  );
});

test('what only one workflow or one machine is about is left out', () => {
  const plan = makePlan({ baseline: null });
  const inputs = parseInputs({ 'max-duration': '2h', 'on-invalid': 'neutral', comment: 'never', token: 'x' });
  const flags = parseFlags('run', { json: 'result.json', markdown: 'comment.md', policy: 'nightly' });
  const plain = `tailgate run --config ${plan.configFile} --target-url ${plan.target.origin}`;
  expect([reproduce(plan, inputs), reproduce(plan, flags)]).toEqual([plain, plain]);
});

test('the command is one that `tailgate run` reads as it was', () => {
  const said = {
    profile: 'soak',
    duration: 1500,
    'comment-key': '-eu',
    history: 'a b',
    commit: SHA,
  } as const;
  const command = reproduce(makePlan({ baseline: HISTORY }), { ...said, 'allow-private-hosts': true });
  const words = command.split(/ (?=--)/).slice(1);
  const written = words.map((word) => {
    const [, name = '', value] = /^--([\w-]+)(?:[ =]'?(.*?)'?)?$/.exec(word) ?? [];
    return [name, value ?? true];
  });
  expect(parseFlags('run', Object.fromEntries(written))).toMatchObject({
    ...said,
    'allow-private-hosts': true,
  });
});

test('paths that the environments lie below are part of their URLs', () => {
  const plan = makePlan({ baseline: null, base: { origin: 'https://x.example', basePath: '/main' } });
  const target = { ...plan.target, origin: 'https://x.example', basePath: '/pr-7' };
  const command = reproduce({ ...plan, target }, {});
  expect(command).toContain(' --target-url https://x.example/pr-7 --base-url https://x.example/main');
  const { result } = publicationOf(makeReport({ plan: { ...plan, target } }));
  expect([result.target, result.base]).toEqual(['https://x.example/pr-7', 'https://x.example/main']);
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
  const comment = renderComment(publicationOf(makeReport({ plan }))).replaceAll('&#95;', '_');
  expect(comment).toContain(`The same measurement from a terminal${needed}`);
  const terminal = renderTerminal(publicationOf(makeReport({ plan })), { colour: false, width: 200 });
  expect(terminal).toContain(`  again     ${needed === ':' ? 'node dist' : needed.slice(2)}`);
});
