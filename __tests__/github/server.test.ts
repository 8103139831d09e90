/** The tests' GitHub itself: what it does, and what it objects to. */
import { createHash } from 'node:crypto';
import { getOctokit } from '@actions/github';
import { testInFull } from '../part.ts';
import { noReplyDomain, PUBLISHES } from './addresses.ts';
import { HANDLERS } from './handlers/index.ts';
import { OPERATIONS } from './operations.ts';
import { type LocalGitHub, type Options, startGitHub } from './server.ts';
import { HEAD_SHA } from './state.ts';

const here = { owner: 'octo', repo: 'service' };
let github: LocalGitHub;
let api: Client['rest'];
type Client = ReturnType<typeof getOctokit>;

async function open(options: Options = {}): Promise<void> {
  github = await startGitHub('octo/service', 7, options);
  api = client().rest;
}

function client(token = 'workflow-token'): Client {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  return getOctokit(token, { baseUrl: github.apiUrl, log: silent });
}

const refusal = (status: number, message: string | RegExp) => ({
  status,
  message: expect.stringMatching(message),
});

beforeEach(() => open());
// Every response below has been held against GitHub's description: closing rejects where one did not fit.
afterEach(() => github.close().catch(() => {}));

test('there is a handler for every operation of the list, and for no other', () => {
  expect(Object.keys(HANDLERS).sort()).toEqual([...OPERATIONS, 'graphql'].sort());
});

