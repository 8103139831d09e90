/**
 * sharded.yml from its event to one comment: the steps of each job as processes of the bundle, all shards at once, on a
 * GitHub that lists their jobs; what actions/upload-artifact and actions/download-artifact do is done by hand.
 */
import { cp, mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Runner, type StepResult, startRunner } from '../action/runner.ts';
import { type Service, startService } from '../action/service.ts';
import { ACTION } from '../action-reference.ts';
import type { Job as ListedJob } from '../github/entities.ts';
import { pullRequestEvent } from '../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../github/server.ts';
import { WORKFLOW_BOT } from '../github/shapes.ts';
import { RUNS_ALL } from '../part.ts';
import { evaluate, type Job, mayNot, readWorkflow, type Step } from './workflow.ts';

const RUN = 100;
const SHARDS = [1, 2, 3, 4];
const CONFIG = `name: shop
load: { connections: 8, duration: 10s, warmup: 500ms, timeout: 2s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 2 s }, errors: { max: 5 % } }
`;
const { load, gate } = readWorkflow('sharded').jobs as Record<'load' | 'gate', Job>;
const stepOf = ({ steps }: Job, action: string) =>
  steps.find(({ uses }) => uses?.startsWith(`${action}@`)) as Step;

test('each shard leaves an artifact of its own, and the pattern takes those of this attempt', () => {
  const context = (shard: number, attempt: number) => ({
    matrix: { shard },
    github: { run_attempt: attempt },
  });
  const nameOf = (shard: number, attempt: number) =>
    evaluate(String(stepOf(load, 'actions/upload-artifact').with?.name), context(shard, attempt));
  const pattern = String(stepOf(gate, 'actions/download-artifact').with?.pattern);
  const taken = new RegExp(`^${evaluate(pattern, context(0, 2)).replace('*', '.*')}$`);
  expect(new Set(SHARDS.map((shard) => nameOf(shard, 2))).size).toBe(SHARDS.length);
  expect(SHARDS.map((shard) => [taken.test(nameOf(shard, 2)), taken.test(nameOf(shard, 1))])).toEqual(
    SHARDS.map(() => [true, false]),
  );
});

test('the matrix is the shards, and whoever merges is told their folder', () => {
  const { shard } = stepOf(load, ACTION).with ?? {};
  const written = SHARDS.map((one) => evaluate(String(shard), { matrix: { shard: one } }));
  expect(written).toEqual(SHARDS.map((one) => `${one}/${SHARDS.length}`));
  expect((load as { strategy?: { matrix: object } }).strategy?.matrix).toEqual({ shard: SHARDS });
  expect(stepOf(gate, ACTION).with?.merge).toBe(stepOf(gate, 'actions/download-artifact').with?.path);
});

