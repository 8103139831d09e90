/** The comment while there is no result yet, and where there will be none. */
import { commentKey, readMarker, writeMarker } from '../../src/action/github/marker.ts';
import { SERVER_URL } from '../github/addresses.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { WORKFLOW_BOT } from '../github/shapes.ts';
import { idOf } from '../measurement-id.ts';
import { pass, slow } from '../report/cases.ts';
import { makePlan, makeReport, makeVerdict } from '../report/make-report.ts';
import { heard, muteRunner, startRun, until } from './announcing.ts';
import { HEAD_SHA } from './runner.ts';

const OLD = 'abc1234'.padEnd(40, '0');
const CANCELLED = makeReport({
  measurement: null,
  verdict: makeVerdict({
    outcome: 'invalid',
    causes: [{ code: 'cancelled', ran: null, detail: 'The run was cancelled' }],
  }),
});

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());
muteRunner();

const body = () => {
  expect(github.comments).toHaveLength(1);
  return github.comments[0]?.body ?? '';
};

const isRunning = () => github.comments[0]?.body.includes('## ⏳ Measuring') === true;

describe('running, then the result', () => {
  test('one comment, first of the one and then of the other', async () => {
    const run = await startRun(github);
    await until(isRunning);
    expect(readMarker(body())).toMatchObject({ headSha: HEAD_SHA, runId: 100, state: 'running' });
    expect(body()).toContain('/actions/runs/100/attempts/1');
    const since = readMarker(body())?.since;
    const url = await run.tell(pass);
    expect(url).toBe(`${SERVER_URL}/octo/service/pull/7#issuecomment-1001`);
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
    await (await startRun(github, { runId: 99 })).tell(CANCELLED, true);
    expect(body()).toContain('The run was cancelled');
    expect(body()).toContain('Result at <code>abc1234</code>, superseded');
    await startRun(github, { runId: 100, sha: OLD });
    await until(isRunning);
    expect(body()).toContain('Earlier result at <code>abc1234</code>');
    expect(body()).not.toContain('The run was cancelled');
  });

  test.each([
    ['GitHub asks to wait', { status: 429, message: 'slow down', headers: { 'retry-after': '9' } }],
    ['GitHub takes it and does not answer', { answerAfterMs: 20_000 }],
    ['GitHub never answers', { delayMs: 20_000, drop: 'before' as const }],
  ])('cancelled before the first word is through, for %s: one comment, stopped', async (_, fault) => {
    github.fail('issues/create-comment', fault);
    const run = await startRun(github);
    await until(() => github.asked.includes('issues/create-comment'));
    run.cancel();
    run.giveUpBeginning();
    const cancelledAt = performance.now();
    await run.tell(CANCELLED, true);
    // A request of the beginning is given five seconds by itself, and what GitHub asks for more.
    expect(performance.now() - cancelledAt).toBeLessThan(4500);
    expect(readMarker(body())?.state).toBe('stopped');
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
    const key = commentKey(idOf(makePlan().name));
    const planted = `${writeMarker({ key, runId: 1, attempt: 1, headSha: OLD })}\nplanted`;
    github.addComment(planted, { login: 'mallory', id: 13, type: 'User' });
    await (await startRun(github)).announcement.stop('no reason');
    expect(github.comments.map(({ author }) => author.login)).toEqual(['mallory', WORKFLOW_BOT.login]);
    expect(github.comments[0]?.body).toBe(planted);
    expect(github.comments[1]?.body).not.toContain('planted');
  });
});
