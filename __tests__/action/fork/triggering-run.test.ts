import { forkCommentKey } from '../../../src/action/github/fork/fork-comment-key.ts';
import { readTriggeringRun } from '../../../src/action/github/fork/triggering-run.ts';
import { commentKey } from '../../../src/action/github/marker.ts';
import { idOf } from '../../measurement-id.ts';

const SHA = '5'.repeat(40);
const payload = (run: object = {}) => ({
  action: 'completed',
  repository: { id: 1, name: 'service', full_name: 'octo/service', owner: { login: 'octo' } },
  workflow_run: {
    id: 200,
    run_attempt: 2,
    event: 'pull_request',
    head_sha: SHA,
    head_branch: 'faster',
    head_repository: { id: 2, name: 'service', owner: { login: 'mallory' } },
    html_url: 'https://github.com/octo/service/actions/runs/200',
    // Empty for forks, and of no use here.
    pull_requests: [{ number: 99 }],
    ...run,
  },
});

test('the run is read from the payload, its list of pull requests is not', () => {
  expect(readTriggeringRun(payload())).toEqual({
    runId: 200,
    attempt: 2,
    event: 'pull_request',
    headSha: SHA,
    headBranch: 'faster',
    head: { id: 2, owner: 'mallory' },
    repository: { id: 1, owner: 'octo', name: 'service' },
    url: 'https://github.com/octo/service/actions/runs/200',
  });
});

test('a fork that was deleted is told by null', () => {
  expect(readTriggeringRun(payload({ head_repository: null }))).toMatchObject({ head: null });
});

test.each([
  ['no id', { id: undefined }],
  ['an id that is a text', { id: '200' }],
  ['a commit that is none', { head_sha: 'main' }],
  ['a fork without an id', { head_repository: { owner: { login: 'mallory' } } }],
])('a run with %s is none', (_, change) => {
  expect(readTriggeringRun(payload(change))).toBeNull();
});

test('attempts of one artifact share a comment; other artifacts, keys and measurements have their own', () => {
  const key = (name: string, attempt: number, own = '') => forkCommentKey(name, own, { runId: 1, attempt });
  expect(key('tailgate-attempt-2', 2)).toBe(key('tailgate-attempt-1', 1));
  expect(key('tailgate', 2)).toBe(key('tailgate', 1));
  const others = [
    key('tailgate-attempt-11', 1),
    key('load-1', 1),
    key('load-2', 1),
    key('load', 1),
    key('other-1', 1),
    key('tailgate-1', 1, 'arm'),
    key('tailgate-attempt-1', 2),
  ];
  expect(new Set([...others, key('tailgate-1', 1), commentKey(idOf('tailgate'))]).size).toBe(9);
});
