/** Whatever GitHub does to a night: the verdict is the same, nothing is recorded twice, and what is missing is told. */
import { inflict, PATIENCE_MS, TROUBLES, type Trouble, testFaultsOf } from '../action/faults/faults.ts';
import {
  BRANCH,
  countRecorded,
  DRIFTED,
  issuesOf,
  nightsLike,
  plantNights,
  takeFirstNight,
  takeNight,
} from '../action/faults/night-step.ts';
import type { Told } from '../action/faults/step.ts';
import {
  deploymentStatusEvent,
  pullRequestEvent,
  releaseEvent,
  scheduleEvent,
  workflowDispatchEvent,
} from '../github/events.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { testInFull, testPart } from '../part.ts';

let github: LocalGitHub;
afterEach(() => github?.close());

/** What a night records without a fault; the runs of this file are all alike. */
let first: Awaited<ReturnType<typeof takeFirstNight>>;
let calm: Told;
beforeAll(async () => {
  first = await takeFirstNight();
  calm = first.told;
}, PATIENCE_MS);

async function openDrift(): Promise<void> {
  github = await startGitHub();
  await plantNights(github, nightsLike(first.record, DRIFTED));
}

function expectSame({ exitCode, outputs, summary, result }: Told): void {
  expect(exitCode).toBe(0);
  expect(outputs).toEqual(calm.outputs);
  expect(summary).toBe(calm.summary);
  expect(result).toEqual(calm.result);
}

/** Of each sort one or more; branch-store.test.ts and drift-issue.test.ts have the operations one by one. */
const SORTS = [
  '403 always',
  '409 always',
  '422 always',
  '429, with Retry-After, always',
  '500, always',
  'no response in time, once',
  'a connection that drops after the effect, once',
  'a JSON that breaks off, once',
];
const isOfSorts = ({ what }: Trouble) => SORTS.includes(what);

test('there is such a trouble for each sort', () => {
  expect(TROUBLES.filter(isOfSorts)).toHaveLength(SORTS.length);
});

test('without a fault, a night is recorded and passes', async () => {
  expect([calm.exitCode, calm.outputs.verdict]).toEqual([0, 'pass']);
  expect(calm.log).not.toContain('::warning');
  expect(calm.log).toContain('The run was recorded in the branch tailgate-history.');
  expect(calm.log).toContain('The history has 1 comparable runs; 11 more until');
  expect(first.record).toMatchObject({
    name: 'smoke',
    event: 'schedule',
    policy: 'nightly',
    ref: 'main',
    release: null,
    verdict: 'pass',
    excluded: null,
    run: { id: '200', attempt: 1 },
    endpoints: [{ name: 'list', requests: 1000 }],
  });
});

describe('recording', () => {
  testFaultsOf(['git/create-tree', 'git/update-ref'], isOfSorts)(
    '$operation: $what',
    async ({ operation, trouble }) => {
      await openDrift();
      inflict(github, operation, trouble);
      const told = await takeNight(github);
      expectSame(told);
      const count = await countRecorded(github);
      expect([
        count,
        told.log.includes('::warning::This run was not recorded in the branch tailgate-history: '),
      ]).toEqual(count === 1 ? [1, false] : [0, true]);
      if (trouble.how === 'once') expect(count).toBe(1);
    },
    PATIENCE_MS,
  );
});

describe('the issue about drift', () => {
  testFaultsOf(['issues/create'], isOfSorts)(
    '$operation: $what',
    async ({ operation, trouble }) => {
      await openDrift();
      inflict(github, operation, trouble);
      const told = await takeNight(github);
      expectSame(told);
      expect(await countRecorded(github)).toBe(1);
      expect(issuesOf(github).length).toBeLessThanOrEqual(1);
      const warned = told.log.includes('::warning::The drift issue could not be updated: ');
      if (issuesOf(github).length === 0) expect(warned).toBe(true);
      if (trouble.how === 'once') expect([issuesOf(github).length, warned]).toEqual([1, false]);
    },
    PATIENCE_MS,
  );
});

