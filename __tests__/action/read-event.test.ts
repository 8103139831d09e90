import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEvent } from '../../src/action/event/read-event.ts';

const HEAD = 'a'.repeat(40);
const MERGE = 'b'.repeat(40);
const runner = {
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_REPOSITORY: 'octo/service',
  GITHUB_SHA: MERGE,
  GITHUB_RUN_ID: '19876543210',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_WORKFLOW_REF: 'octo/service/.github/workflows/gate.yml@refs/pull/7/merge',
  GITHUB_JOB: 'gate',
  GITHUB_ACTION: '__tailgate',
};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-event-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(payload: unknown, env: Record<string, string> = {}) {
  const path = join(folder, 'event.json');
  await writeFile(path, typeof payload === 'string' ? payload : JSON.stringify(payload));
  return readEvent({ ...runner, GITHUB_EVENT_PATH: path, ...env });
}

const BASE = 'b'.repeat(40);
const pull = (more: object = {}, repo: object | null = { full_name: 'octo/service' }) => ({
  pull_request: {
    number: 7,
    user: { login: 'octo' },
    head: { sha: HEAD, repo },
    base: { sha: BASE },
    ...more,
  },
});

test('a pull request: its head is tested, not the merge commit', async () => {
  expect(await read(pull())).toEqual({
    name: 'pull_request',
    headSha: HEAD,
    mergeSha: MERGE,
    repository: { owner: 'octo', repo: 'service' },
    labelled: null,
    deployment: null,
    group: null,
    askedBy: null,
    pull: { owner: 'octo', repo: 'service', number: 7, origin: 'same-repository', baseSha: BASE },
    triggeredBy: null,
    release: null,
    ref: null,
    defaultBranch: null,
    run: { runId: 19_876_543_210, attempt: 2 },
    workflow: 'octo/service/.github/workflows/gate.yml',
    job: 'gate',
    step: '__tailgate',
    runUrl: 'https://github.com/octo/service/actions/runs/19876543210/attempts/2',
    apiUrl: 'https://api.github.com',
    serverUrl: 'https://github.com',
  });
});

test.each([
  ['a fork', pull({}, { full_name: 'mallory/service' }), 'fork'],
  ['a fork that was deleted', pull({}, null), 'fork'],
  ['Dependabot', pull({ user: { login: 'dependabot[bot]' } }), 'dependabot'],
])('a pull request from %s', async (_, payload, origin) => {
  expect((await read(payload)).pull).toMatchObject({ number: 7, origin });
});

test.each([
  ['schedule', {}],
  ['merge_group', {}],
  ['issue_comment', pull()],
])('%s has no pull request to comment on', async (name, payload) => {
  expect(await read(payload, { GITHUB_EVENT_NAME: name })).toMatchObject({ pull: null });
});

test.each([
  ['{"pull_request":', 'broken'],
  ['null', 'null'],
  ['[1]', 'a list'],
  ['{"pull_request":{"number":"7"}}', 'of another shape'],
])('a payload that is %s counts as empty', async (payload) => {
  expect(await read(payload)).toMatchObject({ headSha: MERGE, pull: null });
});

describe('a group of the merge queue', () => {
  const group = (ref: unknown) => ({
    merge_group: { head_sha: HEAD, base_sha: 'c'.repeat(40), head_ref: ref },
  });
  const queue = { GITHUB_EVENT_NAME: 'merge_group' };

  test.each([
    [`refs/heads/gh-readonly-queue/main/pr-7-${'c'.repeat(40)}`, 7],
    [`refs/heads/gh-readonly-queue/release/1.x/pr-8-x/pr-12-${'c'.repeat(40)}`, 12],
    [`gh-readonly-queue/main/pr-7-${'c'.repeat(64)}`, 7],
    [`refs/heads/gh-readonly-queue/main/pr-0-${'c'.repeat(40)}`, null],
    ['refs/heads/gh-readonly-queue/main/pr-7', null],
    [`refs/heads/other/main/pr-7-${'c'.repeat(40)}`, null],
    [7, null],
  ])('tells its commits, and by %s its pull request', async (ref, number) => {
    expect(await read(group(ref), queue)).toMatchObject({
      headSha: HEAD,
      mergeSha: null,
      pull: null,
      group: { headSha: HEAD, baseSha: 'c'.repeat(40), number },
    });
  });

  test('that the payload does not hold is the runner’s commit', async () => {
    expect(await read({}, queue)).toMatchObject({ headSha: MERGE, group: { headSha: null, number: null } });
  });
});

