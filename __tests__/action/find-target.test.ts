/** Finding the environment of a commit by what GitHub knows of it, against a GitHub that keeps state. */
import { connect } from '../../src/action/github/client.ts';
import { type FoundTarget, findTarget } from '../../src/action/github/target/find-target.ts';
import { pauseBetweenPolls } from '../../src/action/github/target/pause.ts';
import type { Search } from '../../src/action/github/target/search.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../github/server.ts';

const OTHER_SHA = 'fedcba9876543210fedcba9876543210fedcba98';
const URL_A = 'https://shop-a1b2.preview.example.com';
const WAY_OUT =
  'If the host reports nothing else to GitHub, pass the preview’s own URL in the input target-url, as docs/targets.md shows for each host';
const MERGE_SHA = 'abcdef0123456789abcdef0123456789abcdef01';
const UP = { production: false, state: 'success', url: URL_A };

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

interface Sought {
  readonly found: FoundTarget | null;
  readonly error: Error | null;
  readonly log: readonly string[];
}

async function seek(over: Partial<Search> = {}): Promise<Sought> {
  const log: string[] = [];
  const [owner = '', repo = ''] = github.repository.split('/');
  const signal = over.signal ?? new AbortController().signal;
  const search: Search = {
    connect: () =>
      connect({ token: 'workflow-token', apiUrl: github.apiUrl, signal, patienceMs: 0, timeoutMs: 2000 }),
    repository: { owner, repo },
    sha: HEAD_SHA,
    deployment: null,
    wanted: { environment: null, allowProduction: false, gitHubHost: null },
    allowedHosts: null,
    timeoutMs: 400,
    signal,
    tell: (line) => void log.push(line),
    ...over,
  };
  try {
    return { found: await findTarget(search), error: null, log };
  } catch (error) {
    return { found: null, error: error as Error, log };
  }
}

function deploy(
  environment: string,
  over: { url?: string; sha?: string; state?: 'success' | 'failure' } = {},
) {
  const deployment = github.addDeployment({ sha: over.sha ?? HEAD_SHA, environment });
  github.addDeploymentStatus(deployment.id, {
    state: over.state ?? 'success',
    ...(over.state === 'failure' ? {} : { environment_url: over.url ?? URL_A }),
  });
  return deployment;
}

