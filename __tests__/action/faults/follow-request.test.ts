/** Runs that no pull request started: the inputs sha and pull-request, comments, and what hosts dispatch. */
import {
  issueCommentEvent,
  pullRequestEvent,
  repositoryDispatchEvent,
  vercelPayload,
  workflowDispatchEvent,
} from '../../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../../github/server.ts';
import { testPart } from '../../part.ts';
import { type Asked, takeStep } from './step.ts';

const CONFIG = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s } }
`;
const WITH_SECRET = CONFIG.replace('get: /items', "get: '/items?key={{env.TAILGATE_KEY}}'");
const OTHER_SHA = 'c'.repeat(40);

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const step = (asked: Partial<Asked> = {}) =>
  takeStep({
    github,
    event: workflowDispatchEvent(github),
    config: CONFIG,
    env: { TAILGATE_KEY: 'sesame-opens-it' },
    ...asked,
  });
const commit = ({ result }: { result: unknown }) => (result as { commit: string } | null)?.commit;
const addFork = () => github.addPull({ head: { sha: OTHER_SHA, ref: 'x', repo: 'mallory/service' } }).number;

describe('the inputs', () => {
  test('pull-request: its head is measured, and the comment is written there', async () => {
    const told = await step({ inputs: { 'pull-request': '7' } });
    expect(commit(told)).toBe(HEAD_SHA);
    expect(github.comments).toMatchObject([{ issue: 7, body: expect.stringContaining('Pass') }]);
  });

  test('sha: that commit is measured, and no pull request hears of it', async () => {
    expect(commit(await step({ inputs: { sha: OTHER_SHA } }))).toBe(OTHER_SHA);
    expect(github.comments).toEqual([]);
  });

  test('both: a comment only where the commit is the head', async () => {
    await step({ inputs: { sha: HEAD_SHA, 'pull-request': '7' } });
    expect(github.comments).toHaveLength(1);
    const told = await step({ inputs: { sha: OTHER_SHA, 'pull-request': '7' } });
    expect(commit(told)).toBe(OTHER_SHA);
    expect(told.log).toContain('Newer commits were pushed to pull request #7');
    expect(github.comments[0]?.body).toContain(HEAD_SHA);
  });

  testPart<[Record<string, string>, RegExp]>([
    [{ 'pull-request': '8' }, /input pull-request: 8 is not the pull request that started this run, #7/],
    [{ sha: OTHER_SHA }, /input sha: c{40} is not the head of the pull request/],
    [{ sha: 'c'.repeat(12) }, /input sha: "c{12}" is not a commit: write its SHA in full/],
  ])('that contradict the event are a mistake: %j', async (inputs, message) => {
    const told = await step({ event: pullRequestEvent(github, 7), inputs });
    expect(told.exitCode).toBe(2);
    expect(told.log).toMatch(message);
  });

  test('of a fork: measured without secrets, and refused with them', async () => {
    const fork = addFork();
    const without = await step({ inputs: { 'pull-request': `${fork}` } });
    expect([without.exitCode, commit(without)]).toEqual([0, OTHER_SHA]);
    const withThem = await step({ inputs: { 'pull-request': `${fork}` }, config: WITH_SECRET });
    expect(withThem.exitCode).toBe(2);
    expect(withThem.log).toMatch(/comes from a fork, and this run has secrets/);
  });

  test('a pull request that GitHub doesn’t show ends the run', async () => {
    const told = await step({ inputs: { 'pull-request': '99' } });
    expect(told.exitCode).toBe(2);
    expect(told.log).toMatch(/pull request #99 could not be read \(HTTP 404.*pull-requests: read/);
  });
});

describe('a comment', () => {
  testPart([['maintainer'], ['writer'], ['admin']])('by %s, who may write, measures the head', async (by) => {
    github.roles.set('writer', 'write').set('admin', 'admin');
    const told = await step({ event: issueCommentEvent(github, 7, { by }) });
    expect([told.exitCode, commit(told)]).toEqual([0, HEAD_SHA]);
    expect(github.comments).toMatchObject([{ issue: 7 }]);
  });

  testPart([['triager'], ['stranger']])(
    'by %s, who may not, is refused before anything is sent',
    async (by) => {
      github.roles.set('triager', 'triage');
      const told = await step({ event: issueCommentEvent(github, 7, { by }) });
      expect([told.exitCode, told.outputs.result]).toEqual([2, '']);
      expect(told.log).toContain(`${by} may not ask for a measurement: that needs write access`);
      expect(github.comments).toEqual([]);
    },
  );

  test('where GitHub doesn’t say who may write, nobody may', async () => {
    github.failAlways('repos/get-collaborator-permission-level', { status: 403, message: 'no' });
    expect((await step({ event: issueCommentEvent(github, 7) })).exitCode).toBe(2);
  });

  test('on a fork’s pull request is refused, with secrets or without', async () => {
    const told = await step({ event: issueCommentEvent(github, addFork()) });
    expect(told.exitCode).toBe(2);
    expect(told.log).toContain('comes from a fork');
  });

  test('on an issue is a mistake of the workflow’s', async () => {
    const { number } = github.addIssue('slow');
    const told = await step({ event: issueCommentEvent(github, number) });
    expect(told.exitCode).toBe(2);
    expect(told.log).toContain('github.event.issue.pull_request');
  });
});

describe('a dispatch', () => {
  const dispatch = (action: string, payload: Record<string, unknown>, asked: Partial<Asked> = {}) =>
    step({ event: repositoryDispatchEvent(github, action, payload), ...asked });
  const found = { 'target-url': '' };

  test('of Vercel’s measures what was deployed, and speaks on the pull request whose head that is', async () => {
    const payload = vercelPayload(HEAD_SHA, 'https://shop-1.vercel.app');
    const told = await dispatch('vercel.deployment.success', payload, { inputs: found });
    expect([told.exitCode, commit(told)]).toEqual([0, HEAD_SHA]);
    expect(told.result).toMatchObject({ target: 'https://shop-1.vercel.app' });
    expect(github.comments).toMatchObject([{ issue: 7, body: expect.stringContaining('Pass') }]);
  });

  testPart<[string, string, RegExp]>([
    ['pending', 'preview', /is “pending”, and only a successful deployment can be measured/],
    ['success', 'production', /is production \(.*which is not loaded/],
  ])('of one that is %s, of %s, is no pass and leaves the comment alone', async (state, environment, why) => {
    const payload = vercelPayload(HEAD_SHA, 'https://shop-1.vercel.app', state, environment);
    const told = await dispatch(`vercel.deployment.${state}`, payload, { inputs: found });
    expect([told.exitCode, told.outputs.verdict]).toEqual([4, 'invalid']);
    expect(told.outputs.reason).toMatch(why);
    expect(github.comments).toEqual([]);
  });

  test('of another system’s takes what the workflow hands on', async () => {
    const inputs = { sha: HEAD_SHA, 'pull-request': '7' };
    const told = await dispatch('deployed', { sha: HEAD_SHA, pr: 7 }, { inputs });
    expect(commit(told)).toBe(HEAD_SHA);
    expect(github.comments).toHaveLength(1);
  });
});
