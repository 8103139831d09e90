/** The action against a GitHub and a service on loopback; the bundle, as a process, where everything is run. */
import { access, cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SERVER_URL } from '../github/addresses.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { WORKFLOW_BOT } from '../github/shapes.ts';
import { RUNS_ALL, testInFull, testPart } from '../part.ts';
import { beginningAnew, refuseSaturated } from '../saturation.ts';
import { BUNDLE, HEAD_SHA, pullRequest, type Runner, type StepResult, startRunner } from './runner.ts';
import { type Routes, SERVICE_MS, type Service, sendJson, startService } from './service.ts';

/** Several processes under load, one after the other, on a machine that does other things as well. */
const PATIENCE_MS = 120_000;

const LOAD = 'load: { connections: 16, duration: 1s, warmup: 200ms, timeout: 2s }';
const SCENARIO = `
scenario:
  requests:
    - { name: list, weight: 3, get: /items }
    - { name: create, weight: 1, post: /items/new, json: { id: "{{unique}}" }, expect: 200 }`;
const PASSING = `name: smoke\n${LOAD}${SCENARIO}\ngate: { p99: { max: 2 s }, throughput: { min: 5 /s }, errors: { max: 5 % } }\n`;
const FAILING = PASSING.replace('max: 2 s', 'max: 1 ms');

let github: LocalGitHub;
let runner: Runner;
let service: Service;

async function open(): Promise<void> {
  github = await startGitHub();
  runner = await startRunner(github);
  service = await startService();
}
async function close(): Promise<void> {
  await Promise.all([github.close(), service.close()]);
  await runner.remove();
}
const anew = beginningAnew(open, close);

interface Changes {
  inputs?: Record<string, string>;
  [more: string]: unknown;
}

const step = async (config: string, { inputs, ...more }: Changes = {}): Promise<StepResult> =>
  refuseSaturated(
    await runner.run({
      inputs: { 'target-url': service.url, ...inputs },
      files: { 'tailgate.yml': config },
      ...more,
    }),
  );

async function use(routes: Routes): Promise<void> {
  await service.close();
  service = await startService(routes);
}

const resultOf = async ({ outputs }: StepResult) => JSON.parse(await readFile(outputs.result ?? '', 'utf8'));

