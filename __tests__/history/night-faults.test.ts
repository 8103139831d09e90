/** Whatever GitHub does to a night: the verdict is the same, nothing is recorded twice, and what is missing is told. */

import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import { pathOfRecord, readRecordText, writeRecordText } from '../../src/evidence/history/record-text.ts';
import type { Trouble } from '../action/faults/faults.ts';
import { type Told, takeStep } from '../action/faults/step.ts';
import {
  deploymentStatusEvent,
  pullRequestEvent,
  releaseEvent,
  scheduleEvent,
  workflowDispatchEvent,
} from '../github/events.ts';
import { type LocalGitHub, type Operation, startGitHub } from '../github/server.ts';
import { WORKFLOW_BOT } from '../github/shapes.ts';
import { commitOf, nightOf, waver } from './make-nights.ts';

const CONFIG = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s }, errors: { max: 1 % } }
`;
const BRANCH = 'tailgate-history';
const RUN_ID = 200;
const PATIENCE_MS = 60_000;

let github: LocalGitHub;
afterEach(() => github?.close());

/** What a night records without a fault; the runs of this file are all alike. */
let night: HistoryRecord;
let calm: Told;
beforeAll(async () => {
  github = await startGitHub();
  calm = await step();
  const [path = ''] = await github.git.list(BRANCH);
  const read = readRecordText(path, await github.git.read(BRANCH, path));
  if (!('record' in read)) throw new Error(read.why);
  night = read.record;
  await github.close();
}, PATIENCE_MS);

const step = (hurry = false, event = scheduleEvent(github), inputs: Record<string, string> = {}) =>
  takeStep({ github, event, config: CONFIG, runId: RUN_ID, hurry, inputs });

/** Nine quiet nights and four slow ones: the night that is measured makes the fifth. */
async function openDrift(): Promise<void> {
  github = await startGitHub();
  const records = Array.from({ length: 13 }, (_, i) => ({
    ...night,
    at: nightOf(i + 1),
    commit: commitOf(i),
    run: { id: String(101 + i), attempt: 1 },
    whole: { ...night.whole, p99Ms: (i < 9 ? 5 : 10) * (1 + 0.02 * waver(i)) },
  }));
  const files = records.map((record) => [pathOfRecord(record), writeRecordText(record)]);
  await github.git.commit(BRANCH, Object.fromEntries(files));
}

function expectSame({ exitCode, outputs, summary, result }: Told): void {
  expect(exitCode).toBe(0);
  expect(outputs).toEqual(calm.outputs);
  expect(summary).toBe(calm.summary);
  expect(result).toEqual(calm.result);
}

function inflict(operation: Operation, { fault, how }: Trouble): void {
  if (how === 'once') github.fail(operation, fault);
  else github.failAlways(operation, fault);
}

/** One of each sort; branch-store.test.ts and drift-issue.test.ts have the operations one by one. */
const TROUBLES: readonly Trouble[] = [
  { what: '403', fault: { status: 403, message: 'Resource not accessible by integration' }, how: 'always' },
  { what: '409', fault: { status: 409, message: 'Conflict' }, how: 'always' },
  { what: '422', fault: { status: 422, message: 'Validation Failed' }, how: 'always' },
  { what: '429', fault: { status: 429, message: 'slow', headers: { 'retry-after': '2' } }, how: 'always' },
  { what: '500', fault: { status: 500 }, how: 'always' },
  { what: 'no answer in time', fault: { answerAfterMs: 600 }, how: 'once', hurry: true },
  { what: 'a connection that drops after the effect', fault: { drop: 'after' }, how: 'once' },
  { what: 'a JSON that breaks off', fault: { truncate: true }, how: 'once' },
];

const cases = (operations: readonly Operation[]) =>
  operations.flatMap((operation) => TROUBLES.map((trouble) => ({ operation, what: trouble.what, trouble })));
const recorded = async () =>
  (await github.git.list(BRANCH)).filter((path) => path.endsWith(`/${RUN_ID}-1.json`)).length;
const issues = () =>
  github.issues.filter(({ isPull, author }) => !isPull && author.login === WORKFLOW_BOT.login);

test('without a fault, a night is recorded and passes', async () => {
  expect([calm.exitCode, calm.outputs.verdict]).toEqual([0, 'pass']);
  expect(calm.log).not.toContain('::warning');
  expect(calm.log).toContain('The run was recorded in the branch tailgate-history.');
  expect(calm.log).toContain('The history holds 1 comparable runs; 11 more until');
  expect(night).toMatchObject({
    name: 'smoke',
    event: 'schedule',
    policy: 'nightly',
    ref: 'main',
    release: null,
    verdict: 'pass',
    barred: null,
    run: { id: '200', attempt: 1 },
    endpoints: [{ name: 'list', requests: 1000 }],
  });
});

describe('recording', () => {
  test.each(cases(['git/create-tree', 'git/update-ref']))(
    '$operation: $what',
    async ({ operation, trouble }) => {
      await openDrift();
      inflict(operation, trouble);
      const told = await step(trouble.hurry);
      expectSame(told);
      const count = await recorded();
      expect([
        count,
        told.log.includes('::warning::This run was not recorded in the branch tailgate-history: '),
      ]).toEqual(count === 1 ? [1, false] : [0, true]);
      if (trouble.how === 'once' && !trouble.hurry) expect(count).toBe(1);
    },
    PATIENCE_MS,
  );
});

describe('the issue about drift', () => {
  test.each(cases(['issues/create']))(
    '$operation: $what',
    async ({ operation, trouble }) => {
      await openDrift();
      inflict(operation, trouble);
      const told = await step(trouble.hurry);
      expectSame(told);
      expect(await recorded()).toBe(1);
      expect(issues().length).toBeLessThanOrEqual(1);
      const warned = told.log.includes('::warning::The issue about drift could not be kept up to date: ');
      if (issues().length === 0) expect(warned).toBe(true);
      if (trouble.how === 'once' && !trouble.hurry) expect([issues().length, warned]).toEqual([1, false]);
    },
    PATIENCE_MS,
  );
});

describe('what is recorded', () => {
  test('by hand: recorded, never compared with, and no drift is looked for', async () => {
    await openDrift();
    const told = await step(false, workflowDispatchEvent(github), { policy: 'nightly' });
    expect(told.log).toContain(
      'recorded in the branch tailgate-history, but is never compared with, because it was started by hand',
    );
    expect(await recorded()).toBe(1);
    expect(issues()).toEqual([]);
  });

  test('a pull request is not, without a word', async () => {
    await openDrift();
    const told = await step(false, pullRequestEvent(github, 7));
    expect(told.log).not.toContain('record');
    expect(await recorded()).toBe(0);
  });

  test('a pull request that says it is a night is not either, and is told so', async () => {
    await openDrift();
    const told = await step(false, pullRequestEvent(github, 7), { policy: 'nightly' });
    expect(told.log).toContain(
      '::warning::This run was not recorded in the branch tailgate-history: pull_request measures',
    );
    expect(await recorded()).toBe(0);
  });

  test.each([
    ['v1.2.0', false, 'v1.2.0'],
    ['v1.3.0-rc.1', true, null],
  ])('a release %s is, under its tag unless it is a pre-release', async (tag, prerelease, release) => {
    await openDrift();
    const told = await step(false, releaseEvent(github, tag, { prerelease }));
    expect(told.exitCode).toBe(0);
    const path = (await github.git.list(BRANCH)).find((file) => file.endsWith('/200-1.json')) ?? '';
    expect(JSON.parse(await github.git.read(BRANCH, path))).toMatchObject({
      policy: 'release',
      release,
      ref: tag,
    });
    expect(issues()).toEqual([]);
  });

  test.each([
    [{ sha: 'b'.repeat(40), ref: '' }, 0],
    [{ sha: 'b'.repeat(40), ref: 'refs/heads/feature' }, 0],
    [{ sha: 'b'.repeat(40), ref: 'refs/heads/main' }, 1],
    [{ sha: 'b'.repeat(40), ref: 'refs/tags/v1.2.0' }, 1],
  ])('a deployment of %j as a night: %i', async ({ sha, ref }, count) => {
    await openDrift();
    const { id } = github.addDeployment({ sha, environment: 'Preview' });
    github.addDeploymentStatus(id, { state: 'success', environment_url: 'https://a.example.com' });
    const deployment = github.deployments.find((one) => one.id === id);
    if (!deployment) throw new Error('GitHub lost the deployment');
    const event = deploymentStatusEvent(github, deployment);
    const inputs = { policy: 'nightly', 'target-url': '' };
    const told = await step(false, { ...event, env: { ...event.env, GITHUB_REF: ref } }, inputs);
    expect(told.exitCode).toBe(0);
    expect(await recorded()).toBe(count);
    expect(told.log.includes('what was deployed is neither the default branch nor a tag')).toBe(count === 0);
  });

  test('without a token nothing is, and that is told', async () => {
    await openDrift();
    const told = await step(false, scheduleEvent(github), { token: '' });
    expectSame(told);
    expect(told.log).toMatch(/::warning::This run was not recorded .*: there is no token/);
  });

  test('the default branch is refused before any load', async () => {
    await openDrift();
    const told = await step(false, scheduleEvent(github), { 'history-branch': 'main' });
    expect(told.exitCode).toBe(2);
    expect(told.log).toMatch(/::error.*input history-branch: main is the repository's default branch/);
  });

  test('another branch, by the input', async () => {
    await openDrift();
    await step(false, scheduleEvent(github), { 'history-branch': 'data/perf' });
    expect(await github.git.list('data/perf')).toHaveLength(1);
  });
});
