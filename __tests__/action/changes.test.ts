/** `comment: changes`: a pull request on which nothing moved is left in peace. */
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { slow } from '../report/cases.ts';
import { makeReport } from '../report/make-report.ts';
import { heard, startRun, until } from './announcing.ts';

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
    await until(() => / state=running /.test(github.comments[0]?.body ?? ''));
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