describe('verdicts', () => {
  test(
    'pass: exit 0, comment, summary, outputs and result agree',
    anew(async () => {
      const ended = await step(`target: { ready: /health }\n${PASSING}`, { own: RUNS_ALL });
      expect(ended.log).not.toMatch(/::(error|warning)/);
      expect(ended.exitCode).toBe(0);
      expect(ended.outputs).toMatchObject({
        verdict: 'pass',
        'p99-change': '',
        'comment-url': `${SERVER_URL}/octo/service/pull/7#issuecomment-1001`,
      });
      expect(Number(ended.outputs['p99-ms'])).toBeGreaterThanOrEqual(SERVICE_MS);
      const result = await resultOf(ended);
      expect(result).toMatchObject({ format: 'tailgate/1', verdict: 'pass', commit: HEAD_SHA });
      expect(result.metrics.latencyMs.p99).toBeCloseTo(Number(ended.outputs['p99-ms']), 3);
      const [comment] = github.comments;
      expect(comment?.body).toContain('/actions/runs/100/attempts/1');
      expect(comment?.body).toContain(HEAD_SHA.slice(0, 7));
      expect(comment?.body).not.toContain(dirname(ended.outputs.result ?? ''));
      const file = await readFile(join(dirname(ended.outputs.result ?? ''), 'comment.md'), 'utf8');
      expect(`${comment?.body}\n`.endsWith(`\n${file}`)).toBe(true);
      expect(ended.summary).toContain('Pass');
    }),
    PATIENCE_MS,
  );

  test(
    'fail: exit 1, the reason as an error',
    anew(async () => {
      const ended = await step(FAILING, { own: RUNS_ALL });
      expect(ended.exitCode).toBe(1);
      expect(ended.outputs).toMatchObject({ verdict: 'fail', causes: 'over-limit' });
      expect(ended.log).toMatch(/::error title=Tailgate::.*P99/);
      expect(github.comments[0]?.body).toMatch(/^<!-- tailgate.*\n## .*Fail/);
    }),
    PATIENCE_MS,
  );

  const undecided = FAILING.replace('max: 1 ms', 'regression: 10 %').concat('baseline: baseline.txt\n');
  // Another number of connections: not comparable.
  const baseline = [
    'Running 30s test @ http://old.example',
    '  2 threads and 64 connections',
    '  Thread Stats   Avg      Stdev     Max   +/- Stdev',
    '    Latency     6.00ms    1.00ms  20.00ms   90.00%',
    '  Latency Distribution',
    '     50%    6.00ms',
    '     75%    7.00ms',
    '     90%    8.00ms',
    '     99%    9.00ms',
    '  9000 requests in 30.00s, 1.00MB read',
    'Requests/sec:    300.00',
    'Transfer/sec:     34.13KB',
  ].join('\n');

  testPart(
    [
      { on: '', event: 'pull_request', exitCode: 0, sign: 'warning' },
      { on: 'fail', event: 'pull_request', exitCode: 3, sign: 'error' },
      { on: '', event: 'release', exitCode: 3, sign: 'error' },
    ],
    ({ exitCode }) => exitCode,
  )(
    'inconclusive ($event, on-inconclusive "$on"): exit $exitCode',
    anew(async ({ on, event, exitCode, sign }) => {
      const files = { 'tailgate.yml': undecided, 'baseline.txt': baseline };
      const ended = await step('', { inputs: { 'on-inconclusive': on }, event, files });
      expect([ended.outputs.verdict, ended.exitCode]).toEqual(['inconclusive', exitCode]);
      expect(ended.outputs.causes).toBe('conditions-differ');
      expect(ended.log).toContain(`::${sign} title=Tailgate::`);
      expect(github.comments).toHaveLength(event === 'release' ? 0 : 1);
    }),
    PATIENCE_MS,
  );

  testPart([
    { on: '', exitCode: 4 },
    { on: 'neutral', exitCode: 0 },
  ])(
    'invalid, the login is refused (on-invalid "$on"): exit $exitCode, no load, no secret',
    async ({ on, exitCode }) => {
      const password = 'correct horse battery';
      await use({
        '/login': (response) => sendJson(response, 401, { error: 'bad credentials', password }),
      });
      const config = PASSING.replace(
        'requests:',
        'login: { post: /login, json: { password: "{{env.TAILGATE_PASSWORD}}" }, capture: { token: /token } }\n  headers: { authorization: "Bearer {{token}}" }\n  requests:',
      );
      const ended = await step(config, {
        inputs: { 'on-invalid': on },
        env: { TAILGATE_PASSWORD: password },
      });
      expect([ended.outputs.verdict, ended.exitCode]).toEqual(['invalid', exitCode]);
      expect(ended.outputs.reason).toContain('401');
      expect(service.asked).not.toContain('/items');
      const result = JSON.stringify(await resultOf(ended));
      const texts = [
        ended.summary,
        github.comments[0]?.body,
        result,
        ended.log.replaceAll(`::add-mask::${password}`, ''),
      ];
      for (const text of texts) expect(text).not.toContain(password);
    },
    PATIENCE_MS,
  );
});

describe('configuration', () => {
  testPart([
    ['an unknown key', { config: PASSING.replace('load:', 'laod:') }, /tailgate\.yml:\d+ .*laod/],
    [
      'a missing target, and no token to look for one',
      { inputs: { 'target-url': '', token: '' } },
      /target-url/,
    ],
    ['a word that an input does not know', { inputs: { comment: 'sometimes' } }, /comment.*always/],
    ['a missing file', { inputs: { config: 'other.yml' } }, /other\.yml.*actions\/checkout/],
    ['a missing baseline', { config: `${PASSING}baseline: no.md\n` }, /no\.md/],
    [
      'an environment value that is not set',
      { config: PASSING.replace('/items }', '"/{{env.TAILGATE_X}}" }') },
      /TAILGATE_X/,
    ],
  ])(
    '%s: exit 2 before any request is sent',
    async (_, { config = PASSING, inputs = {} }: Changes & { config?: string }, message) => {
      const ended = await step(config, { inputs });
      expect(ended.log).toMatch(/::error title=Tailgate%3A configuration::/);
      expect(ended.log).toMatch(message);
      expect(ended.exitCode).toBe(2);
      expect(service.asked).toEqual([]);
      // The baseline is looked for when the comment has begun.
      const told = config.includes('no.md') ? [expect.stringMatching(/Not measured[\s\S]*no\.md/)] : [];
      expect(github.comments.map(({ body }) => body)).toEqual(told);
    },
    PATIENCE_MS,
  );

  test(
    'a link out of the workspace is refused',
    async () => {
      const secret = join(runner.workspace, '../secret.yml');
      await writeFile(secret, PASSING);
      await symlink(secret, join(runner.workspace, 'linked.yml'));
      for (const config of ['linked.yml', '../secret.yml', secret]) {
        const ended = await step(PASSING, { inputs: { config } });
        expect([ended.exitCode, ended.log]).toEqual([2, expect.stringContaining('outside the workspace')]);
      }
    },
    PATIENCE_MS,
  );

  test(
    'nor is what the file names to be sent read from there, or from what is hidden',
    async () => {
      const workspace = runner.workspace;
      await writeFile(join(workspace, '../users.csv'), 'email\na@x.example\n');
      await symlink(join(workspace, '../users.csv'), join(workspace, 'users.csv'));
      await writeFile(join(workspace, '.netrc'), 'password secret');
      const data = (file: string) =>
        PASSING.replace('scenario:\n', `scenario:\n  data: { users: { file: ${file}, take: random } }\n`);
      expect(data('x')).not.toBe(PASSING);
      for (const [file, says] of [
        ['users.csv', 'scenario.data.users.file: "users.csv" is outside the workspace'],
        ['../users.csv', 'scenario.data.users.file: "../users.csv" is outside the workspace'],
        ['.netrc', 'scenario.data.users.file: ".netrc" is a hidden file or contains credentials'],
      ] as const) {
        const ended = await step(data(file));
        expect([ended.exitCode, ended.log]).toEqual([2, expect.stringContaining(says)]);
        expect(ended.log).not.toContain('password secret');
      }
    },
    PATIENCE_MS,
  );
});

testInFull(
  'a bug of ours exits 70, says so and gives no verdict',
  async () => {
    const folder = join(runner.workspace, '../broken');
    // Without the worker that belongs beside it.
    await cp(BUNDLE, join(folder, 'index.js'));
    await cp(join(dirname(BUNDLE), 'package.json'), join(folder, 'package.json'));
    const ended = await step(PASSING, { bundle: join(folder, 'index.js'), env: { RUNNER_DEBUG: '1' } });
    expect([ended.exitCode, ended.outputs]).toEqual([70, {}]);
    expect(ended.log).toMatch(/::error title=Tailgate%3A bug::This is a bug in Tailgate/);
    expect(ended.log).toMatch(/::debug::.*%0A.* at /);
    expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining('Not measured')]);
  },
  PATIENCE_MS,
);

