/** Why something is not on GitHub, in words: what may have happened is told apart from what has not, and from bugs. */
import { explainRefusal } from '../../src/action/github/explain-refusal.ts';
import { explainHistoryFailure } from '../../src/action/github/history/explain.ts';
import { waitBeforeRetry } from '../../src/action/github/retry.ts';

const answered = (status: number) =>
  Object.assign(new Error('said GitHub'), { status, response: { status, headers: {} } });
const silent = Object.assign(new Error('no response within 10 s'), { status: 500 });
const bug = new TypeError('x is not a function');

test.each([
  [silent, 'The comment on the pull request may not have been written: GitHub gave no response (no response'],
  [answered(502), 'The comment on the pull request may not have been written: GitHub answered 502'],
  [answered(422), 'No comment was written on the pull request: GitHub answered 422'],
  [answered(403), 'No comment was written on the pull request: the token may not do that'],
  [
    bug,
    'The comment on the pull request may not have been written: this is a bug in Tailgate (TypeError: x is',
  ],
])('%s', (error, start) => {
  expect(explainRefusal(error, 'same-repository').startsWith(start)).toBe(true);
});

test('a bug is neither taken for a silent GitHub nor tried again', () => {
  const told = explainHistoryFailure(bug, 'This run was not recorded', 'contents: write');
  expect(told).toMatch(
    /^This run was not recorded: this is a bug in Tailgate \(TypeError: x is not a function\)\./,
  );
  const request = { method: 'GET', url: '/' };
  expect(waitBeforeRetry(bug, request, 0, 0)).toBeNull();
  expect(waitBeforeRetry(silent, request, 0, 0)).toBeGreaterThan(0);
});
