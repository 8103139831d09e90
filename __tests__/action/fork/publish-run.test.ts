/** The job that publishes what a fork's run has measured, against a GitHub on loopback. */
import { readMarker } from '../../../src/action/github/marker.ts';
import { PUBLISHES } from '../../github/addresses.ts';
import { testInFull, testPart } from '../../part.ts';
import { makeArtifact, makeZip } from '../../store/make-zip.ts';
import { FORK, FORK_PULL, FORK_SHA, forkResult, type Payload, type Stage, setStage } from './publishing.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.close());

const comments = () => stage.github.comments.map(({ issue, body }) => ({ issue, body }));

/** Of what is only seen where something can be published at all. */
const [testPublished, describePublished] = PUBLISHES ? [test, describe] : [test.skip, describe.skip];

/** Nothing was published, and that is told everywhere; the step does not fail. */
async function expectNothing(why: RegExp | string, change?: (payload: Payload) => unknown) {
  const told = await stage.publish({}, change);
  expect(told.exitCode).toBe(0);
  expect(stage.github.comments).toEqual([]);
  expect(told.outputs).toEqual({
    verdict: '',
    reason: expect.stringMatching(/^Nothing was published: /),
    'comment-url': '',
  });
  expect(told.outputs.reason).toEqual(expect.stringMatching(why));
  expect(told.summary).toBe(`${told.outputs.reason}\n`);
  return told;
}

describePublished('what is well', () => {
  testInFull(
    'one comment on the fork’s pull request, labelled, with figures and the run’s page',
    async () => {
      stage.addRun();
      stage.addArtifact();
      const told = await stage.publish();
      expect(told.exitCode).toBe(0);
      const [comment, ...others] = comments();
      expect(others).toEqual([]);
      expect(comment?.issue).toBe(FORK_PULL);
      expect(comment?.body).toMatch(
        /^<!-- tailgate\/1 [^\n]*-->\n## Measured by the fork’s own run: ❌ Fail/,
      );
      expect(comment?.body).toContain('/actions/runs/200');
      expect(told.outputs).toMatchObject({
        verdict: 'fail',
        reason: 'Measured by the fork’s own run: fail. The reason that it gives is in the comment.',
        causes: forkResult()
          .causes.map(({ code }) => code)
          .join(),
        'p99-ms': String(forkResult().metrics?.latencyMs?.p99),
        'comment-url': expect.stringContaining(`/pull/${FORK_PULL}#issuecomment-`),
      });
      expect(told.summary).toContain('## Measured by the fork’s own run');
      expect(told.log).not.toContain('::warning');
    },
  );

  test('in the language of the workflow that publishes, and found again in any', async () => {
    stage.addRun();
    stage.addArtifact();
    const told = await stage.publish({ language: 'fr' });
    const [comment, ...others] = comments();
    expect(others).toEqual([]);
    expect(comment?.body).toMatch(
      /^<!-- tailgate\/1 [^\n]*-->\n## Mesuré par l’exécution du fork lui-même\s: ❌ Échoué/,
    );
    expect(told.summary).toContain('## Mesuré par l’exécution du fork lui-même');
    expect(told.outputs.reason).toMatch(/^Measured by the fork’s own run: fail\. /);
    stage.addRun({ id: 201, run_attempt: 2 });
    stage.addArtifact({ name: 'tailgate-attempt-2' });
    await stage.publish({ 'publish-artifact': 'tailgate-attempt-2' });
    expect(comments()).toEqual([{ issue: FORK_PULL, body: expect.stringContaining('❌ Fail') }]);
  });

  test('the comment carries the stamp of the run that measured, not of this one', async () => {
    stage.addRun({ run_attempt: 3 });
    stage.addArtifact({ name: 'tailgate-attempt-3' });
    await stage.publish({ 'publish-artifact': 'tailgate-attempt-3' });
    expect(readMarker(stage.github.comments[0]?.body ?? '')).toMatchObject({
      runId: 200,
      attempt: 3,
      headSha: FORK_SHA,
    });
  });

  test('a second attempt, and a later run, update the comment; an earlier run that ends late does not', async () => {
    stage.addRun();
    stage.addArtifact();
    await stage.publish();
    stage.addRun({ id: 201, run_attempt: 2 });
    stage.addArtifact({
      name: 'tailgate-attempt-2',
      zip: makeArtifact({ ...forkResult(), verdict: 'pass' }),
    });
    await stage.publish({ 'publish-artifact': 'tailgate-attempt-2' });
    expect(comments()).toEqual([{ issue: FORK_PULL, body: expect.stringContaining('✅ Pass') }]);
    stage.addRun({ id: 199 });
    stage.addArtifact();
    const late = await stage.publish();
    expect(late.log).toContain('A newer run has already reported here');
    expect(comments()).toEqual([{ issue: FORK_PULL, body: expect.stringContaining('✅ Pass') }]);
  });

  test('the name of the result does not decide which comment is written', async () => {
    stage.addRun();
    stage.addArtifact();
    await stage.publish();
    stage.addRun({ id: 201 });
    stage.addArtifact({ zip: makeArtifact({ ...forkResult(), name: 'another' }) });
    await stage.publish();
    expect(stage.github.comments).toHaveLength(1);
    await stage.publish({ 'comment-key': 'nightly' });
    expect(stage.github.comments).toHaveLength(2);
  });

  test('comment: never sets the outputs alone', async () => {
    stage.addRun();
    stage.addArtifact();
    const told = await stage.publish({ comment: 'never' });
    expect(told.outputs).toMatchObject({ verdict: 'fail', 'comment-url': '' });
    expect(stage.github.comments).toEqual([]);
  });

  test('comment: changes writes none where nothing moved, but keeps the one that is there up to date', async () => {
    const quiet = makeArtifact({ ...forkResult(), verdict: 'pass', comparisons: [] });
    stage.addRun();
    stage.addArtifact({ zip: quiet });
    const told = await stage.publish({ comment: 'changes' });
    expect(told.outputs).toMatchObject({ verdict: 'pass', 'comment-url': '' });
    expect(stage.github.comments).toEqual([]);
    stage.addRun({ id: 201 });
    stage.addArtifact();
    await stage.publish({ comment: 'changes' });
    expect(comments()).toEqual([{ issue: FORK_PULL, body: expect.stringContaining('❌ Fail') }]);
    stage.addRun({ id: 202 });
    stage.addArtifact({ zip: quiet });
    await stage.publish({ comment: 'changes' });
    expect(comments()).toEqual([{ issue: FORK_PULL, body: expect.stringContaining('✅ Pass') }]);
  });

  test('the token goes to the API and not to the host that it redirects to', async () => {
    stage.addRun();
    stage.addArtifact();
    await stage.publish();
    expect(stage.github.downloads).toEqual([{ path: expect.any(String), authorization: null }]);
  });

  test.each([
    ['what is published', true],
    ['that nothing is', false],
  ])('outputs and summary that can’t be written: %s is told all the same', async (_, isThere) => {
    stage.addRun();
    if (isThere) stage.addArtifact();
    stage.loseFiles();
    const told = await stage.publish();
    expect([told.exitCode, told.outputs]).toEqual([0, {}]);
    expect(told.log).toContain('::warning::The outputs could not be written: ');
    expect(told.log).toContain('::warning::The summary could not be written: ');
    expect(comments()).toHaveLength(isThere ? 1 : 0);
    expect(told.log).toContain(isThere ? `Pull request #${FORK_PULL}: ` : 'Nothing was published: ');
  });

  test('a refused comment is told, and the outputs are there all the same', async () => {
    stage.addRun();
    stage.addArtifact();
    stage.github.failAlways('issues/create-comment', {
      status: 403,
      message: 'Resource not accessible by integration',
    });
    const told = await stage.publish();
    expect(told).toMatchObject({ exitCode: 0, outputs: { verdict: 'fail', 'comment-url': '' } });
    expect(told.log).toContain('pull-requests: write');
  });
});

