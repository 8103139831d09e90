/** `comment: changes`: a pull request on which nothing moved is left in peace. */
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { slow } from '../report/cases.ts';
import { makeReport } from '../report/make-report.ts';
import { heard, startRun } from './announcing.ts';
import { startRunner } from './runner.ts';
import { startService } from './service.ts';

const INPUTS = { comment: 'changes' };
const calm = makeReport();

let github: LocalGitHub;

beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const bodies = () => github.comments.map(({ body }) => body.split('\n')[1]);

async function run(runId: number, report = calm): Promise<string> {
  return heard(async () => {
    await (await startRun(github, { inputs: INPUTS, runId })).tell(report);
  });
}

test('nothing moved, and no comment is there: none is written, neither first nor last', async () => {
  const log = await run(100);
  expect(github.comments).toEqual([]);
  expect(github.asked).not.toContain('issues/create-comment');
  expect(log).toContain('No comment was written on the pull request: nothing has changed.');
});

test('what failed is told, and the comment is kept up to date from then on', async () => {
  await run(100);
  await run(101, slow);
  expect(bodies()).toEqual([expect.stringMatching(/^## ❌ Fail/)]);
  await run(102);
  expect(bodies()).toEqual([expect.stringMatching(/^## ✅ Pass/)]);
  expect(github.comments[0]?.body).toMatch(/^<!-- .* run=102 /);
});

test('while the comment is there, it says that the next commit is being measured', async () => {
  await run(100, slow);
  await heard(async () => {
    await startRun(github, { inputs: INPUTS, runId: 101 });
    while (!/ state=running /.test(github.comments[0]?.body ?? ''))
      await new Promise((resolve) => setTimeout(resolve, 10));
  });
  expect(bodies()).toEqual([expect.stringMatching(/^## ⏳ Measuring/)]);
});

test('a run without a result writes no comment, but leaves none that says “running”', async () => {
  const stop = (runId: number) =>
    heard(async () => {
      const { announcement } = await startRun(github, { inputs: INPUTS, runId });
      await announcement.stop('a bug ended it.');
    });
  await stop(100);
  expect(github.comments).toEqual([]);
  await run(101, slow);
  await stop(102);
  expect(bodies()).toEqual([expect.stringMatching(/^## ⚪ Not measured/)]);
});

test('the comment that was found is deleted meanwhile: where nothing moved, it is not missed', async () => {
  await run(100, slow);
  github.fail('issues/update-comment', {}, { meanwhile: () => github.removeComment(1001) });
  await run(101);
  expect(github.comments).toEqual([]);
});

test('the step as a process: quiet while all is well, and no longer where it fails', async () => {
  const runner = await startRunner(github);
  const service = await startService();
  const config = (max: string) => `
name: smoke
load: { connections: 2, duration: 1s, warmup: 100ms, timeout: 2s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: ${max} } }
`;
  const step = (max: string, runId: number) =>
    runner.run({
      inputs: { 'target-url': service.url, comment: 'changes' },
      files: { 'tailgate.yml': config(max) },
      runId,
    });
  try {
    const quiet = await step('5 s', 100);
    // On a machine that is too busy to measure the run is invalid, and that is told.
    expect(github.comments).toHaveLength(quiet.outputs.verdict === 'pass' ? 0 : 1);
    expect(quiet.outputs['comment-url']).toEqual(github.comments[0] ? expect.any(String) : '');
    const loud = await step('1 ms', 101);
    expect(loud.exitCode).not.toBe(0);
    expect(github.comments).toHaveLength(1);
    expect(loud.outputs['comment-url']).toMatch(/#issuecomment-1001$/);
  } finally {
    await service.close();
    await runner.remove();
  }
}, 60_000);