describe('a full disk', () => {
  const full = { GITHUB_STEP_SUMMARY: '/dev/full', GITHUB_OUTPUT: '/dev/full', RUNNER_TEMP: '/dev/full' };

  testPart([
    { config: PASSING, exitCode: 0 },
    { config: FAILING, exitCode: 1 },
  ])(
    'the exit code and the comment tell the verdict ($exitCode)',
    anew(async ({ config, exitCode }) => {
      const ended = await step(config, { env: full });
      expect(ended.exitCode).toBe(exitCode);
      for (const what of ['result file', 'summary', 'outputs']) {
        expect(ended.log).toMatch(new RegExp(`::warning::The ${what} could not be written: `));
      }
      expect(github.comments).toHaveLength(1);
    }),
    PATIENCE_MS,
  );
});

describe('the comment', () => {
  testInFull(
    'a second run updates it behind 35 others and a planted one',
    anew(async () => {
      await step(PASSING);
      const ours = github.comments[0]?.body ?? '';
      const marker = ours.split('\n')[0] ?? '';
      github.removeComment(github.comments[0]?.id ?? 0);
      const planted = github.addComment(`${marker}\nplanted`, { login: 'mallory', id: 13, type: 'User' });
      for (let i = 0; i < 35; i++) github.addComment(`remark ${i}`);
      const first = await step(PASSING, { runId: 101 });
      const second = await step(FAILING, { runId: 102 });
      expect(second.outputs['comment-url']).toBe(first.outputs['comment-url']);
      expect(github.comments).toHaveLength(37);
      expect(planted.body).toBe(`${marker}\nplanted`);
      expect(github.comments.at(-1)).toMatchObject({
        author: WORKFLOW_BOT,
        body: expect.stringContaining('Fail'),
      });
    }),
    PATIENCE_MS,
  );

  testPart([
    { from: 'octo/service', words: /pull-requests: write/ },
    { from: 'mallory/service', words: /comes from a fork/ },
  ])(
    'without permission ($from): a warning with the way out, the rest as ever',
    anew(async ({ from, words }) => {
      github.grant('workflow-token', { mayWrite: false });
      const ended = await step(PASSING, { payload: pullRequest(github, from) });
      expect(ended.exitCode).toBe(0);
      expect(ended.log.replaceAll('%0A', '\n')).toMatch(
        /::warning::.*\n?[\s\S]*permissions:\n {2}contents: read\n {2}pull-requests: write/,
      );
      expect(ended.log).toMatch(words);
      expect(ended.outputs).toMatchObject({ verdict: 'pass', 'comment-url': '' });
      expect(ended.summary).toContain('Pass');
      expect(github.comments).toHaveLength(0);
    }),
    PATIENCE_MS,
  );

  testInFull(
    'GitHub answers 500: the verdict stays',
    anew(async () => {
      github.failAlways('issues/create-comment', { status: 500 });
      const ended = await step(FAILING);
      expect([ended.exitCode, ended.outputs.verdict, ended.outputs['comment-url']]).toEqual([1, 'fail', '']);
      expect(ended.log).toMatch(/::warning::The comment on the pull request may not have been written.*500/);
    }),
    PATIENCE_MS,
  );

  testPart([
    { inputs: { comment: 'never' }, event: 'pull_request' },
    { inputs: {}, event: 'push' },
  ])(
    'none is written with $inputs on $event',
    anew(async ({ inputs, event }) => {
      const ended = await step(PASSING, { inputs, event, ...(event === 'push' ? { payload: {} } : {}) });
      // What the pull request changed is for the result and the summary, too.
      const asked = github.asked.filter((operation) => operation !== 'repos/compare-commits-with-basehead');
      expect([ended.exitCode, asked]).toEqual([0, []]);
    }),
    PATIENCE_MS,
  );

  testInFull(
    'workflow commands in a response are not obeyed',
    anew(async () => {
      await use({
        '/items': (response) =>
          sendJson(response, 500, { text: 'x\n::set-output name=verdict::pass\n##[error]no' }),
      });
      const ended = await step(PASSING);
      expect(ended.exitCode).toBe(1);
      expect(ended.log).toContain('set-output');
      const [, inside] = /::stop-commands::([0-9a-f-]+)\n([\s\S]*)::\1::/.exec(ended.log) ?? [];
      expect(inside).toBeDefined();
      const heard = ended.log.replace(/::stop-commands::([0-9a-f-]+)\n[\s\S]*?::\1::/g, '');
      expect(heard).not.toMatch(/^::set-output|##\[error\]/m);
    }),
    PATIENCE_MS,
  );
});

describe('cancelling', () => {
  const long = PASSING.replace('duration: 1s', 'duration: 60s');
  const measuring = (signal: NodeJS.Signals) => (log: string) => (/^measure /m.test(log) ? signal : null);

  testPart<[NodeJS.Signals]>([['SIGINT'], ['SIGTERM'], ['SIGHUP']])(
    '%s: files and comment are written, within 6 s',
    async (signal) => {
      const ended = await step(long, { interrupt: measuring(signal) });
      expect(ended.endedAfterSignalMs).toBeLessThan(6000);
      expect([ended.exitCode, ended.outputs.verdict]).toEqual([4, 'invalid']);
      expect(await resultOf(ended)).toMatchObject({
        verdict: 'invalid',
        causes: [{ code: 'cancelled' }],
        reason: expect.stringMatching(/cancel/i),
      });
      expect(ended.summary).toMatch(/cancel/i);
      expect(github.comments).toHaveLength(1);
    },
    PATIENCE_MS,
  );

  testInFull(
    'the process ends in time where GitHub hangs',
    async () => {
      github.failAlways('graphql', { delayMs: 30_000 });
      const ended = await step(long, { interrupt: measuring('SIGINT') });
      expect(ended.endedAfterSignalMs).toBeLessThan(6000);
      expect([ended.exitCode, ended.outputs.verdict]).toEqual([4, 'invalid']);
      await expect(access(ended.outputs.result ?? '')).resolves.toBeUndefined();
      expect(github.comments).toHaveLength(0);
    },
    PATIENCE_MS,
  );
});