describe('whose pull request it is', () => {
  test('another event than pull_request is none of ours, and is told without a warning', async () => {
    stage.addRun({ event: 'push' });
    stage.addArtifact();
    const { log } = await expectNothing('was not started by the event pull_request');
    expect(log).not.toContain('::warning');
    expect(stage.github.asked).toEqual([]);
  });

  test('a pull request of the repository itself is left to its own run', async () => {
    stage.addRun({ head_repository: 'octo/service' });
    stage.addArtifact();
    const { log } = await expectNothing('from this repository itself');
    expect(log).not.toContain('::warning');
    expect(stage.github.asked).toEqual([]);
  });

  test('a fork that was deleted', async () => {
    stage.addRun({ head_repository: null });
    stage.addArtifact();
    await expectNothing('fork no longer exists');
  });

  test('a fork that was deleted between the payload and the question', async () => {
    stage.addRun();
    stage.addArtifact();
    stage.github.pulls.forEach((pull) => {
      if (pull.number === FORK_PULL) pull.head.repo = null;
    });
    await expectNothing('No open pull request has the measured commit');
  });

  test('a closed pull request', async () => {
    stage.addRun();
    stage.addArtifact();
    stage.github.changePull(FORK_PULL, { state: 'closed' });
    await expectNothing('No open pull request has the measured commit');
  });

  test('a push meanwhile: the run of the newer commit will report', async () => {
    stage.addRun();
    stage.addArtifact();
    stage.github.changePull(FORK_PULL, { sha: '6'.repeat(40) });
    const { log } = await expectNothing(`(${FORK_SHA})`);
    expect(log).toContain('::warning title=Tailgate::Nothing was published: No open pull request');
    expect(stage.github.downloads).toEqual([]);
  });

  test('two pull requests from one branch', async () => {
    stage.addRun();
    stage.addArtifact();
    stage.github.addPull({ head: { sha: FORK_SHA, ref: 'faster', repo: FORK }, base: { ref: 'release' } });
    await expectNothing('2 open pull requests');
  });

  test('the same commit on the branch of another repository with the same owner’s name', async () => {
    stage.addRun({ head_repository: { full_name: FORK, id: 4711 } });
    stage.addArtifact();
    await expectNothing('No open pull request has the measured commit');
  });

  test('a pull request into another repository', async () => {
    stage.addRun();
    stage.addArtifact();
    stage.github.pulls.forEach((pull) => {
      if (pull.number === FORK_PULL) pull.base.repo = { full_name: 'octo/other', id: 12 };
    });
    await expectNothing('No open pull request has the measured commit');
  });

  test('another payload’s repository', async () => {
    stage.addRun();
    stage.addArtifact();
    await expectNothing('No open pull request has the measured commit', (payload) => ({
      ...payload,
      repository: { ...payload.repository, id: 4712 },
    }));
  });

  test.each([
    ['is empty', () => ({})],
    ['has no run', ({ repository }: Payload) => ({ repository })],
    [
      'has a commit that is none',
      (payload: Payload) => ({ ...payload, workflow_run: { ...payload.workflow_run, head_sha: '../x' } }),
    ],
  ])('a payload that %s is a mistake of the workflow', async (_, change) => {
    stage.addRun();
    await expect(stage.publish({}, change)).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringContaining('publish-artifact'),
    });
  });
});

