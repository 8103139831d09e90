/** What a run says on GitHub before, with and instead of its result: the bundled action, as a process. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readMarker } from '../../src/action/github/marker.ts';
import { type Fault, type LocalGitHub, type Operation, startGitHub } from '../github/server.ts';
import { testInFull, testPart } from '../part.ts';
import { beginningAnew, refuseSaturated } from '../saturation.ts';
import { pullRequest, type Runner, type Step, type StepResult, startRunner } from './runner.ts';
import { type Service, startService } from './service.ts';

const PATIENCE_MS = 120_000;
const CONFIG = `
name: smoke
load: { connections: 16, duration: 1s, warmup: 100ms, timeout: 5s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 5 s } }
`;
const FAILING = CONFIG.replace('5 s', '1 ms');
const LONG = CONFIG.replace('duration: 1s', 'duration: 60s');

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

async function step(config: string, { inputs, ...more }: Partial<Step> = {}): Promise<StepResult> {
  const files = { 'tailgate.yml': config };
  return refuseSaturated(
    await runner.run({ inputs: { 'target-url': service.url, ...inputs }, files, ...more }),
  );
}

const measures = (log: string) => /^measure /m.test(log);
const cancel = (log: string) => (measures(log) ? ('SIGINT' as const) : null);

const body = () => {
  expect(github.comments).toHaveLength(1);
  return github.comments[0]?.body ?? '';
};

describe('the comment', () => {
  testInFull(
    'is seen to be running, and then its result',
    anew(async () => {
      let seen = '';
      const interrupt = (log: string) => {
        if (measures(log)) seen ||= github.comments[0]?.body ?? '';
        return null;
      };
      const ended = await step(CONFIG.replace('1s', '3s'), { interrupt });
      expect([ended.exitCode, ended.outputs.verdict]).toEqual([0, 'pass']);
      expect(seen).toContain('## ⏳ Measuring · Tailgate `smoke`');
      expect(readMarker(body())?.state).toBeUndefined();
      expect(body()).toContain('Conditions, and the command');
      expect(ended.outputs['comment-url']).toMatch(/#issuecomment-1001$/);
    }),
    PATIENCE_MS,
  );

  testInFull(
    'cancelled: nothing reads “running” afterwards',
    anew(async () => {
      await step(CONFIG, { runId: 100 });
      const ended = await step(LONG, { runId: 101, interrupt: cancel });
      expect(ended.exitCode).toBe(4);
      expect(ended.endedAfterSignalMs).toBeLessThan(6000);
      expect(body()).toMatch(/^<!-- [^\n]* state=stopped -->\n## 🚫 Invalid/);
      expect(body()).toMatch(/cancel/i);
      expect(body()).toMatch(/Earlier result at <code>0123456<\/code>[\s\S]*actions\/runs\/100\//);
    }),
    PATIENCE_MS,
  );

  testInFull(
    'a crash: exit 70, and the comment says that there is no result',
    anew(async () => {
      const place = (name: string) => join(runner.workspace, name);
      const text = `
        import { existsSync } from 'node:fs';
        import { isMainThread } from 'node:worker_threads';
        if (isMainThread) setInterval(() => {
          if (existsSync(${JSON.stringify(place('fuse'))})) throw new Error('boom from nowhere');
        }, 50);`;
      await writeFile(place('bomb.mjs'), text);
      const interrupt = (log: string) => {
        if (measures(log) && !existsSync(place('fuse'))) void writeFile(place('fuse'), '');
        return null;
      };
      const env = { NODE_OPTIONS: `--import ${pathToFileURL(place('bomb.mjs'))}` };
      const ended = await step(LONG, { env, interrupt });
      expect(ended.exitCode).toBe(70);
      expect(ended.log).toContain('boom from nowhere');
      expect(body()).toContain('## ⚪ Not measured');
      expect(body()).toContain('a bug in Tailgate ended the run');
      expect(body()).not.toContain('boom');
    }),
    PATIENCE_MS,
  );

  test(
    'a mistake that shows after the beginning is told in the comment, too',
    anew(async () => {
      const ended = await step(`${CONFIG}baseline: docs/none.md\n`);
      expect(ended.exitCode).toBe(2);
      expect(body()).toContain('## ⚪ Not measured');
      expect(body()).toContain('docs/none.md');
    }),
    PATIENCE_MS,
  );

  test(
    'a mistake in the file itself leaves the comment alone',
    anew(async () => {
      const ended = await step('nonsense: [');
      expect(ended.exitCode).toBe(2);
      expect(github.asked).toEqual([]);
    }),
    PATIENCE_MS,
  );

  testInFull(
    '`comment: changes`: quiet while all is well, and no longer where it fails',
    anew(async () => {
      const inputs = { comment: 'changes' };
      const quiet = await step(CONFIG, { inputs, runId: 100 });
      expect([quiet.outputs.verdict, quiet.outputs['comment-url']]).toEqual(['pass', '']);
      expect(github.comments).toEqual([]);
      const loud = await step(FAILING, { inputs, runId: 101 });
      expect([loud.exitCode, loud.outputs.verdict]).toEqual([1, 'fail']);
      expect(github.comments).toHaveLength(1);
      expect(loud.outputs['comment-url']).toMatch(/#issuecomment-1001$/);
    }),
    PATIENCE_MS,
  );
});

describe('the check run', () => {
  const inputs = { 'check-run': 'true' };
  const only = () => {
    expect(github.checkRuns).toHaveLength(1);
    return github.checkRuns[0];
  };

  testInFull(
    'fails with its reason, beside the comment',
    anew(async () => {
      const ended = await step(FAILING, { inputs });
      expect([ended.exitCode, ended.outputs.verdict]).toEqual([1, 'fail']);
      expect(only()).toMatchObject({ name: 'Tailgate: smoke', status: 'completed', conclusion: 'failure' });
      expect(only()?.output?.title).toMatch(/^Fail: /);
      expect(only()?.output?.title).toContain(ended.outputs.reason);
      expect(github.comments[0]?.body).not.toContain('Measuring');
    }),
    PATIENCE_MS,
  );

  testPart([['where nobody may comment'], ['']])(
    'cancelled %s: completed as such within 6 s',
    anew(async (refused: string) => {
      if (refused) github.failAlways('issues/create-comment', { status: 403, message: 'no' });
      const ended = await step(LONG, { inputs, interrupt: cancel });
      expect(ended.exitCode).toBe(4);
      expect(ended.endedAfterSignalMs).toBeLessThan(6000);
      expect(only()).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
    }),
    PATIENCE_MS,
  );
});

describe('cancelled while GitHub keeps the run waiting', () => {
  const inputs = { 'check-run': 'true' };
  const busy = (seconds: number): Fault => ({
    status: 429,
    message: 'slow down',
    headers: { 'retry-after': String(seconds) },
  });
  const HISTORY = `${LONG.replace('5 s', '5 s, regression: 10 %')}baseline: history\n`;
  const isBegun = () => github.comments.length > 0 && github.checkRuns.length > 0;

  const cases: { what: string; operation: Operation; fault: Fault; config?: string; labelled?: boolean }[] = [
    { what: 'to read the history', operation: 'git/get-ref', fault: busy(30), config: HISTORY },
    {
      what: 'to read the label',
      operation: 'pulls/get',
      fault: busy(10),
      config: FAILING,
      labelled: true,
    },
    { what: 'to begin the comment', operation: 'issues/create-comment', fault: busy(8) },
    { what: 'to begin the check run', operation: 'checks/create', fault: busy(8) },
    {
      what: 'to hear of the comment',
      operation: 'issues/create-comment',
      fault: { answerAfterMs: 20_000 },
    },
  ];

  testPart(cases)(
    '$what: that it was is told everywhere within 6 s',
    anew(async ({ operation, fault, config = LONG, labelled }: (typeof cases)[number]) => {
      github.fail(operation, fault);
      const isBeginning = ['issues/create-comment', 'checks/create'].includes(operation);
      const interrupt = (log: string) => {
        const reached = github.asked.includes(operation) && (isBeginning ? measures(log) : isBegun());
        return reached ? ('SIGINT' as const) : null;
      };
      const label = { action: 'labeled', label: { name: 'tailgate: accept' }, sender: { login: 'me' } };
      const payload = { ...pullRequest(github), ...(labelled ? label : {}) };
      const ended = await step(config, { inputs, interrupt, payload });
      expect(ended.exitCode).toBe(labelled ? 1 : 4);
      expect(ended.endedAfterSignalMs).toBeLessThan(6000);
      expect(github.checkRuns).toMatchObject([{ status: 'completed', conclusion: 'cancelled' }]);
      expect(readMarker(body())?.state).toBe('stopped');
      expect(body()).not.toContain('Measuring');
      expect(ended.outputs.verdict).toBe(labelled ? 'fail' : 'invalid');
      expect(ended.summary).toContain(ended.outputs.reason);
    }),
    PATIENCE_MS,
  );

  testInFull(
    'to tell a mistake: the process ends before the runner sends more than SIGINT',
    anew(async () => {
      github.failAlways('issues/create-comment', { delayMs: 60_000, drop: 'before' });
      const interrupt = (log: string) =>
        log.includes('::error') && github.asked.includes('issues/create-comment')
          ? ('SIGINT' as const)
          : null;
      const ended = await step(`${CONFIG}baseline: docs/none.md\n`, { interrupt });
      expect(ended.log).toContain('docs/none.md');
      expect(ended.exitCode).toBe(2);
      expect(ended.endedAfterSignalMs).toBeLessThan(7500);
    }),
    PATIENCE_MS,
  );
});
