/** The merge queue from end to end: what is measured, what is told where, and whose label accepts a regression. */
import { readMarker } from '../../../src/action/github/marker.ts';
import { ACCEPT_LABEL } from '../../../src/judgement/acceptance.ts';
import { mergeGroupEvent, pullRequestEvent } from '../../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../../github/server.ts';
import { testPart } from '../../part.ts';
import { BEFORE } from './baseline-text.ts';
import { type Asked, takeStep } from './step.ts';

const PASSES = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s } }
`;
const REGRESSES = PASSES.replace('max: 1 s', 'regression: 10 %').concat('baseline: before.txt\n');
const GROUP_SHA = '9'.repeat(40);
const LATER = '2099-01-01T00:00:00Z';

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const step = (asked: Partial<Asked> = {}) =>
  takeStep({
    github,
    event: mergeGroupEvent(github, 7, { head: GROUP_SHA }),
    config: REGRESSES,
    files: { 'before.txt': BEFORE },
    runId: 200,
    env: { GITHUB_JOB: 'gate' },
    ...asked,
  });
/** The pull request's own run, before it is queued. */
const propose = () => step({ event: pullRequestEvent(github, 7), runId: 100 });

test('the group’s head is measured, told in check, summary and outputs, and the pull request’s comment stays', async () => {
  await propose();
  const before = github.comments.map(({ body }) => body);
  const told = await step({ config: PASSES, inputs: { 'check-run': 'true' } });
  expect([told.exitCode, told.outputs.verdict]).toEqual([0, 'pass']);
  expect(told.result).toMatchObject({ commit: GROUP_SHA });
  expect(github.checkRuns).toMatchObject([{ head_sha: GROUP_SHA, conclusion: 'success' }]);
  expect(github.comments.map(({ body }) => body)).toEqual(before);
});

test('a regression fails, and says which label accepts it', async () => {
  await propose();
  const told = await step();
  expect([told.exitCode, told.outputs.verdict]).toEqual([1, 'fail']);
  expect(told.summary).toContain(ACCEPT_LABEL);
});

test('a label that was set for the queued head accepts, in a queue’s job of another name as well', async () => {
  await propose();
  github.addLabel(ACCEPT_LABEL, 'maintainer', LATER);
  const told = await step({ env: { GITHUB_JOB: 'queue' } });
  expect([told.exitCode, told.outputs.verdict]).toEqual([0, 'pass']);
  expect(told.outputs.reason).toMatch(/^Accepted by maintainer/);
});

testPart<[string, () => unknown, RegExp]>([
  [
    'of an earlier head',
    () => {
      github.addLabel(ACCEPT_LABEL, 'maintainer', '2020-01-01T00:00:00Z');
    },
    /can't be shown to be of this commit/,
  ],
  [
    'of a head that no comment knows',
    () => {
      github.addLabel(ACCEPT_LABEL, 'maintainer', LATER);
      github.changePull(7, { sha: 'c'.repeat(40) });
    },
    /it is not known which commit it was set for/,
  ],
])('a label %s accepts nothing, and that is said', async (_, act, why) => {
  await propose();
  act();
  const told = await step();
  expect([told.exitCode, told.outputs.verdict]).toEqual([1, 'fail']);
  expect(told.log).toMatch(why);
});

test('a fork’s pull request in the queue takes no label', async () => {
  const fork = github.addPull({ head: { sha: 'd'.repeat(40), ref: 'x', repo: 'mallory/service' } });
  github.addLabel(ACCEPT_LABEL, 'maintainer', LATER, fork.number);
  const told = await step({ event: mergeGroupEvent(github, fork.number, { head: GROUP_SHA }) });
  expect([told.exitCode, told.outputs.verdict]).toEqual([1, 'fail']);
  expect(told.log).toContain('does not count on pull requests from forks');
});

test('the comment goes on telling since when the head is known', async () => {
  await propose();
  expect(readMarker(github.comments[0]?.body ?? '')).toMatchObject({
    headSha: HEAD_SHA,
    since: expect.any(String),
  });
});