describe('by deployments', () => {
  test('the newest successful one of the commit, with its path, and without what is behind that', async () => {
    deploy('Preview', { url: `${URL_A}/pr-7/?token=abc#x` });
    deploy('Preview', { url: 'https://other.example.com', sha: OTHER_SHA });
    const { found, log } = await seek();
    expect(found).toMatchObject({ origin: URL_A, basePath: '/pr-7' });
    expect(found?.notices).toEqual([
      'The URL of the deployment of “Preview” has the path /pr-7, which is prepended to the paths of all requests.',
    ]);
    expect(log).toEqual([`Found the target ${URL_A}/pr-7 by the deployment of “Preview”.`]);
  });

  test.each([
    ['', undefined],
    ['/', undefined],
    ['/index.html', undefined],
    ['/docs/index.html?x', '/docs'],
    ['//a', '/a'],
    ['/%7Bx%7D/', '/%7Bx%7D'],
  ])('of a URL that ends in "%s" the path is %s', async (end, basePath) => {
    deploy('Preview', { url: URL_A + end });
    expect((await seek()).found?.basePath).toBe(basePath);
  });

  test('waits for it, and says what it waits for once', async () => {
    const deployment = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview' });
    github.addDeploymentStatus(deployment.id, { state: 'in_progress' });
    const seeking = seek({ timeoutMs: 20_000 });
    setTimeout(
      () => github.addDeploymentStatus(deployment.id, { state: 'success', environment_url: URL_A }),
      1200,
    );
    const { found, log } = await seeking;
    expect(found?.origin).toBe(URL_A);
    expect(log[0]).toBe(
      `Waiting for a preview of the commit ${HEAD_SHA.slice(0, 12)}. There are deployments: “Preview” is in_progress; commit statuses: none.`,
    );
    expect(log).toHaveLength(2);
  });

  test('a pattern picks one of several environments, and without one the others are named', async () => {
    deploy('Preview – shop', { url: 'https://shop.example.com' });
    deploy('Preview – admin', { url: 'https://admin.example.com' });
    const { found } = await seek({
      wanted: { environment: 'preview*SHOP', allowProduction: false, gitHubHost: null },
    });
    expect(found?.origin).toBe('https://shop.example.com');
    const any = await seek();
    expect(any.found?.origin).toBe('https://admin.example.com');
    expect(any.found?.notices[0]).toContain('there were also “Preview – shop”');
  });

  test('which of several is measured does not depend on which is up first', async () => {
    deploy('Preview – admin', { url: 'https://admin.example.com' });
    const { id } = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview – shop' });
    const url = 'https://shop.example.com';
    setTimeout(() => github.addDeploymentStatus(id, { state: 'success', environment_url: url }), 1200);
    const { found, log } = await seek({ timeoutMs: 20_000 });
    expect(found?.origin).toBe(url);
    expect(found?.notices[0]).toContain('there were also “Preview – admin”');
    expect(log[0]).toMatch(
      /“Preview – shop” is without a status.*The input environment selects one of several\.$/,
    );
  });

  test('one that stays on its way, or has failed, does not keep another from being measured', async () => {
    deploy('Preview – docs', { state: 'failure' });
    deploy('Preview – admin');
    expect((await seek({ timeoutMs: 60_000 })).found?.notices).toEqual([]);
    const { id } = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview – shop' });
    github.addDeploymentStatus(id, { state: 'in_progress' });
    const { found } = await seek();
    expect(found?.origin).toBe(URL_A);
    expect(found?.notices).toEqual([
      'The target is the deployment of “Preview – admin”; when the time to find one was up, “Preview – shop” was still in progress. The input environment selects one of several.',
    ]);
    const wanted = { environment: '*admin', allowProduction: false, gitHubHost: null };
    expect((await seek({ wanted, timeoutMs: 60_000 })).found?.notices).toEqual([]);
  });

  test.each([
    ['production', false],
    ['Production – shop', false],
    ['live', true],
  ])('production (%s) is left out, and the way to allow it named', async (environment, production) => {
    const { id } = github.addDeployment({ sha: HEAD_SHA, environment, production });
    github.addDeploymentStatus(id, { state: 'success', environment_url: URL_A });
    const { error } = await seek({ wanted: { environment, allowProduction: false, gitHubHost: null } });
    expect(error).toMatchObject({ code: 'no-target' });
    expect(error?.message).toContain('left out unless the input allow-production is true');
    const allowed = await seek({ wanted: { environment: null, allowProduction: true, gitHubHost: null } });
    expect(allowed.found?.origin).toBe(URL_A);
  });

  test('names that only sound like production are none', async () => {
    deploy('pre-production');
    expect((await seek()).found?.origin).toBe(URL_A);
  });

  test('at the end it says what it saw', async () => {
    deploy('Preview', { state: 'failure' });
    const success = github.addDeployment({ sha: HEAD_SHA, environment: 'Review' });
    github.addDeploymentStatus(success.id, { state: 'success' });
    github.addDeployment({ sha: HEAD_SHA, environment: 'Docs' });
    github.addStatus(HEAD_SHA, { context: 'ci/build', state: 'success' });
    const { error } = await seek();
    expect(error).toMatchObject({ name: 'Unmeasurable', code: 'no-target' });
    expect(error?.message).toBe(
      `a preview of the commit ${HEAD_SHA.slice(0, 12)} was not found. There are deployments: ` +
        '“Docs” is without a status, “Review” is success, but has no environment_url, “Preview” is failure; ' +
        `commit statuses: “ci/build” is success. ${WAY_OUT}`,
    );
  });

  test('what was asked for is told first, however much else there is', async () => {
    const { id } = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview – shop' });
    github.addDeploymentStatus(id, { state: 'in_progress' });
    github.addStatus(HEAD_SHA, { context: 'Preview – shop/build', state: 'pending' });
    for (let i = 0; i < 20; i++) {
      deploy(`Preview – app${i}`);
      github.addStatus(HEAD_SHA, { context: `ci/job-${i}`, state: 'success' });
    }
    const { error } = await seek({
      wanted: { environment: '*shop*', allowProduction: false, gitHubHost: null },
    });
    expect(error?.message).toMatch(
      /deployments: “Preview – shop” is in_progress, “Preview – app19” does not match the input environment, .*, and 15 more; commit statuses: “Preview – shop\/build” is pending, .*, and 15 more\. If the host/,
    );
  });

  test('an older success behind a newer one that is under way is not taken', async () => {
    deploy('Preview');
    const newer = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview' });
    github.addDeploymentStatus(newer.id, { state: 'in_progress' });
    expect((await seek()).error).toMatchObject({ code: 'no-target' });
  });

  test('inactive because another branch took the environment’s name: still served at its own URL', async () => {
    const own = deploy('Preview');
    deploy('Preview', { url: 'https://other.example.com', sha: OTHER_SHA });
    github.addDeploymentStatus(own.id, { state: 'inactive' });
    expect((await seek()).found?.origin).toBe(URL_A);
  });

  test('inactive because another commit took its URL: refused, with that commit', async () => {
    const own = deploy('pr-7');
    deploy('pr-7', { sha: OTHER_SHA });
    github.addDeploymentStatus(own.id, { state: 'inactive' });
    const { error } = await seek();
    expect(error).toMatchObject({ code: 'wrong-commit' });
    expect(error?.message).toContain(`its URL now serves the commit ${OTHER_SHA}`);
  });
});

