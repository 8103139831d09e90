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
    pull: { owner: 'octo', repo: 'service', number: 7, origin: 'same-repository', baseSha: BASE },
    triggeredBy: null,
    release: null,
    ref: null,
    defaultBranch: null,
    run: { runId: 19_876_543_210, attempt: 2 },
    runUrl: 'https://github.com/octo/service/actions/runs/19876543210/attempts/2',
    apiUrl: 'https://api.github.com',
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