describe('a dispatch', () => {
  const dispatch = { GITHUB_EVENT_NAME: 'repository_dispatch', GITHUB_REF: 'refs/heads/main' };
  const payload = (more: object = {}) => ({
    environment: 'preview',
    git: { ref: 'faster', sha: HEAD },
    state: { type: 'success' },
    url: 'https://shop-1.vercel.app',
    ...more,
  });

  test('of Vercel’s is of the deployed commit and branch, and names its URL', async () => {
    const action = 'vercel.deployment.success';
    expect(await read({ action, client_payload: payload() }, dispatch)).toMatchObject({
      headSha: HEAD,
      ref: 'faster',
      deployment: {
        environment: 'preview',
        production: false,
        state: 'success',
        url: 'https://shop-1.vercel.app',
        isOnGitHub: false,
      },
    });
    const production = payload({ environment: 'production' });
    expect((await read({ action, client_payload: production }, dispatch)).deployment?.production).toBe(true);
  });

  test.each([
    ['vercel.deployment.ready', { state: { type: 'ready' } }, 'success'],
    ['vercel.deployment.error', { state: { type: 'error' } }, 'error'],
    ['vercel.deployment.pending', { state: undefined }, 'pending'],
  ])('%s is its state', async (action, more, state) => {
    const event = await read({ action, client_payload: payload(more) }, dispatch);
    expect(event.deployment).toMatchObject({ state });
  });

  test.each([
    ['another system’s', 'deployed', payload()],
    ['one without a commit', 'vercel.deployment.success', payload({ git: null })],
    ['one without anything', 'vercel.deployment.success', null],
  ])('%s tells of no deployment', async (_, action, client_payload) => {
    expect(await read({ action, client_payload }, dispatch)).toMatchObject({
      deployment: null,
      headSha: MERGE,
      ref: 'main',
    });
  });
});

test('a comment is on a pull request, or on an issue', async () => {
  const env = { GITHUB_EVENT_NAME: 'issue_comment' };
  const sender = { login: 'maintainer' };
  expect(await read({ issue: { number: 7, pull_request: {} }, sender }, env)).toMatchObject({
    pull: null,
    askedBy: { number: 7, by: 'maintainer' },
  });
  expect(await read({ issue: { number: 8 }, sender }, env)).toMatchObject({
    askedBy: { number: null, by: 'maintainer' },
  });
});

const release = (more: object) => ({ release: { tag_name: 'v1.2.0', prerelease: false, ...more } });

test.each([
  ['release', '', release({}), { tag: 'v1.2.0', prerelease: false }],
  ['release', '', release({ prerelease: true }), { tag: 'v1.2.0', prerelease: true }],
  ['release', 'refs/tags/v1.1.0', {}, { tag: 'v1.1.0', prerelease: false }],
  ['release', '', {}, { tag: null, prerelease: false }],
  ['push', 'refs/tags/v1', {}, { tag: 'v1', prerelease: false }],
  ['push', 'refs/tags/v1.2.0-rc.1', {}, { tag: 'v1.2.0-rc.1', prerelease: true }],
  ['workflow_dispatch', 'refs/tags/v1', {}, { tag: 'v1', prerelease: false }],
  ['push', 'refs/heads/main', {}, null],
  ['schedule', 'refs/heads/main', {}, null],
])('%s for "%s": the release', async (name, ref, payload, expected) => {
  const event = await read(payload, { GITHUB_EVENT_NAME: name, GITHUB_REF: ref });
  expect(event.release).toEqual(expected);
});

test.each([
  ['refs/heads/feature/fast', 'feature/fast'],
  ['refs/tags/v1', 'v1'],
  ['refs/pull/7/merge', '7/merge'],
  ['', null],
])('%s is the branch or tag %s', async (GITHUB_REF, ref) => {
  expect(await read({}, { GITHUB_REF })).toMatchObject({ ref });
});

test('the default branch is known from the payload', async () => {
  expect(await read({ repository: { default_branch: 'trunk' } })).toMatchObject({ defaultBranch: 'trunk' });
});

test.each([
  ['schedule', 'refs/heads/trunk', 'trunk'],
  ['schedule', '', null],
  ['push', 'refs/heads/trunk', null],
])('where the payload does not tell it, %s on "%s" makes it %s', async (name, GITHUB_REF, defaultBranch) => {
  expect(await read({}, { GITHUB_EVENT_NAME: name, GITHUB_REF })).toMatchObject({ defaultBranch });
});

test('outside a runner there is nothing to link to', async () => {
  expect(await readEvent({})).toMatchObject({ name: '', headSha: null, pull: null, runUrl: null });
});