describe('in a repository that deploys much', () => {
  const STATUSES = 'repos/list-deployment-statuses';
  const countOf = (operation: string) => github.asked.filter((one) => one === operation).length;
  const looks = () => countOf('repos/list-commit-statuses-for-ref');
  const askedOf = ({ id }: { id: number }) =>
    github.requests.filter(({ path }) => path.includes(`/deployments/${id}/`)).length;
  const wanted = { environment: 'Preview – app0', allowProduction: false, gitHubHost: null };

  async function untilLooks(count: number): Promise<void> {
    while (looks() < count) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  test.each([21, 120])('the first of %i deployments of the commit is found', async (count) => {
    for (let i = 0; i < count; i++) deploy(`Preview – app${i}`, { url: `https://app${i}.example.com` });
    const { found } = await seek({ wanted });
    expect(found?.origin).toBe('https://app0.example.com');
    // Of it alone; once more before it is loaded.
    expect(countOf(STATUSES)).toBe(2);
  });

  test('a preview behind more failed ones than a look asks for is found by the next look', async () => {
    deploy('Preview – app0');
    for (let i = 1; i <= 25; i++) deploy(`Preview – app${i}`, { state: 'failure' });
    expect((await seek({ timeoutMs: 20_000 })).found?.origin).toBe(URL_A);
    expect(looks()).toBe(2);
  });

  test('waiting for one of fifteen takes four requests a look', async () => {
    github.addDeployment({ sha: HEAD_SHA, environment: 'Preview – app0' });
    for (let i = 1; i < 15; i++) deploy(`Preview – app${i}`);
    const { error } = await seek({ wanted, timeoutMs: 2000 });
    expect(error).toMatchObject({ code: 'no-target' });
    expect(looks()).toBeGreaterThan(1);
    expect(github.asked).toHaveLength(4 * looks());
  });

  test('what is settled is asked for once, until it changes', async () => {
    const slow = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview – app0' });
    const failed = deploy('Preview – app1', { state: 'failure' });
    for (let i = 2; i < 15; i++) deploy(`Preview – app${i}`);
    const seeking = seek({ timeoutMs: 20_000 });
    await untilLooks(2);
    github.addDeploymentStatus(failed.id, { state: 'success', environment_url: 'https://app1.example.com' });
    await untilLooks(4);
    github.addDeploymentStatus(slow.id, { state: 'failure' });
    const { found } = await seeking;
    expect(found?.notices[0]).toContain('The target is the deployment of “Preview – app14”');
    expect(askedOf(slow)).toBe(looks());
    expect(askedOf(failed)).toBe(2);
    // The thirteen others once each, and the one of them that is to be loaded once more.
    expect(countOf(STATUSES)).toBe(looks() + 2 + 13 + 1);
  });

  test.each([
    [600_000, 3, 10_000],
    [600_000, 22, 22_000],
    [3_600_000, 22, 132_000],
    [7_200_000, 3, 18_000],
    [400, 17, 250],
  ])('within %i ms, after a look of %i requests, the next one is %i ms later', (timeoutMs, asked, pauseMs) => {
    expect(pauseBetweenPolls(timeoutMs, asked)).toBe(pauseMs);
  });

  test('a look of many requests is followed by a longer pause', async () => {
    for (let i = 0; i < 20; i++) github.addDeployment({ sha: HEAD_SHA, environment: `Preview – app${i}` });
    await seek({ timeoutMs: 60_000, signal: AbortSignal.timeout(1900) });
    expect(looks()).toBe(1);
  });
});

describe('what a deployment may not name', () => {
  test.each([
    ['https://user:secret-word@preview.example.com', 'user name or password'],
    ['https://secret-word@preview.example.com', 'user name or password'],
    ['ftp://preview.example.com/secret-word', 'not an http or https URL'],
    ['https://preview.example.com\\@evil.example/secret-word', 'not an http or https URL'],
  ])('%s', async (url, words) => {
    deploy('Preview', { url });
    const { error, log } = await seek();
    expect(error).toMatchObject({ code: 'refused-target', message: expect.stringContaining(words) });
    expect([error?.message, ...log].join()).not.toContain('secret-word');
  });

  test('a host that the workflow does not list', async () => {
    deploy('Preview');
    const { error } = await seek({ allowedHosts: ['*.staging.example.com'] });
    expect(error?.message).toContain('is not listed in the input allowed-hosts');
    expect((await seek({ allowedHosts: ['*.preview.example.com'] })).found?.origin).toBe(URL_A);
  });
});

describe('by a commit status', () => {
  test('Netlify’s, once it is up', async () => {
    const context = 'netlify/shop/deploy-preview';
    github.addStatus(HEAD_SHA, { context, state: 'pending', target_url: 'https://app.netlify.com/x' });
    const seeking = seek({ timeoutMs: 20_000 });
    const target_url = 'https://deploy-preview-7--shop.netlify.app';
    setTimeout(() => github.addStatus(HEAD_SHA, { context, state: 'success', target_url }), 600);
    expect((await seeking).found?.origin).toBe(target_url);
  });

  test('Netlify’s, behind more newer ones than a page holds', async () => {
    const target_url = 'https://deploy-preview-7--shop.netlify.app';
    const context = 'netlify/shop/deploy-preview';
    github.addStatus(HEAD_SHA, { context, state: 'success', target_url });
    for (let i = 0; i < 120; i++)
      github.addStatus(HEAD_SHA, { context: `ci/job-${i % 3}`, state: 'success' });
    expect((await seek()).found?.origin).toBe(target_url);
  });

  test('no other context, unless the workflow names it', async () => {
    const target_url = 'https://ci.example.com';
    github.addStatus(HEAD_SHA, { context: 'ci/preview', state: 'success', target_url });
    expect((await seek()).error).toMatchObject({ code: 'no-target' });
    const named = await seek({
      wanted: { environment: 'ci/preview', allowProduction: false, gitHubHost: null },
    });
    expect(named.found?.origin).toBe(target_url);
  });
});

describe('a host’s dashboard is no environment', () => {
  test.each([
    ['https://railway.com/project/1/service/2?environmentId=3', 'Railway'],
    ['https://vercel.com/team/shop/a1b2', 'Vercel'],
    ['https://dashboard.render.com/web/srv-1', 'Render'],
    ['https://app.netlify.com/sites/shop/deploys/1', 'Netlify'],
    ['https://dash.cloudflare.com/1/pages/view/shop/2', 'Cloudflare'],
    ['https://eu-west-1.console.aws.amazon.com/amplify/home', 'AWS'],
    ['https://portal.azure.com/#view', 'Azure'],
    ['https://console.cloud.google.com/run', 'Google Cloud'],
    ['https://github.com/o/r/actions/runs/1', 'GitHub'],
    ['https://DASHBOARD.heroku.com./apps/shop', 'Heroku'],
  ])('%s', async (url, owner) => {
    deploy('Preview', { url });
    const words = `its URL is a page of ${owner}, not the environment`;
    const { error } = await seek();
    expect(error).toMatchObject({ code: 'no-target' });
    expect(error?.message).toContain(`“Preview” is success, but ${words}`);
    expect(error?.message).toContain(WAY_OUT);
    const deployment = {
      id: 1,
      sha: HEAD_SHA,
      environment: 'Preview',
      production: false,
      state: 'success',
      url,
    };
    expect((await seek({ deployment })).error?.message).toContain(`that started this run ${words}`);
  });

  test('of an Enterprise Server, by the host that its runner tells', async () => {
    const url = 'https://github.corp.example/o/r/actions/runs/1';
    const words = 'its URL is a page of GitHub, not the environment';
    const there = { environment: null, allowProduction: false, gitHubHost: 'github.corp.example' };
    const old = deploy('Preview', { url: URL_A });
    deploy('Preview', { url });
    const { error } = await seek({ wanted: there });
    expect(error?.message).toContain(`“Preview” is success, but ${words}`);
    github.addDeploymentStatus(old.id, { state: 'inactive' });
    github.addStatus(HEAD_SHA, { context: 'ci', state: 'success', target_url: url });
    const named = await seek({ wanted: { ...there, environment: 'ci' } });
    expect(named.error?.message).toContain(`“ci” is success, but ${words}`);
    // Elsewhere it is a host like any other.
    const other = { ...there, gitHubHost: 'github.com' };
    expect((await seek({ wanted: other })).found?.origin).toBe('https://github.corp.example');
  });

  test('of a commit status that the workflow asks for', async () => {
    github.addStatus(HEAD_SHA, {
      context: 'Vercel',
      state: 'success',
      target_url: 'https://vercel.com/o/shop/1',
    });
    const { error } = await seek({
      wanted: { environment: 'Vercel', allowProduction: false, gitHubHost: null },
    });
    expect(error?.message).toContain(
      '“Vercel” is success, but its URL is a page of Vercel, not the environment',
    );
  });

  test('another deployment that names its environment is taken all the same', async () => {
    deploy('Preview');
    deploy('shop / pr-7', { url: 'https://railway.com/project/1' });
    expect((await seek({ timeoutMs: 60_000 })).found?.origin).toBe(URL_A);
  });

  test.each([
    'https://shop.up.railway.app',
    'https://shop.onrender.com',
    'https://shop-a1b2.vercel.app',
    'https://railway.com.example.com',
  ])('%s is none', async (url) => {
    deploy('Preview', { url });
    expect((await seek()).found?.origin).toBe(url);
  });
});

describe('deployments of GitHub’s merge of the pull request', () => {
  test('count, and the report says so', async () => {
    deploy('Preview', { sha: MERGE_SHA });
    expect((await seek()).error).toMatchObject({ code: 'no-target' });
    const { found } = await seek({ mergeSha: MERGE_SHA });
    expect(found).toMatchObject({ origin: URL_A, sha: MERGE_SHA });
    expect(found?.notices).toEqual([
      expect.stringContaining(`GitHub’s merge of the pull request, ${MERGE_SHA.slice(0, 12)}`),
    ]);
  });

  test('come after those of the head, and are not waited for', async () => {
    deploy('Preview');
    deploy('Merged', { sha: MERGE_SHA, url: 'https://merged.example.com' });
    github.addDeployment({ sha: MERGE_SHA, environment: 'secrets-of-this-job' });
    const { found } = await seek({ mergeSha: MERGE_SHA, timeoutMs: 60_000 });
    expect(found).toMatchObject({ origin: URL_A, sha: HEAD_SHA });
    expect(found?.notices).toEqual([expect.stringContaining('there were also “Merged”')]);
  });
});

test('two deployments of one environment at two URLs are named', async () => {
  deploy('Preview', { url: 'https://admin.example.com/?token=of-the-url' });
  deploy('Preview', { url: URL_A });
  deploy('Preview', { url: URL_A });
  const { found } = await seek();
  expect(found?.origin).toBe(URL_A);
  expect(found?.notices).toEqual([
    'The target is the newest of several deployments of one environment, the deployment of “Preview”; for the same commit there were also https://admin.example.com. Give each service its own environment, or set the input target-url.',
  ]);
});

describe('by a check run', () => {
  const AMPLIFY = 'https://pr-7.d1a2b3.amplifyapp.com';
  const check = (over: object = {}) =>
    github.addCheckRun({
      name: 'AWS Amplify Console Web Preview',
      head_sha: HEAD_SHA,
      status: 'completed',
      conclusion: 'success',
      details_url: AMPLIFY,
      ...over,
    });

  test('Amplify’s, once it has succeeded', async () => {
    const run = check({ status: 'in_progress', conclusion: null });
    const seeking = seek({ timeoutMs: 20_000 });
    setTimeout(() => Object.assign(run, { status: 'completed', conclusion: 'success' }), 600);
    const { found, log } = await seeking;
    expect(found?.origin).toBe(AMPLIFY);
    expect(log.at(-1)).toBe(
      `Found the target ${AMPLIFY} by the check run “AWS Amplify Console Web Preview”.`,
    );
    expect(await found?.confirm()).toEqual([]);
    check();
    await expect(found?.confirm()).rejects.toMatchObject({ code: 'wrong-commit' });
  });

  test.each([
    ['a page of its own', { details_url: 'https://ci.example.com/builds/1' }],
    ['a dashboard', { details_url: 'https://dash.cloudflare.com/1/pages' }],
    ['another commit', { head_sha: OTHER_SHA }],
    ['a failure', { conclusion: 'failure' }],
  ])('%s names no preview', async (_, over) => {
    check(over);
    expect((await seek()).error).toMatchObject({ code: 'no-target' });
  });

  test('that they can’t be read is told where nothing is found, and keeps nothing else from being found', async () => {
    github.failAlways('checks/list-for-ref', { status: 403, message: 'no' });
    expect((await seek()).error?.message).toMatch(
      /check runs could not be read \(HTTP 403, no.*\): the job needs permissions: checks: read/,
    );
    deploy('Preview');
    expect((await seek()).found?.origin).toBe(URL_A);
  });
});

describe('by the event', () => {
  const deployment = {
    id: 1,
    sha: HEAD_SHA,
    environment: 'Preview',
    ...UP,
  };

  test('a success is taken at once', async () => {
    expect((await seek({ deployment })).found?.origin).toBe(URL_A);
  });

  test.each([
    'failure',
    'error',
    'pending',
    'in_progress',
    'queued',
    'inactive',
  ])('%s: nothing to measure, nothing waited for', async (state) => {
    const { error } = await seek({ deployment: { ...deployment, state, url: null }, timeoutMs: 60_000 });
    expect(error).toMatchObject({ code: 'no-target' });
    expect(error?.message).toContain(`is “${state}”, and only a successful deployment can be measured`);
    // Left out by an `if:` at the job, it would count as passed.
    expect(error?.message).toContain('until then this one is not a pass');
    expect(error?.message).not.toContain('if:');
  });

  test('production, another environment, or no URL', async () => {
    const production = await seek({ deployment: { ...deployment, production: true } });
    expect(production.error).toMatchObject({ code: 'refused-target' });
    const wanted = { environment: 'Staging*', allowProduction: false, gitHubHost: null };
    expect((await seek({ deployment, wanted })).error?.message).toContain('“Staging*”');
    const none = await seek({ deployment: { ...deployment, url: null } });
    expect(none.error?.message).toContain('has no environment_url');
  });
});

describe('after the load', () => {
  const confirm = (found: FoundTarget | null) =>
    found?.confirm().then(
      ([sentence = null]) => sentence,
      (error: unknown) => error,
    );

  test('nothing changed, or others were deployed elsewhere: fine', async () => {
    const own = deploy('Preview');
    const { found } = await seek();
    deploy('Preview', { url: 'https://other.example.com', sha: OTHER_SHA });
    github.addDeploymentStatus(own.id, { state: 'inactive' });
    expect(await confirm(found)).toBeNull();
  });

  test('deployed anew at the same URL, the same commit or another: invalid', async () => {
    deploy('pr-7');
    const { found } = await seek();
    const again = deploy('pr-7');
    expect(await confirm(found)).toMatchObject({
      code: 'wrong-commit',
      message:
        'the deployment of “pr-7” was replaced while it was measured: its URL now serves a new deployment of the same commit',
    });
    github.addDeploymentStatus(again.id, { state: 'failure' });
    deploy('pr-7', { sha: OTHER_SHA });
    expect(await confirm(found)).toMatchObject({ message: expect.stringContaining(OTHER_SHA) });
  });

  test.each([0, 25])('its own state changed, with %i newer ones elsewhere: invalid', async (count) => {
    const own = deploy('Preview');
    const { found } = await seek();
    for (let i = 0; i < count; i++) deploy('Preview', { url: `https://b${i}.example.com`, sha: OTHER_SHA });
    github.addDeploymentStatus(own.id, { state: 'failure' });
    expect(await confirm(found)).toMatchObject({
      code: 'wrong-commit',
      message: 'the deployment of “Preview” became failure while it was measured',
    });
  });

  test('replaced behind more others than anybody has previews: invalid', async () => {
    deploy('Preview');
    const { found } = await seek();
    deploy('Preview', { sha: OTHER_SHA });
    for (let i = 0; i < 25; i++) deploy('Preview', { url: `https://b${i}.example.com`, sha: OTHER_SHA });
    expect(await confirm(found)).toMatchObject({
      code: 'wrong-commit',
      message: expect.stringContaining(`its URL now serves the commit ${OTHER_SHA}`),
    });
  });

  test('more newer ones than can be asked for: what is not known is told', async () => {
    deploy('Preview');
    const { found } = await seek();
    for (let i = 0; i < 101; i++) deploy('Preview', { url: `https://b${i}.example.com`, sha: OTHER_SHA });
    expect(await confirm(found)).toBe(
      'Whether the deployment of “Preview” was replaced while it was measured is unknown: the environment has more than 100 newer deployments, and only the URLs of the newest 100 were checked.',
    );
  });

  const status = {
    context: 'netlify/shop/deploy-preview',
    state: 'success',
    target_url: 'https://deploy-preview-7--shop.netlify.app',
  } as const;

  test.each([0, 120])('a commit status set anew, with %i newer ones of others: invalid', async (count) => {
    github.addStatus(HEAD_SHA, status);
    const { found } = await seek();
    expect(await confirm(found)).toBeNull();
    github.addStatus(HEAD_SHA, status);
    for (let i = 0; i < count; i++) github.addStatus(HEAD_SHA, { context: `ci/job-${i}`, state: 'success' });
    expect(await confirm(found)).toMatchObject({ code: 'wrong-commit' });
  });

  test('a commit status behind more newer ones than are read: what is not known is told', async () => {
    github.addStatus(HEAD_SHA, status);
    const { found } = await seek();
    for (let i = 0; i < 1000; i++) github.addStatus(HEAD_SHA, { context: 'ci/build', state: 'success' });
    expect(await confirm(found)).toMatch(
      /^Whether the commit status “netlify\/shop\/deploy-preview” was replaced while it was measured is unknown: it is not among /,
    );
  });

  test('a GitHub that gives no response: no verdict changes, and a sentence says what is not known', async () => {
    deploy('Preview');
    const { found } = await seek();
    github.failAlways('repos/list-deployments', { status: 500 });
    expect(await confirm(found)).toMatch(
      /^Whether the deployment of “Preview” was replaced while it was measured is unknown: deployments could not be read \(HTTP 500.*\.$/,
    );
  });

  test('a GitHub that gives no response before the load changes nothing: what was replaced is seen after it', async () => {
    const { id } = deploy('Preview');
    const deployment = { id, sha: HEAD_SHA, environment: 'Preview', ...UP };
    github.fail('repos/list-deployments', { status: 403, message: 'Resource not accessible by integration' });
    const { found, log } = await seek({ deployment });
    expect(log[0]).toMatch(/replaced before it was measured is unknown: .*deployments: read/);
    expect(await confirm(found)).toBeNull();
    deploy('Preview');
    expect(await confirm(found)).toMatchObject({ code: 'wrong-commit' });
  });
});

describe('a GitHub that objects', () => {
  test('no permission for either: given up at once, with the lines that are missing', async () => {
    const message = 'Resource not accessible by integration';
    github.failAlways('repos/list-deployments', { status: 403, message });
    github.failAlways('repos/list-commit-statuses-for-ref', { status: 404, message: 'Not Found' });
    const { error } = await seek({ timeoutMs: 60_000 });
    expect(error?.message).toContain('the job needs permissions: deployments: read');
    expect(error?.message).toContain('the job needs permissions: statuses: read');
    expect(error?.message).toMatch(/ was not found\. Deployments could not be read /);
    expect(error?.message).not.toContain('none');
  });

  test.each([
    ['500', { status: 500 }],
    ['429', { status: 429, headers: { 'retry-after': '1' } }],
    ['a closed connection', { drop: 'before' }],
    ['half a response', { truncate: true }],
  ] as const)('%s at first: asked again, and found', async (_, fault) => {
    deploy('Preview');
    github.fail('repos/list-deployments', fault, fault);
    github.fail('repos/list-deployment-statuses', fault);
    const { found } = await seek({ timeoutMs: 20_000 });
    expect(found?.origin).toBe(URL_A);
  });

  test('deployments that can’t be read leave the commit statuses', async () => {
    github.failAlways('repos/list-deployments', { status: 403, message: 'no' });
    const target_url = 'https://deploy-preview-7--shop.netlify.app';
    github.addStatus(HEAD_SHA, { context: 'netlify/shop/deploy-preview', state: 'success', target_url });
    expect((await seek()).found?.origin).toBe(target_url);
  });

  test('what could not be read is not told to be none', async () => {
    github.failAlways('repos/list-deployments', { status: 403, message: 'no' });
    const { error } = await seek({ timeoutMs: 600 });
    expect(error?.message).toMatch(
      /\. There are commit statuses: none; deployments could not be read \(HTTP 403/,
    );
  });

  test('cancelled while it waits', async () => {
    const { error } = await seek({ signal: AbortSignal.timeout(300), timeoutMs: 60_000 });
    expect(error).toMatchObject({ code: 'cancelled' });
  });
});