describe('an Enterprise Server', () => {
  beforeEach(async () => {
    await github.close();
    await open({ kind: 'enterprise' });
  });
  const PAGES = 'https://github.corp.example';

  test('its API, its pages and GraphQL lie below one address, which is what the runner tells', async () => {
    const { origin } = new URL(github.apiUrl);
    expect(github.addresses).toEqual({
      GITHUB_API_URL: `${origin}/api/v3`,
      GITHUB_GRAPHQL_URL: `${origin}/api/graphql`,
      GITHUB_SERVER_URL: PAGES,
    });
    for (const word of ['one', 'two', 'three']) github.addComment(word);
    const told = await api.issues.listComments({ ...here, issue_number: 7, per_page: 1 });
    expect(told.data[0]).toMatchObject({
      url: `${origin}/api/v3/repos/octo/service/issues/comments/1001`,
      html_url: `${PAGES}/octo/service/pull/7#issuecomment-1001`,
    });
    expect(told.headers.link).toContain(
      `<${origin}/api/v3/repos/octo/service/issues/7/comments?per_page=1&page=2>; rel="next"`,
    );
    const all = await client().paginate(api.issues.listComments, { ...here, issue_number: 7, per_page: 1 });
    expect(all.map(({ body }) => body)).toEqual(['one', 'two', 'three']);
    expect(await client().graphql('query { viewer { login } }')).toEqual({
      viewer: { login: 'github-actions[bot]' },
    });
    expect(JSON.stringify(await api.repos.get(here))).not.toMatch(/[/@.]github\.com/);
    await github.close();
  });

  test('it limits nobody, and its artifacts have no digest', async () => {
    const { headers } = await api.repos.get(here);
    expect(Object.keys(headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
    await expect(api.rateLimit.get()).rejects.toMatchObject(refusal(404, 'Rate limiting is not enabled'));
    github.addRun({ id: 55, event: 'pull_request', head_sha: HEAD_SHA, head_branch: 'faster' });
    const digest = `sha256:${'0'.repeat(64)}`;
    github.addArtifact(55, { name: 'tailgate', zip: Buffer.from('PK…'), digest });
    const { data } = await api.actions.listWorkflowRunArtifacts({ ...here, run_id: 55 });
    expect(data.artifacts.map((one) => one.digest)).toEqual([null]);
    await github.close();
  });

  test.each([
    ['GET', '/repos/octo/service'],
    ['GET', '/api/v3'],
    ['POST', '/graphql'],
    ['POST', '/api/v3/graphql'],
  ])('%s %s is not there, and fails the test', async (method, path) => {
    const { status } = await fetch(new URL(path, github.apiUrl), { method });
    expect(status).toBe(404);
    await expect(github.close()).rejects.toThrow(`${method} ${path}: no operation`);
  });
});

describe('what it keeps', () => {
  test('deployments and their statuses, newest first', async () => {
    const old = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview', transient: true });
    const production = github.addDeployment({ sha: HEAD_SHA, environment: 'Production', production: true });
    github.addDeploymentStatus(old.id, { state: 'pending' });
    github.addDeploymentStatus(old.id, { state: 'success', environment_url: 'https://preview.example.com' });
    github.addDeployment({ sha: 'b'.repeat(40), environment: 'Preview' });

    const all = await api.repos.listDeployments({ ...here, sha: HEAD_SHA });
    expect(all.data.map(({ id, production_environment: isProduction }) => [id, isProduction])).toEqual([
      [production.id, true],
      [old.id, false],
    ]);
    const one = await api.repos.listDeployments({ ...here, sha: HEAD_SHA, environment: 'Preview' });
    expect(one.data.map(({ id }) => id)).toEqual([old.id]);
    const statuses = await api.repos.listDeploymentStatuses({ ...here, deployment_id: old.id });
    expect(statuses.data.map(({ state, environment_url: url }) => [state, url])).toEqual([
      ['success', 'https://preview.example.com'],
      ['pending', ''],
    ]);
    expect((await api.repos.getDeployment({ ...here, deployment_id: old.id })).data.sha).toBe(HEAD_SHA);
    await github.close();
  });

  test('commit statuses: all of them, and the newest of each context', async () => {
    const context = 'netlify/site/deploy-preview';
    github.addStatus(HEAD_SHA, { context, state: 'pending' });
    github.addStatus(HEAD_SHA, {
      context,
      state: 'success',
      target_url: 'https://deploy-preview.example.com',
    });
    github.addStatus('b'.repeat(40), { context: 'ci', state: 'failure' });
    const ref = { ...here, ref: HEAD_SHA };
    const { data: all } = await api.repos.listCommitStatusesForRef(ref);
    expect(all.map(({ state }) => state)).toEqual(['success', 'pending']);
    const { data: combined } = await api.repos.getCombinedStatusForRef(ref);
    expect([combined.state, combined.statuses.map(({ target_url: url }) => url)]).toEqual([
      'success',
      ['https://deploy-preview.example.com'],
    ]);
    await github.close();
  });

  test('check runs, and the states that they went through', async () => {
    const { data: run } = await api.checks.create({
      ...here,
      name: 'Tailgate',
      head_sha: HEAD_SHA,
      status: 'in_progress',
      output: { title: 'Measuring', summary: '…' },
    });
    await api.checks.update({
      ...here,
      check_run_id: run.id,
      conclusion: 'success',
      output: { title: 'Pass', summary: 'fine' },
    });
    expect(github.checkRuns[0]).toMatchObject({ status: 'completed', history: ['in_progress', 'success'] });
    const { data } = await api.checks.listForRef({ ...here, ref: HEAD_SHA, check_name: 'Tailgate' });
    expect(data.check_runs.map(({ output }) => output.title)).toEqual(['Pass']);
    expect((await api.checks.get({ ...here, check_run_id: run.id })).data.conclusion).toBe('success');
    const long = { ...here, check_run_id: run.id, output: { title: 'x'.repeat(256), summary: '' } };
    await expect(api.checks.update(long)).rejects.toMatchObject(refusal(422, '255'));
    const open = { ...here, name: 'x', head_sha: HEAD_SHA, status: 'completed' as const };
    await expect(api.checks.create(open as never)).rejects.toMatchObject(refusal(422, 'conclusion'));
    await github.close();
  });

  test('labels with who set them and when, and issues', async () => {
    github.addLabel('tailgate: accept', 'maintainer', '2026-11-20T10:00:00Z');
    const issue = { ...here, issue_number: 7 };
    expect((await api.issues.listLabelsOnIssue(issue)).data.map(({ name }) => name)).toEqual([
      'tailgate: accept',
    ]);
    github.removeLabel('tailgate: accept');
    const { data: events } = await api.issues.listEvents(issue);
    expect(
      events.map(({ event, actor, created_at: at }) => [event, actor.login, at.slice(0, 10)])[0],
    ).toEqual(['labeled', 'maintainer', '2026-11-20']);
    expect((await api.issues.listLabelsOnIssue(issue)).data).toEqual([]);

    const { data: drift } = await api.issues.create({
      ...here,
      title: 'Slower',
      body: 'text',
      labels: ['drift'],
    });
    const mine = { ...here, creator: 'github-actions[bot]', labels: 'drift' };
    expect((await api.issues.listForRepo(mine)).data.map(({ number }) => number)).toEqual([drift.number]);
    await api.issues.update({ ...here, issue_number: drift.number, state: 'closed', body: 'over' });
    expect((await api.issues.listForRepo(mine)).data).toEqual([]);
    expect((await api.issues.get({ ...here, issue_number: drift.number })).data).toMatchObject({
      state: 'closed',
      state_reason: 'completed',
      body: 'over',
    });
    const added = await api.issues.addLabels({ ...here, issue_number: drift.number, labels: ['more'] });
    expect(added.data.map(({ name }) => name)).toEqual(['drift', 'more']);
    await github.close();
  });

  test('a run of a fork that was deleted since', async () => {
    const from = { head_branch: 'faster', head_repository: null };
    github.addRun({ id: 55, event: 'pull_request', head_sha: HEAD_SHA, ...from });
    expect((await api.actions.getWorkflowRun({ ...here, run_id: 55 })).data.head_repository).toBeNull();
    await github.close();
  });

  test('pull requests by their head, forks and deleted forks among them', async () => {
    const fork = { full_name: 'mallory/service', id: 4242 };
    const sha = 'c'.repeat(40);
    const theirs = github.addPull({ head: { sha, ref: 'faster', repo: fork } });
    github.addPull({ head: { sha, ref: 'gone', repo: null } });
    github.addPull({ state: 'closed', head: { sha, ref: 'faster', repo: fork } });
    const { data } = await api.pulls.list({ ...here, state: 'open', head: 'mallory:faster' });
    expect(data.map(({ number, head, base }) => [number, head.repo.id, base.repo.id])).toEqual([
      [theirs.number, 4242, github.repositoryId],
    ]);
    expect((await api.pulls.list(here)).data).toHaveLength(3);
    const own = await api.pulls.list({ ...here, head: 'octo:faster' });
    expect(own.data.map(({ number }) => number)).toEqual([7]);
    github.changePull(7, { sha });
    expect((await api.pulls.get({ ...here, pull_number: 7 })).data.head.sha).toBe(sha);
    await github.close();
  });

  test('runs and their artifacts, downloaded from elsewhere without the token', async () => {
    github.addRun({ id: 55, event: 'pull_request', head_sha: HEAD_SHA, head_branch: 'faster' });
    const zip = Buffer.from('PK…');
    const digest = `sha256:${createHash('sha256').update(zip).digest('hex')}`;
    const artifact = github.addArtifact(55, { name: 'tailgate', zip });
    github.addArtifact(55, { name: 'coverage', zip, expired: true });
    expect((await api.actions.getWorkflowRun({ ...here, run_id: 55 })).data.event).toBe('pull_request');
    const { data } = await api.actions.listWorkflowRunArtifacts({ ...here, run_id: 55, name: 'tailgate' });
    expect(data).toMatchObject({
      total_count: 1,
      artifacts: [{ id: artifact.id, digest: PUBLISHES ? digest : null }],
    });
    const wanted = { ...here, artifact_id: artifact.id, archive_format: 'zip' };
    const redirect = await api.actions.downloadArtifact({ ...wanted, request: { redirect: 'manual' } });
    expect(redirect.status).toBe(302);
    const answer = await fetch(redirect.headers.location ?? '');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(zip);
    expect(github.downloads).toEqual([{ path: expect.stringContaining('.zip?sig='), authorization: null }]);
    const gone = { ...wanted, artifact_id: artifact.id + 1 };
    await expect(api.actions.downloadArtifact(gone)).rejects.toMatchObject(refusal(410, 'expired'));
    await github.close();
  });

  test('files, directories and what lies between two commits', async () => {
    const before = await github.git.commit(
      'main',
      { 'docs/a.md': 'one\n', 'docs/deep/b.md': 'two\n' },
      'Before',
    );
    const after = await github.git.commit(
      'main',
      { 'docs/a.md': 'three\n' },
      'After',
      `Ann <ann@${noReplyDomain(github.serverUrl)}>`,
    );
    const file = await api.repos.getContent({ ...here, path: 'docs/a.md', ref: before });
    expect(Buffer.from((file.data as { content: string }).content, 'base64').toString()).toBe('one\n');
    const raw = await api.repos.getContent({ ...here, path: 'docs/a.md', mediaType: { format: 'raw' } });
    expect(raw.data).toBe('three\n');
    const folder = await api.repos.getContent({ ...here, path: 'docs' });
    expect((folder.data as { name: string; type: string }[]).map(({ name, type }) => [name, type])).toEqual([
      ['a.md', 'file'],
      ['deep', 'dir'],
    ]);
    const missing = { ...here, path: 'none.md' };
    await expect(api.repos.getContent(missing)).rejects.toMatchObject(refusal(404, 'Not Found'));
    const { data } = await api.repos.compareCommitsWithBasehead({ ...here, basehead: `${before}...main` });
    expect([data.status, data.ahead_by, data.commits.map(({ sha, author }) => [sha, author?.login])]).toEqual(
      ['ahead', 1, [[after, 'ann']]],
    );
    expect((await api.repos.getCommit({ ...here, ref: 'main' })).data.sha).toBe(after);
    expect((await api.repos.get(here)).data.default_branch).toBe('main');
    await github.close();
  });

  test('a person, where the token is a person’s', async () => {
    github.grant('personal', { account: { login: 'maintainer', id: 5, type: 'User' }, kind: 'user' });
    expect((await client('personal').rest.users.getAuthenticated()).data.login).toBe('maintainer');
    await expect(api.users.getAuthenticated()).rejects.toMatchObject(refusal(403, 'not accessible'));
    await github.close();
  });
});

describe('git', () => {
  /** One commit with one more file onto a branch, as the API has it done. */
  async function append(branch: string, path: string): Promise<string> {
    const { data: ref } = await api.git.getRef({ ...here, ref: `heads/${branch}` });
    const { data: parent } = await api.git.getCommit({ ...here, commit_sha: ref.object.sha });
    const entry = { path, mode: '100644', type: 'blob', content: path } as const;
    const { data: tree } = await api.git.createTree({ ...here, base_tree: parent.tree.sha, tree: [entry] });
    const parents = [parent.sha];
    const { data: commit } = await api.git.createCommit({ ...here, message: path, tree: tree.sha, parents });
    await api.git.updateRef({ ...here, ref: `heads/${branch}`, sha: commit.sha, force: false });
    return commit.sha;
  }

  test('what is written through the API is what git reads', async () => {
    const { data: blob } = await api.git.createBlob({ ...here, content: 'AP8=', encoding: 'base64' });
    const entry = { path: 'a/b.bin', mode: '100644', type: 'blob', sha: blob.sha } as const;
    const { data: tree } = await api.git.createTree({ ...here, tree: [entry] });
    const { data: commit } = await api.git.createCommit({
      ...here,
      message: 'First',
      tree: tree.sha,
      parents: [],
    });
    await api.git.createRef({ ...here, ref: 'refs/heads/data', sha: commit.sha });
    await append('data', 'c/d.json');
    expect(await github.git.list('data')).toEqual(['a/b.bin', 'c/d.json']);
    expect(await github.git.read('data', 'c/d.json')).toBe('c/d.json');
    expect(await github.git.run(['log', '-1', '--format=%an <%ae>', 'data'])).toMatch(
      /^github-actions\[bot\] </,
    );
    expect(await github.git.run(['fsck', '--strict'])).toBe('');
    const { data: read } = await api.git.getBlob({ ...here, file_sha: blob.sha });
    const texts = await client().graphql(
      `query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) {
        f0: object(oid: "${await github.git.run(['rev-parse', 'data:c/d.json'])}") { ... on Blob { text isTruncated } }
        f1: object(oid: "${blob.sha}") { ... on Blob { text isTruncated } }
        f2: object(oid: "${'a'.repeat(40)}") { ... on Blob { text isTruncated } } } }`,
      here,
    );
    expect(texts).toEqual({
      repository: {
        f0: { text: 'c/d.json', isTruncated: false },
        f1: { text: null, isTruncated: false },
        f2: null,
      },
    });
    expect([read.size, Buffer.from(read.content, 'base64')]).toEqual([2, Buffer.from('AP8=', 'base64')]);
    const tip = await github.git.resolve('data');
    const { data: all } = await api.git.getTree({ ...here, tree_sha: tip ?? '', recursive: '1' });
    expect(all.tree.map(({ path, type }) => [path, type])).toEqual([
      ['a', 'tree'],
      ['a/b.bin', 'blob'],
      ['c', 'tree'],
      ['c/d.json', 'blob'],
    ]);
    const removal = { path: 'a/b.bin', mode: '100644', type: 'blob', sha: null } as const;
    const { data: less } = await api.git.createTree({ ...here, base_tree: all.sha, tree: [removal] });
    expect(less.tree.map(({ path }) => path)).toEqual(['c']);
    await github.close();
  });

  testInFull('of eight writers at once one gets through, the others are told why', async () => {
    await github.git.commit('data', { 'README.md': 'data' });
    const told = await Promise.allSettled(
      [1, 2, 3, 4, 5, 6, 7, 8].map((writer) => append('data', `${writer}.json`)),
    );
    const refused = told
      .filter((one) => one.status === 'rejected')
      .map((one) => one.reason as { status: number });
    expect(refused.every(({ status }) => status === 422)).toBe(true);
    const files = await github.git.list('data');
    expect(files).toHaveLength(1 + 8 - refused.length);
    expect(files.length).toBeGreaterThan(1);
    await github.close();
  });

  test('refusals are GitHub’s', async () => {
    const old = await github.git.commit('data', { a: '1' });
    const next = await github.git.commit('data', { a: '2' });
    const update = (ref: string, sha: string) => api.git.updateRef({ ...here, ref, sha, force: false });
    await expect(update('heads/data', old)).rejects.toMatchObject(
      refusal(422, 'Update is not a fast forward'),
    );
    await expect(update('heads/none', next)).rejects.toMatchObject(refusal(422, 'Reference does not exist'));
    await expect(update('heads/data', 'a'.repeat(40))).rejects.toMatchObject(
      refusal(422, 'Object does not exist'),
    );
    const again = { ...here, ref: 'refs/heads/data', sha: next };
    await expect(api.git.createRef(again)).rejects.toMatchObject(refusal(422, 'Reference already exists'));
    await expect(api.git.getRef({ ...here, ref: 'heads/none' })).rejects.toMatchObject(
      refusal(404, 'Not Found'),
    );
    await api.git.deleteRef({ ...here, ref: 'heads/data' });
    expect(await github.git.resolve('data')).toBeNull();
    await github.close();
  });

  test('a repository without a commit takes nothing', async () => {
    await github.close();
    await open({ empty: true });
    const empty = refusal(409, 'Git Repository is empty');
    await expect(api.git.getRef({ ...here, ref: 'heads/data' })).rejects.toMatchObject(empty);
    await expect(api.git.createBlob({ ...here, content: '' })).rejects.toMatchObject(empty);
    await expect(api.repos.getContent({ ...here, path: 'a' })).rejects.toMatchObject(refusal(404, 'empty'));
    await github.close();
  });

  test('a tree that is too long is cut, and says so', async () => {
    await github.close();
    await open({ treeLimit: 2 });
    await github.git.commit('main', { a: '1', b: '2', c: '3' });
    const { data } = await api.git.getTree({ ...here, tree_sha: 'main', recursive: '1' });
    expect([data.tree.length, data.truncated]).toEqual([2, true]);
    await github.close();
  });
});

describe('what it objects to', () => {
  const objections: [string, () => Promise<unknown>, RegExp][] = [
    [
      'a field of the wrong type',
      () => api.issues.create({ ...here, title: 'x', body: 5 as never }),
      /issues\/create body \/body: must be string/,
    ],
    [
      'a field that GitHub does not know',
      () => api.checks.create({ ...here, name: 'x', head_sha: HEAD_SHA, colour: 'red' } as never),
      /checks\/create body colour: no such field/,
    ],
    [
      'a field that is missing',
      () => api.git.createCommit({ ...here, message: 'x' } as never),
      /git\/create-commit body .*must have required property 'tree'/,
    ],
    [
      'a query that is not one of ours',
      () => client().graphql('query { viewer { email } }'),
      /graphql: no such query/,
    ],
    [
      'a parameter that GitHub does not know',
      () => api.pulls.list({ ...here, sha: HEAD_SHA } as never),
      /pulls\/list query sha: no such parameter/,
    ],
    [
      'a value that is not allowed',
      () => api.pulls.list({ ...here, state: 'merged' as never }),
      /pulls\/list query state: must be equal to one of the allowed values/,
    ],
    ['an operation that is not on the list', () => api.repos.listTags(here), /GET .*\/tags: no operation/],
  ];

  test.each(objections)('%s: refused, and the test fails at the end', async (_, ask, words) => {
    await expect(ask()).rejects.toMatchObject({ status: expect.any(Number) });
    expect(github.violations).toEqual([expect.stringMatching(words)]);
    await expect(github.close()).rejects.toThrow(words);
  });

  test('a response of its own that GitHub would not give', async () => {
    github.addStatus(HEAD_SHA, { context: 'ci', state: 'success', target_url: 7 as never });
    const asked = api.repos.listCommitStatusesForRef({ ...here, ref: HEAD_SHA });
    await expect(asked).rejects.toMatchObject(refusal(500, /answer 200 \/0\/target_url: must be/));
    await expect(github.close()).rejects.toThrow('target_url');
  });

  test('a permission that the job lacks, and another repository', async () => {
    github.grant('no-checks', { mayNot: ['checks/create'] });
    const run = { ...here, name: 'x', head_sha: HEAD_SHA };
    await expect(client('no-checks').rest.checks.create(run)).rejects.toMatchObject(
      refusal(403, 'not accessible'),
    );
    await expect(api.repos.get({ ...here, repo: 'other' })).rejects.toMatchObject(refusal(404, 'Not Found'));
    await expect(client('unknown').rest.repos.get(here)).rejects.toMatchObject(
      refusal(401, 'Bad credentials'),
    );
    await github.close();
  });
});