describe('what is recorded', () => {
  test('by hand: recorded, never compared with, and no drift is looked for', async () => {
    await openDrift();
    const told = await takeNight(github, {
      event: workflowDispatchEvent(github),
      inputs: { policy: 'nightly' },
    });
    expect(told.log).toContain(
      'recorded in the branch tailgate-history, but is not used for comparison, because it was started by hand',
    );
    expect(await countRecorded(github)).toBe(1);
    expect(issuesOf(github)).toEqual([]);
  });

  test('a pull request is not, without a word', async () => {
    await openDrift();
    const told = await takeNight(github, { event: pullRequestEvent(github, 7) });
    expect(told.log).not.toContain('record');
    expect(await countRecorded(github)).toBe(0);
  });

  test('a pull request that says it is a night is not either, and is told so', async () => {
    await openDrift();
    const told = await takeNight(github, {
      event: pullRequestEvent(github, 7),
      inputs: { policy: 'nightly' },
    });
    expect(told.log).toContain(
      '::warning::This run was not recorded in the branch tailgate-history: pull_request measures',
    );
    expect(await countRecorded(github)).toBe(0);
  });

  test.each([
    ['v1.2.0', false, 'v1.2.0'],
    ['v1.3.0-rc.1', true, null],
  ])('a release %s is, under its tag unless it is a pre-release', async (tag, prerelease, release) => {
    await openDrift();
    const told = await takeNight(github, { event: releaseEvent(github, tag, { prerelease }) });
    expect(told.exitCode).toBe(0);
    const path = (await github.git.list(BRANCH)).find((file) => file.endsWith('/200-1.json')) ?? '';
    expect(JSON.parse(await github.git.read(BRANCH, path))).toMatchObject({
      policy: 'release',
      release,
      ref: tag,
    });
    expect(issuesOf(github)).toEqual([]);
  });

  testPart<[{ readonly sha: string; readonly ref: string }, number]>(
    [
      [{ sha: 'b'.repeat(40), ref: '' }, 0],
      [{ sha: 'b'.repeat(40), ref: 'refs/heads/feature' }, 0],
      [{ sha: 'b'.repeat(40), ref: 'refs/heads/main' }, 1],
      [{ sha: 'b'.repeat(40), ref: 'refs/tags/v1.2.0' }, 1],
    ],
    ([, count]) => count,
  )('a deployment of %j as a night: %i', async ({ sha, ref }, count) => {
    await openDrift();
    const { id } = github.addDeployment({ sha, environment: 'Preview' });
    github.addDeploymentStatus(id, { state: 'success', environment_url: 'https://a.example.com' });
    const deployment = github.deployments.find((one) => one.id === id);
    if (!deployment) throw new Error('GitHub lost the deployment');
    const event = deploymentStatusEvent(github, deployment);
    const inputs = { policy: 'nightly', 'target-url': '' };
    const told = await takeNight(github, {
      event: { ...event, env: { ...event.env, GITHUB_REF: ref } },
      inputs,
    });
    expect(told.exitCode).toBe(0);
    expect(await countRecorded(github)).toBe(count);
    expect(told.log.includes('the deployment is neither of the default branch nor of a tag')).toBe(
      count === 0,
    );
  });

  test('without a token nothing is, and that is told', async () => {
    await openDrift();
    const told = await takeNight(github, { inputs: { token: '' } });
    expectSame(told);
    expect(told.log).toMatch(/::warning::This run was not recorded .*: there is no token/);
  });

  testPart<[what: string]>([['a payload that tells it'], ['a payload without a repository']])(
    'the default branch is refused before any load, by %s',
    async (what) => {
      await openDrift();
      const night = scheduleEvent(github);
      const payload = what.includes('without') ? { schedule: '23 3 * * *' } : night.payload;
      const event = { ...night, payload };
      const told = await takeNight(github, { event, inputs: { 'history-branch': 'main' } });
      expect(told.exitCode).toBe(2);
      expect(told.log).toMatch(/::error.*input history-branch: main is the repository's default branch/);
    },
  );

  test('a branch that holds code is left alone, and that is told', async () => {
    await openDrift();
    await github.git.commit('develop', { 'src/index.ts': 'export {};' });
    const told = await takeNight(github, { inputs: { 'history-branch': 'develop' } });
    expectSame(told);
    expect(told.log).toMatch(
      /::warning::This run was not recorded in the branch develop: it contains other things/,
    );
    expect(await github.git.list('develop')).toEqual(['src/index.ts']);
  });

  testInFull('another branch, by the input', async () => {
    await openDrift();
    await takeNight(github, { inputs: { 'history-branch': 'data/perf' } });
    expect(await github.git.list('data/perf')).toHaveLength(1);
  });
});