describe('which artifact it is', () => {
  test.each([
    ['no artifact', [], 'has no artifact “tailgate-attempt-1”'],
    ['one of another name', [{ name: 'tailgate-attempt-10' }], 'has no artifact “tailgate-attempt-1”'],
    ['two of the same name', [{}, {}], 'has 2 artifacts “tailgate-attempt-1”'],
    ['one that has expired', [{ expired: true }], 'has expired'],
    ['one that is too large by GitHub’s word', [{ size_in_bytes: 5_000_000 }], 'more than 4 MiB'],
    [
      'one without a digest',
      [{ digest: null }],
      /has no SHA-256 .* version 4 .*On a GitHub Enterprise Server without version 4, .* can’t be published/,
    ],
    ['one with a digest of another kind', [{ digest: `md5:${'0'.repeat(32)}` }], 'has no SHA-256'],
  ])('%s', async (_, artifacts, why) => {
    stage.addRun();
    for (const artifact of artifacts) stage.addArtifact(artifact);
    await expectNothing(why);
  });

  testPublished.each([
    [
      'one that is too large, whatever GitHub says',
      { zip: Buffer.alloc(5_000_000), size_in_bytes: 100 },
      'more than 4 MiB',
    ],
    ['one with another digest', { digest: `sha256:${'0'.repeat(64)}` }, 'not what was uploaded'],
  ])('%s', async (_, artifact, why) => {
    stage.addRun();
    stage.addArtifact(artifact);
    await expectNothing(why);
  });

  test('one of another run is not looked at', async () => {
    stage.addRun({ id: 150 });
    stage.addArtifact();
    stage.addRun();
    await expectNothing('has no artifact');
  });
});

