/** Which commit is claimed to have been measured, and how far that is proven. */
import { renderComment } from '../../src/report/markdown/comment.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { redactReport } from '../../src/report/redact-report.ts';
import type { Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { testPart } from '../part.ts';
import { loginFailed, pass } from './cases.ts';
import { interleavedPass } from './interleaved-cases.ts';

const SHA = '3f1c0de2b7a94d5e8f60718293a4b5c6d7e8f901';
const IDENTITY = { path: '/version', commit: '/commit' };

interface Known {
  readonly headSha: string | null;
  readonly servedCommit: string | null;
  readonly asked: boolean;
}

function told(known: Known, of: Report = pass) {
  const { headSha, servedCommit, asked } = known;
  const target = { ...of.plan.target, identity: asked ? IDENTITY : null };
  const report = { ...of, plan: { ...of.plan, target }, run: { ...of.run, headSha, servedCommit } };
  const line = (text: string, start: RegExp) => text.split('\n').find((one) => start.test(one)) ?? '';
  return {
    comment: line(renderComment(publicationOf(report)), /^\*\*Target:/),
    terminal: line(renderTerminal(publicationOf(report), { colour: false, width: 200 }), /^ {2}target /),
  };
}

test('nobody asked the target: the commit is not claimed', () => {
  const { comment, terminal } = told({ headSha: SHA, servedCommit: null, asked: false });
  expect(comment).toContain(` for commit ${SHA} (not verified: target.identity is not set) · `);
  expect(terminal).toMatch(/ for commit 3f1c0de2b7a9 \(not verified: target\.identity is not set\)$/);
});

test('the target said so itself', () => {
  const { comment, terminal } = told({ headSha: SHA, servedCommit: SHA.slice(0, 7), asked: true });
  expect(comment).toContain(` at commit ${SHA}, as it reports itself · `);
  expect(terminal).toMatch(/ at commit 3f1c0de2b7a9, as it reports itself$/);
});

test('what was deployed is GitHub’s merge of it', () => {
  const merge = 'abcdef0123456789abcdef0123456789abcdef01';
  const { comment } = told({ headSha: SHA, servedCommit: merge, asked: true });
  expect(comment).toContain(` for commit ${SHA} (the target reports ${merge}, GitHub’s merge of it) · `);
});

test('nobody said what to expect: what the target said is shown, as text', () => {
  expect(told({ headSha: null, servedCommit: SHA, asked: true }).terminal).toMatch(
    / at commit 3f1c0de2b7a9, as/,
  );
  const build = told({ headSha: null, servedCommit: '@acme build 17', asked: true });
  expect(build.comment).toMatch(/ at commit <code>&#64;\u200b?acme build 17<\/code>, as it reports itself/);
  expect(build.terminal).toMatch(/ at commit @acme build 17, as it reports itself$/);
  expect(told({ headSha: null, servedCommit: null, asked: false }).terminal).not.toContain('commit');
});

test('a run that could not be measured proves nothing', () => {
  const { comment } = told({ headSha: SHA, servedCommit: SHA, asked: true }, loginFailed);
  expect(comment).toContain(` for commit ${SHA} · `);
});

test('what the target said is redacted', () => {
  const report = { ...pass, run: { ...pass.run, servedCommit: 'it is hunter2' } };
  const { run } = redactReport(report, (text) => text.replace('hunter2', '***'));
  expect(run.servedCommit).toBe('it is ***');
});

testPart<[string, string | null, boolean]>(
  [
    [SHA, SHA.slice(0, 7), true],
    [SHA.slice(0, 7), SHA.toUpperCase(), true],
    ['build 17', 'build 17', true],
    [SHA, 'fedcba9876543210fedcba9876543210fedcba98', false],
    ['build 1', 'build 17', false],
    [SHA, null, false],
  ],
  ([, base]) => base === null,
  ([, , isTold]) => isTold,
)('the target serves %s and the base %s: worth a word is %s', (servedCommit, baseCommit, isTold) => {
  const report = { ...interleavedPass, run: { ...interleavedPass.run, servedCommit, baseCommit } };
  const words = 'Base and target report the same commit';
  expect(renderComment(publicationOf(report)).includes(`- ${words}`)).toBe(isTold);
  expect(renderTerminal(publicationOf(report), { colour: false, width: 200 }).includes(words)).toBe(isTold);
  expect(
    toResult(report).warnings.some(({ code, says }) => code === 'same-commit' && says.startsWith(words)),
  ).toBe(isTold);
});

test("the base's commit shows no secret either", () => {
  const run = { ...interleavedPass.run, servedCommit: 'it is hunter2', baseCommit: 'it is hunter2' };
  const report = redactReport({ ...interleavedPass, run }, (text) => text.replaceAll('hunter2', '***'));
  expect(toResult(report).interleaved?.servedCommit).toBe('it is ***');
  expect(renderComment(publicationOf(report))).not.toContain('hunter2');
});
