/** The comment while there is no result yet, and where there will be none. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commentKey, readMarker, writeMarker } from '../../src/action/github/marker.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { WORKFLOW_BOT } from '../github/shapes.ts';
import { pass, slow } from '../report/cases.ts';
import { makePlan, makeReport, makeVerdict } from '../report/make-report.ts';
import { heard, startRun } from './announcing.ts';
import { HEAD_SHA, type Runner, type StepResult, startRunner } from './runner.ts';
import { type Service, startService } from './service.ts';

const PATIENCE_MS = 60_000;
const OLD = 'abc1234'.padEnd(40, '0');

let github: LocalGitHub;
let unheard: typeof process.stdout.write;

beforeEach(async () => {
  github = await startGitHub();
  unheard = process.stdout.write;
  process.stdout.write = (() => true) as typeof unheard;
});
afterEach(async () => {
  process.stdout.write = unheard;
  await github.close();
});

const body = () => {
  expect(github.comments).toHaveLength(1);
  return github.comments[0]?.body ?? '';
};

async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const isRunning = () => github.comments[0]?.body.includes('## ⏳ Measuring') === true;

describe('running, then the result', () => {
  test('one comment, first of the one and then of the other', async () => {
    const run = await startRun(github);
    await until(isRunning);
    expect(readMarker(body())).toMatchObject({ headSha: HEAD_SHA, runId: 100, state: 'running' });
    expect(body()).toContain('/actions/runs/100/attempts/1');
    const since = readMarker(body())?.since;
    const url = await run.tell(pass);
    expect(url).toBe('https://github.com/octo/service/pull/7#issuecomment-1001');
    expect(body()).toContain('## ✅ Pass');
    expect(readMarker(body())).toMatchObject({ since, runId: 100 });
    expect(readMarker(body())?.state).toBeUndefined();
    expect(body()).not.toContain('tailgate:earlier');
  });

  test('the result of the commit before stays readable while the next is measured', async () => {
    await (await startRun(github, { runId: 99, sha: OLD })).tell(slow);
    const run = await startRun(github, { runId: 100 });
    await until(isRunning);
    expect(body()).toContain('Measured at `abc1234`, now measuring `0123456`');
    expect(body()).toContain('## ❌ Fail');
    await run.tell(pass);
    expect(body()).not.toContain('❌');
  });

  test('the result comes last, however late the first word arrives', async () => {
    github.fail('issues/create-comment', { delayMs: 600 });
    const run = await startRun(github);
    await run.tell(pass);
    expect(body()).toContain('## ✅ Pass');
    expect(github.asked.filter((one) => one === 'issues/create-comment')).toHaveLength(1);
  });

  test('a first word whose answer is lost does not make two comments', async () => {
    github.fail('issues/create-comment', { drop: 'after' });
    await (await startRun(github)).tell(pass);
    expect(body()).toContain('## ✅ Pass');
  });

  test('an older run says nothing over a newer one, neither first nor last', async () => {
    await startRun(github, { runId: 101 });
    await until(isRunning);
    const before = body();
    await (await startRun(github, { runId: 100, sha: OLD })).tell(slow);
    expect(body()).toBe(before);
  });

  test('where it is not allowed, that is told once, at the end', async () => {
    github.grant('workflow-token', { mayWrite: false });
    const log = await heard(async () => expect(await (await startRun(github)).tell(pass)).toBeNull());
    expect(log.match(/::warning::/g)).toHaveLength(1);
    expect(log).toContain('pull-requests: write');
  });

  test.each([
    'issues/list-comments',
    'issues/create-comment',
    'graphql',
  ] as const)('a first word that fails at %s costs nothing', async (operation) => {
    github.fail(operation, { status: 422, message: 'no' });
    const log = await heard(async () => void (await (await startRun(github)).tell(pass)));
    expect(body()).toContain('## ✅ Pass');
    expect(log).not.toContain('::warning');
  });
});

describe('without a result', () => {
  test('it says why, keeps the earlier result, and so does the next run', async () => {
    await (await startRun(github, { runId: 98, sha: OLD })).tell(slow);
    await (await startRun(github, { runId: 99 })).announcement.stop('the token “hunter2222” is wrong.');
    expect(body()).toContain('## ⚪ Not measured');
    expect(readMarker(body())?.state).toBe('stopped');
    expect(body()).toContain('Result at <code>abc1234</code>, superseded');
    await startRun(github, { runId: 100 });
    await until(isRunning);
    expect(body()).toContain('## ❌ Fail');
  });

  test('a secret in the reason is masked', async () => {
    const run = await startRun(github, { secrets: ['hunter2222'] });
    await run.announcement.stop('the value hunter2222 is not allowed.');
    expect(body()).toContain('the value *** is not allowed'.replaceAll('*', '&#42;'));
    expect(body()).not.toContain('hunter2222');
  });

  test('a cancelled run says so and keeps the earlier result', async () => {
    await (await startRun(github, { runId: 98, sha: OLD })).tell(slow);
    const cancelled = makeReport({
      measurement: null,
      verdict: makeVerdict({ outcome: 'invalid', reason: 'The run was cancelled', advice: 'Run it again.' }),
    });
    await (await startRun(github, { runId: 99 })).tell(cancelled, true);
    expect(body()).toContain('The run was cancelled');
    expect(body()).toContain('Result at <code>abc1234</code>, superseded');
    await startRun(github, { runId: 100, sha: OLD });
    await until(isRunning);
    expect(body()).toContain('Earlier result at <code>abc1234</code>');
    expect(body()).not.toContain('The run was cancelled');
  });

  test('nothing is said that has not begun, and nothing after the result', async () => {
    const silent = await startRun(github, { silent: true });
    await silent.announcement.stop('no reason');
    expect(github.asked).toEqual([]);
    const run = await startRun(github);
    await run.tell(pass);
    await run.announcement.stop('no reason');
    expect(body()).toContain('## ✅ Pass');
  });

  test('nothing follows the last word of a run that crashed', async () => {
    const run = await startRun(github);
    await Promise.all([run.announcement.stop('a bug ended the run.'), run.tell(pass)]);
    expect(body()).toContain('## ⚪ Not measured');
    expect(await run.tell(pass)).toBeNull();
    expect(body()).toContain('## ⚪ Not measured');
  });

  test('a marker planted by somebody else is neither taken for an earlier result nor overwritten', async () => {
    const key = commentKey(makePlan().name, '');
    const planted = `${writeMarker({ key, runId: 1, attempt: 1, headSha: OLD })}\nplanted`;
    github.addComment(planted, { login: 'mallory', id: 13, type: 'User' });
    await (await startRun(github)).announcement.stop('no reason');
    expect(github.comments.map(({ author }) => author.login)).toEqual(['mallory', WORKFLOW_BOT.login]);
    expect(github.comments[0]?.body).toBe(planted);
    expect(github.comments[1]?.body).not.toContain('planted');
  });
});

describe('the step as a process', () => {
  const CONFIG = `
name: smoke
load: { connections: 4, duration: 1s, warmup: 100ms, timeout: 2s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 2 s } }
`;
  const LONG = CONFIG.replace('duration: 1s', 'duration: 60s');
  let runner: Runner;
  let service: Service;

  beforeEach(async () => {
    runner = await startRunner(github);
    service = await startService();
  });
  afterEach(async () => {
    await service.close();
    await runner.remove();
  });

  const step = (config: string, more: object = {}): Promise<StepResult> =>
    runner.run({ inputs: { 'target-url': service.url }, files: { 'tailgate.yml': config }, ...more });

  test(
    'is seen to be running, and then its result',
    async () => {
      let seen = '';
      const interrupt = (log: string) => {
        if (/^measure /m.test(log)) seen ||= github.comments[0]?.body ?? '';
        return null;
      };
      const ended = await step(CONFIG.replace('1s', '3s'), { interrupt });
      expect(ended.exitCode).not.toBe(70);
      expect(seen).toContain('## ⏳ Measuring · Tailgate `smoke`');
      expect(readMarker(body())?.state).toBeUndefined();
      expect(body()).toContain('Conditions, and the command');
      expect(ended.outputs['comment-url']).toMatch(/#issuecomment-1001$/);
    },
    PATIENCE_MS,
  );

  test(
    'cancelled: nothing reads “running” afterwards',
    async () => {
      await step(CONFIG, { runId: 100 });
      const interrupt = (log: string) => (/^measure /m.test(log) ? ('SIGINT' as const) : null);
      const ended = await step(LONG, { runId: 101, interrupt });
      expect(ended.exitCode).toBe(4);
      expect(ended.endedAfterSignalMs).toBeLessThan(6000);
      expect(body()).toMatch(/^<!-- [^\n]* state=stopped -->\n## 🚫 Invalid/);
      expect(body()).toMatch(/cancel/i);
      expect(body()).toMatch(/Earlier result at <code>0123456<\/code>[\s\S]*actions\/runs\/100\//);
    },
    PATIENCE_MS,
  );

  test(
    'a crash: exit 70, and the comment says that there is no result',
    async () => {
      const bomb = join(runner.workspace, 'bomb.mjs');
      const text =
        "import { isMainThread } from 'node:worker_threads';\n" +
        "if (isMainThread) setTimeout(() => { throw new Error('boom from nowhere'); }, 2500);\n";
      await writeFile(bomb, text);
      const ended = await step(LONG, { env: { NODE_OPTIONS: `--import ${pathToFileURL(bomb)}` } });
      expect(ended.exitCode).toBe(70);
      expect(ended.log).toContain('boom from nowhere');
      expect(body()).toContain('## ⚪ Not measured');
      expect(body()).toContain('a bug in Tailgate ended the run');
      expect(body()).not.toContain('boom');
    },
    PATIENCE_MS,
  );

  test(
    'a mistake that shows after the beginning is told in the comment, too',
    async () => {
      const ended = await step(`${CONFIG}baseline: docs/none.md\n`);
      expect(ended.exitCode).toBe(2);
      expect(body()).toContain('## ⚪ Not measured');
      expect(body()).toContain('docs/none.md');
    },
    PATIENCE_MS,
  );

  test(
    'a mistake in the file itself leaves the comment alone',
    async () => {
      const ended = await step('nonsense: [');
      expect(ended.exitCode).toBe(2);
      expect(github.asked).toEqual([]);
    },
    PATIENCE_MS,
  );
});