describePublished('what is in it', () => {
  const entry = { name: 'result.json', content: JSON.stringify(forkResult()) };
  const result = forkResult();
  const [endpoint] = result.endpoints;
  const million = `[${'{},'.repeat(999_999)}{}]`;

  testPart<[string, Buffer, string]>(
    [
      ['no zip', Buffer.from('<html></html>'), 'not a readable zip'],
      ['a zip that was cut off', makeZip(entry).subarray(0, -30), 'not a readable zip'],
      ['a second file', makeZip(entry, { name: 'x', content: '' }), 'contains 2 files'],
      ['a path out of the folder', makeZip({ ...entry, name: '../result.json' }), 'not a readable zip file'],
      ['a link', makeZip({ ...entry, content: '/etc/passwd', mode: 0o120777 }), 'a link'],
      ['a zip bomb', makeZip({ ...entry, content: Buffer.alloc(17 * 2 ** 20) }), 'more than 16 MiB'],
      ['another schema', makeArtifact({ ...result, verdict: 'splendid' }), 'does not fit the format'],
      ['further keys', makeArtifact({ ...result, html: '<b>' }), 'keys that result files don’t have'],
      ['a newer format', makeArtifact({ ...result, format: 'tailgate/2' }), 'reads up to tailgate/1'],
      ['NaN', makeArtifact('{"format":"tailgate/1","metrics":{"requests":NaN}}'), 'no valid JSON'],
      [
        '1e999',
        makeArtifact(JSON.stringify(result).replace(/"requests":\d+/, '"requests":1e999')),
        'out of range',
      ],
      [
        '10⁶ endpoints',
        makeArtifact(
          JSON.stringify({ ...result, endpoints: 0 }).replace('"endpoints":0', `"endpoints":${million}`),
        ),
        'more than 2000 parts',
      ],
      [
        '2001 endpoints',
        makeArtifact({ ...result, endpoints: Array.from({ length: 2001 }, () => endpoint) }),
        'more than 2000 parts',
      ],
      ['another commit’s result', makeArtifact({ ...result, commit: 'e'.repeat(40) }), 'a different commit'],
      ['a result without a commit', makeArtifact({ ...result, commit: null }), 'a different commit'],
    ],
    ([, , why]) => why,
  )('%s is refused', async (_, zip, why) => {
    stage.addRun();
    stage.addArtifact({ zip });
    const { log } = await expectNothing(why);
    expect(log).toContain('::warning title=Tailgate::Nothing was published');
  });

  test('words of the artifact reach the log alone, where the runner takes no commands from them', async () => {
    const key = 'x\n::set-output name=verdict::pass';
    stage.addRun();
    stage.addArtifact({ zip: makeArtifact({ ...result, [key]: 1 }) });
    const { log } = await expectNothing('keys that result files don’t have');
    const [, inside] = /::stop-commands::([0-9a-f-]+)\n([\s\S]*)::\1::/.exec(log) ?? [];
    expect(inside).toBeDefined();
    expect(log.replace(/::stop-commands::([0-9a-f-]+)\n[\s\S]*?::\1::/g, '')).not.toContain('set-output');
  });

  test('markup in names is shown as text, and no output repeats it', async () => {
    const evil = '<img src=x onerror=alert(1)> @octo/owners [x](https://evil.example) $(id)';
    stage.addRun();
    stage.addArtifact({
      zip: makeArtifact({
        ...result,
        name: evil,
        reason: evil,
        causes: [
          { code: 'not-ready', detail: evil },
          { code: 'unanswered', side: 'target', endpoints: [evil], requests: 1 },
        ],
        warnings: [{ code: 'unconfirmed', detail: evil, says: evil }],
        endpoints: [{ ...endpoint, name: evil }],
      }),
    });
    const told = await stage.publish();
    const body = stage.github.comments[0]?.body ?? '';
    expect(body).not.toContain('<img');
    expect(body).not.toContain('](https://evil');
    expect(body).not.toMatch(/@octo/);
    expect(JSON.stringify(told.outputs)).not.toMatch(/evil|img|\$\(/);
    expect(told.outputs.causes).toBe('not-ready,unanswered');
    expect(told.log).not.toContain('evil');
  });
});

describe('GitHub that objects', () => {
  const denied = { status: 403, message: 'Resource not accessible by integration' };
  test.each([
    'pulls/list' as const,
    'actions/list-workflow-run-artifacts' as const,
    ...(PUBLISHES ? ['actions/download-artifact' as const] : []),
  ])('%s without the permission: nothing, and which permission it takes', async (operation) => {
    stage.addRun();
    stage.addArtifact();
    stage.github.failAlways(operation, denied);
    await expectNothing(
      /HTTP 403\)\. The job needs\npermissions:\n {2}actions: read\n {2}pull-requests: write/,
    );
  });

  testPublished.each([
    ['a server error', { status: 500 }],
    ['a connection that breaks', { drop: 'before' as const }],
    ['a response that breaks off', { truncate: true }],
  ])('%s, once on each operation, is overcome', async (_, fault) => {
    stage.addRun();
    stage.addArtifact();
    for (const operation of ['pulls/list', 'actions/list-workflow-run-artifacts'] as const)
      stage.github.fail(operation, fault);
    if (!('truncate' in fault)) stage.github.fail('actions/download-artifact', fault);
    const told = await stage.publish();
    expect(told.outputs.verdict).toBe('fail');
    expect(stage.github.comments).toHaveLength(1);
  });

  testPublished('an artifact that expires meanwhile', async () => {
    stage.addRun();
    stage.addArtifact();
    stage.github.failAlways('actions/download-artifact', { status: 410, message: 'Artifact has expired' });
    await expectNothing('The artifact has expired');
  });

  test('an empty token is the workflow’s mistake', async () => {
    stage.addRun();
    await expect(stage.publish({ token: '' })).rejects.toThrow('input token: is empty');
  });

  test('a token that GitHub does not know', async () => {
    stage.addRun();
    stage.addArtifact();
    const told = await stage.publish({ token: 'stale' });
    expect(told.outputs.reason).toContain('does not accept the token');
  });
});