describe('run to its end', () => {
  let github: LocalGitHub;
  let runner: Runner;
  let service: Service;
  let jobs: ListedJob[];
  beforeEach(async () => {
    github = await startGitHub();
    runner = await startRunner(github);
    service = await startService();
    github.addRun({
      id: RUN,
      event: 'pull_request',
      head_sha: HEAD_SHA,
      head_branch: 'faster',
      status: 'in_progress',
      conclusion: null,
    });
    jobs = SHARDS.map((shard) => github.addJob({ runId: RUN, name: `load (${shard})` }));
    github.addJob({ runId: RUN, name: 'gate', status: 'waiting' });
    github.grant('load-token', { account: WORKFLOW_BOT, mayNot: mayNot(load.permissions), mayWrite: false });
    github.grant('gate-token', { account: WORKFLOW_BOT, mayNot: mayNot(gate.permissions) });
  });
  afterEach(async () => {
    await Promise.all([github.close(), service.close()]);
    await runner.remove();
  });

  const context = (shard: number) => ({
    matrix: { shard },
    github: { run_attempt: 1, event: pullRequestEvent(github, 7).payload },
  });

  /** Its step of Tailgate's, as its runner starts it: with what the workflow sets and what the list shows meanwhile. */
  async function takeStep(key: 'load' | 'gate', shard: number, more: Record<string, string> = {}) {
    const { with: given = {} } = stepOf({ load, gate }[key], ACTION);
    const inputs = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, evaluate(String(value), context(shard))]),
    );
    const event = pullRequestEvent(github, 7);
    return runner.run({
      own: true,
      runId: RUN,
      payload: event.payload,
      inputs: {
        ...inputs,
        // Declared in action.yml, and filled in by the runner.
        matrix: key === 'load' ? JSON.stringify({ shard }) : 'null',
        token: `${key}-token`,
        ...(key === 'load' && { 'target-url': service.url }),
        ...more,
      },
      env: { GITHUB_JOB: key, RUNNER_NAME: `GitHub Actions ${shard}` },
      ...(key === 'gate' || shard === 1 ? { files: { 'tailgate.yml': CONFIG } } : {}),
    });
  }

  /** One job of the matrix. @returns what its step came to; its artifact is in `shards`, where the other job looks */
  async function runShard(shard: number): Promise<StepResult> {
    const job = jobs[shard - 1] as ListedJob;
    const now = () => `${new Date().toISOString().slice(0, 19)}Z`;
    const step = (number: number, name: string) => ({
      number,
      name,
      status: 'in_progress' as const,
      conclusion: null as string | null,
      startedAt: now() as string | null,
      completedAt: null as string | null,
    });
    const end = (one: object, conclusion = 'success') =>
      Object.assign(one, { status: 'completed', conclusion, completedAt: now() });
    const [setUp, own, upload] = [step(1, 'Set up job'), step(2, 'Run tailgate/tailgate'), step(3, 'Upload')];
    Object.assign(job, {
      status: 'in_progress',
      startedAt: now(),
      runner: `GitHub Actions ${shard}`,
      steps: [end(setUp), own],
    });
    // Newer runners tell a job its number, others don't.
    const ended = await takeStep('load', shard, shard % 2 === 0 ? { 'job-id': String(job.id) } : {});
    end(own);
    job.steps.push(upload);
    const file = ended.outputs.result ?? '';
    if (file !== '') {
      const name = evaluate(String(stepOf(load, 'actions/upload-artifact').with?.name), context(shard));
      const folder = join(runner.workspace, 'shards', name);
      await mkdir(folder, { recursive: true });
      await cp(file, join(folder, basename(file)));
    }
    end(upload);
    end(job);
    return ended;
  }

  (RUNS_ALL ? test : test.skip)(
    'four jobs make one load, and one comment tells of it',
    async () => {
      const shards = await Promise.all(SHARDS.map(runShard));
      for (const { exitCode, log } of shards) {
        expect(log).toMatch(/All shards begin at \S+Z \(GitHub’s clock is \d+ ms (ahead|behind), ± \d+ ms\)/);
        expect(exitCode).toBe(0);
      }
      expect(github.comments).toEqual([]);
      expect(await readdir(join(runner.workspace, 'shards'))).toHaveLength(SHARDS.length);
      const merged = await takeStep('gate', 0);
      expect([github.comments.length, merged.log]).toEqual([1, expect.stringContaining('P99')]);
      expect(merged.log).not.toMatch(/shards-(missing|refused)/);
      // A machine that stalls may not be believed: what it says of that is in the one comment.
      expect(['pass', 'invalid']).toContain(merged.outputs.verdict);
      expect(merged.exitCode).toBe(merged.outputs.verdict === 'pass' ? 0 : 4);
      // What all of them asked for, and nothing that they may not.
      expect(
        new Set(
          github.requests.filter(({ token }) => token === 'load-token').map(({ operation }) => operation),
        ),
      ).toEqual(new Set(['rate-limit/get', 'actions/list-jobs-for-workflow-run-attempt']));
    },
    180_000,
  );

  (RUNS_ALL ? test : test.skip)(
    'one job is cancelled: the others say so at once, and the comment says who is missing',
    async () => {
      Object.assign(jobs[2] as ListedJob, { status: 'completed', conclusion: 'cancelled' });
      const shards = await Promise.all([1, 2, 4].map(runShard));
      for (const { log } of shards)
        expect(log).toContain('shard 3/4: its job “load (3)” has ended already (cancelled)');
      const merged = await takeStep('gate', 0);
      expect([merged.exitCode, merged.outputs.verdict]).toEqual([4, 'invalid']);
      expect(github.comments).toHaveLength(1);
      expect(github.comments[0]?.body).toContain('load (3)');
      expect(service.asked.filter((path) => path === '/items').length).toBeLessThan(10);
    },
    180_000,
  );
});
