/** The check run of our own, where the input asks for one. */
import { publicationOf } from '../../src/report/publication.ts';
import { reasonOf } from '../../src/report/view/reason.ts';
import { SERVER_URL } from '../github/addresses.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { pass, slow } from '../report/cases.ts';
import { makeReport, makeVerdict } from '../report/make-report.ts';
import { heard, muteRunner, startRun, until } from './announcing.ts';
import { HEAD_SHA } from './runner.ts';

const INPUTS = { 'check-run': 'true', comment: 'never' };

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());
muteRunner();

const start = (shape: Parameters<typeof startRun>[1] = {}) => startRun(github, { inputs: INPUTS, ...shape });
const only = () => {
  expect(github.checkRuns).toHaveLength(1);
  return github.checkRuns[0];
};

const CAUSES = {
  inconclusive: [{ code: 'base-not-measured' }],
  invalid: [{ code: 'unaccounted', requests: 3 }],
} as const;
const verdict = (outcome: keyof typeof CAUSES) =>
  makeReport({ verdict: makeVerdict({ outcome, causes: CAUSES[outcome] }) });

test('one that was created unheard, and can’t be listed, is followed by one that is completed', async () => {
  github.fail('checks/create', { drop: 'after' });
  github.failAlways('checks/list-for-ref', { status: 422, message: 'no' });
  await (await start()).tell(pass);
  expect(github.checkRuns.map(({ status }) => status)).toEqual(['in_progress', 'completed']);
});

describe('from in progress to completed', () => {
  test('on the head of the pull request, with the run’s page', async () => {
    const run = await start();
    await until(() => github.checkRuns.length > 0);
    expect(only()).toMatchObject({
      name: 'Tailgate: realistic',
      head_sha: HEAD_SHA,
      status: 'in_progress',
      details_url: `${SERVER_URL}/octo/service/actions/runs/100/attempts/1`,
      output: { title: 'Measuring' },
    });
    await run.tell(pass);
    expect(only()).toMatchObject({
      status: 'completed',
      conclusion: 'success',
      output: {
        title: `Pass: ${reasonOf(publicationOf(pass))}`,
        summary: expect.stringContaining('## ✅ Pass'),
      },
    });
  });

  test.each([
    ['fail', slow, 'failure'],
    ['inconclusive, let through', verdict('inconclusive'), 'neutral'],
    ['invalid, which fails the step', verdict('invalid'), 'failure'],
  ])('%s', async (_, report, conclusion) => {
    await (await start()).tell(report);
    expect(only()).toMatchObject({ status: 'completed', conclusion });
  });

  test('not held up by a comment that gets no response', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    github.fail('issues/create-comment', { meanwhile: () => answered });
    const run = await start({ inputs: { 'check-run': 'true' } });
    const told = run.tell(pass);
    await until(() => github.checkRuns[0]?.status === 'completed');
    expect(github.comments).toEqual([]);
    answer();
    await told;
    expect(github.comments).toHaveLength(1);
  });

  test('cancelled while GitHub asks to wait before it is begun', async () => {
    const headers = { 'retry-after': '9' };
    github.fail('checks/create', { status: 429, message: 'slow down', headers });
    const run = await start();
    await until(() => github.asked.includes('checks/create'));
    run.cancel();
    run.giveUpBeginning();
    const cancelledAt = performance.now();
    await run.tell(verdict('invalid'), true);
    expect(performance.now() - cancelledAt).toBeLessThan(4500);
    expect(only()).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
  });

  test('cancelled', async () => {
    await (await start()).tell(verdict('invalid'), true);
    expect(only()).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
  });

  test('without a result: failure, or cancelled where it was', async () => {
    await (await start()).announcement.stop('a bug ended it.');
    expect(only()).toMatchObject({
      conclusion: 'failure',
      output: { title: 'Not measured: a bug ended it.' },
    });
    const run = await start({ runId: 101 });
    run.cancel();
    await run.announcement.stop('it was late.');
    expect(github.checkRuns[1]).toMatchObject({ conclusion: 'cancelled' });
  });

  test('each key has its own; each run, too', async () => {
    await (await start({ inputs: { ...INPUTS, 'comment-key': 'node 20' } })).tell(pass);
    await (await start({ runId: 101 })).tell(pass);
    expect(github.checkRuns.map(({ name }) => name)).toEqual([
      'Tailgate: realistic · node 20',
      'Tailgate: realistic',
    ]);
  });

  test('none unless asked for', async () => {
    await (await startRun(github, { inputs: { comment: 'never' } })).tell(pass);
    expect(github.asked).toEqual([]);
  });
});

describe('when GitHub objects', () => {
  test.each([
    ['octo/service', /Give the job this permission:\npermissions:\n {2}contents: read\n {2}checks: write\n/],
    ['mallory/service', /comes from a fork.*read-only/],
  ])('refused to a pull request from %s: one warning with the way out', async (from, words) => {
    github.grant('workflow-token', { mayWrite: false });
    const log = await heard(async () => expect(await (await start({ from })).tell(pass)).toBeNull());
    expect(log.match(/::warning::/g)).toHaveLength(1);
    expect(log).toMatch(/No check run was completed/);
    expect(log).toMatch(words);
    expect(github.checkRuns).toEqual([]);
  });

  test.each([
    ['the response is lost', { drop: 'after' as const }],
    ['the response breaks off', { truncate: true }],
    ['it answers 502', { status: 502 }],
  ])('at the beginning, and %s: one check run, completed', async (_, fault) => {
    github.fail('checks/create', fault);
    await (await start()).tell(pass);
    expect(only()).toMatchObject({ status: 'completed', conclusion: 'success' });
  });

  test('at both ends, and the response is lost: still one', async () => {
    github.fail('checks/create', { drop: 'before' }, { drop: 'after' });
    await (await start()).tell(pass);
    expect(only()).toMatchObject({ conclusion: 'success' });
  });

  test('an update is repeated', async () => {
    github.fail('checks/update', { status: 500 }, { drop: 'after' });
    await (await start()).tell(slow);
    expect(only()).toMatchObject({ conclusion: 'failure' });
  });

  test('a summary that GitHub finds too long is rendered shorter', async () => {
    github.fail('checks/update', { status: 422, message: 'Invalid request. Summary is too long' });
    await (await start()).tell(pass);
    expect(only()).toMatchObject({ conclusion: 'success' });
  });

  test('without a token it says so', async () => {
    const log = await heard(
      async () => void (await (await start({ inputs: { ...INPUTS, token: '' } })).tell(pass)),
    );
    expect(log).toContain('::warning::No check run was completed: the input token is empty.');
    expect(github.asked).toEqual([]);
  });
});
