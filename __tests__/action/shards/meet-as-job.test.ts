/** Shards as jobs of a run on the tests' GitHub, over real HTTP, with time that passes faster. */
import { setTimeout as pause } from 'node:timers/promises';
import { meetAsJob } from '../../../src/action/github/shards/meet-as-job.ts';
import type { Time } from '../../../src/engine/meeting/time.ts';
import type { Start } from '../../../src/engine/meeting.ts';
import type { Job } from '../../github/entities.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../../github/server.ts';
import { repeatWhile } from '../../saturation.ts';

const SPEED = 10;
const OF = 4;
const RUN = 700;

const bornMs = Date.now();
/** The true time of this file. */
const trueMs = () => bornMs + (Date.now() - bornMs) * SPEED;
const clockOf = (aheadMs: number): Time => ({
  now: () => Math.floor(trueMs() + aheadMs),
  pause: (ms, signal) => pause(Math.max(0, ms) / SPEED, undefined, { signal }),
});
const written = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000', '');

let github: LocalGitHub;
let jobs: Job[];
beforeEach(async () => {
  github = await startGitHub('octo/service', 7, { now: trueMs });
  github.addRun({
    id: RUN,
    event: 'pull_request',
    head_sha: HEAD_SHA,
    head_branch: 'faster',
    status: 'in_progress',
    conclusion: null,
  });
  jobs = Array.from({ length: OF }, (_, i) => github.addJob({ runId: RUN, name: `load (${i + 1})` }));
  github.addJob({ runId: RUN, name: 'merge' });
});
afterEach(() => github.close());

/** The runner takes the job and comes to the step. */
function take(job: Job, index: number): void {
  const at = written(trueMs());
  Object.assign(job, { status: 'in_progress', startedAt: at, runner: `runner ${index}` });
  job.steps = [
    {
      number: 1,
      name: 'Set up job',
      status: 'completed',
      conclusion: 'success',
      startedAt: at,
      completedAt: at,
    },
    { number: 2, name: 'Load', status: 'in_progress', conclusion: null, startedAt: at, completedAt: null },
  ];
}

/** All but one. */
function takeAll(without = 0): void {
  for (const [i, job] of jobs.entries()) if (i + 1 !== without) take(job, i + 1);
}

interface Came {
  readonly ahead?: number;
  readonly timeoutMs?: number;
  readonly token?: string;
  readonly signal?: AbortSignal;
}

function meet(index: number, { ahead = 0, timeoutMs = 60_000, token = 'workflow-token', signal }: Came = {}) {
  const meeting = meetAsJob({
    inputs: { token, matrix: { shard: index }, 'job-id': '', 'shard-timeout': timeoutMs },
    event: {
      repository: { owner: 'octo', repo: 'service' },
      run: { runId: RUN, attempt: 1 },
      apiUrl: github.apiUrl,
    },
    runner: `runner ${index}`,
    tell() {},
    time: clockOf(ahead),
  });
  return meeting({ index, of: OF }, signal ?? new AbortController().signal);
}

/** The true moment at which each of them begins, or why it does not. */
async function meetAll(come: (index: number) => Came = () => ({})) {
  takeAll();
  const met = await Promise.allSettled(jobs.map((_, i) => meet(i + 1, come(i + 1))));
  return met.map((one, i) =>
    one.status === 'fulfilled' ? begun(one.value, come(i + 1)) : (one.reason as Error).message,
  );
}

function begun({ atMs, run, clock }: Start, { ahead = 0 }: Came): number {
  expect(run).toBe(`run ${RUN} attempt 1`);
  expect(clock.source).toBe('github');
  return atMs - ahead;
}

test('clocks that are wrong by 3 s are right to 100 ms, or nobody begins by them', async () => {
  const aheads = [-3000, 3000, 0, 1234];
  const starts = await meetAll((index) => ({ ahead: aheads[index - 1] ?? 0 }));
  const known = starts.filter((start) => typeof start === 'number');
  expect(Math.max(...known) - Math.min(...known)).toBeLessThanOrEqual(200);
  const step = Math.max(...jobs.map(({ steps }) => Date.parse(steps[1]?.startedAt ?? '')));
  for (const start of known) expect(Math.abs(start - step - 30_000)).toBeLessThanOrEqual(1100);
  // A machine that stalls can't tell the time, and says so.
  for (const start of starts)
    if (typeof start === 'string') expect(start).toMatch(/clock is known to \d+ ms only/);
});

test('nothing but the list and the time is asked for', async () => {
  // Where the machine stalled for all of them, none knew the time, and so none asked who else is there.
  await repeatWhile(
    () => meetAll(),
    (starts) => !starts.some((start) => typeof start === 'number'),
    5,
  );
  expect(new Set(github.asked)).toEqual(
    new Set(['rate-limit/get', 'actions/list-jobs-for-workflow-run-attempt']),
  );
});

test('one job that no runner takes: the others name it', async () => {
  takeAll(3);
  const met = await Promise.allSettled([1, 2, 4].map((index) => meet(index, { timeoutMs: 12_000 })));
  for (const one of met)
    expect((one as PromiseRejectedResult).reason).toMatchObject({
      code: 'shards-missing',
      message: expect.stringMatching(
        /did not begin: (shard 3\/4: queued after 12 s of waiting\. It looked for the jobs “load \(1\)” to “load \(4\)” among 5, “load \(1\)” the first of them\.|GitHub’s clock)/,
      ),
    });
});

test('a token that may not list jobs: the permission is named', async () => {
  github.grant('poor', { mayNot: ['actions/list-jobs-for-workflow-run-attempt'] });
  takeAll();
  await expect(meet(1, { token: 'poor' })).rejects.toMatchObject({
    code: 'shards-missing',
    message: expect.stringMatching(
      /could not be read \(HTTP 403, .*the job needs permissions: actions: read|GitHub’s clock/,
    ),
  });
});

test.each([
  ['429', { status: 429, headers: { 'retry-after': '0' } }],
  ['500', { status: 500 }],
  ['a connection that ends', { drop: 'after' as const }],
  ['half a list', { truncate: true }],
])('%s once, for each operation: they meet all the same', async (_, fault) => {
  github.fail('rate-limit/get', fault);
  github.fail('actions/list-jobs-for-workflow-run-attempt', fault, fault);
  for (const start of await meetAll())
    if (typeof start === 'string') expect(start).toContain('GitHub’s clock');
});

test('cancelled while it waits: at once, and as such', async () => {
  take(jobs[0] as Job, 1);
  const cancelled = new AbortController();
  setTimeout(() => cancelled.abort(), 300);
  await expect(meet(1, { signal: cancelled.signal })).rejects.toMatchObject({ code: 'cancelled' });
});

test.each([
  ['no token', { token: '' }, 'input token'],
  ['no run', { runId: 0 }, 'input shard'],
])('%s is the workflow’s mistake', (_, {
  token = 'workflow-token',
  runId = RUN,
}: { token?: string; runId?: number }, key) => {
  const open = () =>
    meetAsJob({
      inputs: { token, matrix: {}, 'job-id': '', 'shard-timeout': 1000 },
      event: {
        repository: { owner: 'octo', repo: 'service' },
        run: { runId, attempt: 1 },
        apiUrl: github.apiUrl,
      },
      runner: 'runner 1',
      tell() {},
    });
  expect(open).toThrow(key);
});
