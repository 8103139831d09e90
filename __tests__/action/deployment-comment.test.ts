/** Which pull request a run that a deployment's status started speaks on, if any; the load is always the same. */
import { readMarker } from '../../src/action/github/marker.ts';
import { ACCEPT_LABEL } from '../../src/judgement/acceptance.ts';
import type { DeploymentState, NewPull } from '../github/entities.ts';
import { deploymentStatusEvent } from '../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../github/server.ts';
import { testPart } from '../part.ts';
import { BEFORE } from './faults/baseline-text.ts';
import { type Asked, type Told, takeStep } from './faults/step.ts';

const PASSES = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s } }
`;
const REGRESSES = PASSES.replace('max: 1 s', 'regression: 10 %').concat('baseline: before.txt\n');
const NEXT_SHA = 'c'.repeat(40);
const FORK = 'mallory/service';
const LOOK_UP = 'repos/list-pull-requests-associated-with-commit';
const UNSAID = 'No comment is written on a pull request, and no label accepts a regression: ';

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

interface Deployed extends Partial<Asked> {
  readonly sha?: string;
  readonly environment?: string;
  readonly state?: DeploymentState;
}

/** A deployment reaches its state, and the run that this starts comes to its end. */
function step(deployed: Deployed = {}): Promise<Told> {
  const { sha = HEAD_SHA, environment = 'Preview', state = 'success', inputs, ...more } = deployed;
  const deployment = github.addDeployment({ sha, environment });
  github.addDeploymentStatus(deployment.id, { state, environment_url: 'https://preview-7.example.com' });
  return takeStep({
    github,
    event: deploymentStatusEvent(github, deployment),
    config: PASSES,
    files: { 'before.txt': BEFORE },
    ...more,
    inputs: { 'target-url': '', ...inputs },
  });
}

const comments = () => github.comments.map(({ issue, body }) => [issue, /^## .*$/m.exec(body)?.[0] ?? body]);

/** The verdict is there, no pull request hears of it, and log and summary say why. */
function expectUnsaid({ exitCode, outputs, log, summary }: Told, why: string): void {
  expect([exitCode, outputs.verdict, outputs['comment-url']]).toEqual([0, 'pass', '']);
  expect(github.comments).toEqual([]);
  expect(log).toContain(`${UNSAID}${why}`);
  expect(log.split(UNSAID)).toHaveLength(2);
  expect(summary).toContain('Pass');
  expect(summary.split('\n').filter((line) => line.startsWith(UNSAID))).toHaveLength(1);
}

describe('the pull request whose head was deployed', () => {
  test('is told that it is being measured, and then the result', async () => {
    let meanwhile: unknown[] = [];
    const confirm = async () => {
      // It is said in the background.
      while (github.comments.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      meanwhile = comments();
    };
    const told = await step({ confirm });
    expect(meanwhile).toEqual([[7, expect.stringMatching(/measuring/i)]]);
    expect(comments()).toEqual([[7, expect.stringContaining('Pass')]]);
    expect(told.outputs['comment-url']).toMatch(/pull\/7#issuecomment-/);
    expect(told.summary).not.toContain(UNSAID);
  });

  test('keeps one comment, and the newer run’s', async () => {
    github.addComment('a remark');
    await step({ runId: 200 });
    await step({ runId: 201 });
    const [, { body } = { body: '' }] = github.comments;
    const told = await step({ runId: 150 });
    expect(told.log).toContain('A newer run has already reported here');
    expect(github.comments.map((one) => one.body)).toEqual(['a remark', body]);
  });

  const others: [string, NewPull][] = [
    ['a closed one', { state: 'closed', head: { sha: HEAD_SHA, ref: 'again' } }],
    ['one that only contains the commit', { head: { sha: NEXT_SHA, ref: 'on-top' }, earlier: [HEAD_SHA] }],
    ['a fork’s with the same head', { head: { sha: HEAD_SHA, ref: 'faster', repo: FORK } }],
    ['one of a fork that was deleted', { head: { sha: HEAD_SHA, ref: 'faster', repo: null } }],
    ['one into another repository', { head: { sha: HEAD_SHA, ref: 'x' }, base: { repo: FORK } }],
    ['a fork’s into itself', { head: { sha: HEAD_SHA, ref: 'x', repo: FORK }, base: { repo: FORK } }],
  ];
  testPart(others)('is not hidden by %s', async (_, pull) => {
    github.addPull(pull);
    await step();
    expect(comments()).toEqual([[7, expect.stringContaining('Pass')]]);
  });

  test('is found behind a hundred others', async () => {
    const [own] = github.pulls;
    for (let i = 0; i < 120; i++)
      github.addPull({ head: { sha: NEXT_SHA, ref: `on-top-${i}` }, earlier: [HEAD_SHA] });
    (github.pulls as unknown[]).push((github.pulls as unknown[]).shift());
    expect(github.pulls.at(-1)).toBe(own);
    await step();
    expect(comments()).toEqual([[7, expect.stringContaining('Pass')]]);
  });
});

describe('nobody is written to', () => {
  test('where two pull requests share the head', async () => {
    github.addPull({ number: 12, head: { sha: HEAD_SHA, ref: 'the-same' } });
    expectUnsaid(
      await step(),
      'several open pull requests have the commit 0123456789ab as their head (#7, #12)',
    );
  });

  test('after a push, however late the older commit is deployed', async () => {
    github.changePull(7, { sha: NEXT_SHA });
    expectUnsaid(await step(), 'no open pull request has the commit 0123456789ab as its head');
  });

  test('where the head only has this commit behind it', async () => {
    github.changePull(7, { state: 'closed' });
    github.addPull({ head: { sha: NEXT_SHA, ref: 'on-top' }, earlier: [HEAD_SHA] });
    expectUnsaid(await step(), 'no open pull request has the commit 0123456789ab as its head');
  });

  test('from a fork', async () => {
    github.changePull(7, { state: 'closed' });
    github.addPull({ head: { sha: HEAD_SHA, ref: 'faster', repo: FORK } });
    expectUnsaid(await step(), 'the commit 0123456789ab is the head of a pull request from a fork');
  });

  test('without a token', async () => {
    const inputs = { token: '', 'target-url': 'https://preview-7.example.com' };
    expectUnsaid(await step({ inputs }), 'the input token is empty');
  });

  test('by a token that may not look', async () => {
    github.grant('weak-token', { mayNot: [LOOK_UP] });
    const told = await step({ inputs: { token: 'weak-token' } });
    expectUnsaid(told, 'the pull request of the deployed commit could not be read (HTTP 403');
    expect(told.log).toContain('pull-requests: write');
  });

  testPart([['nightly'], ['release']])(
    'by a run under the policy %s, whatever its labels: nothing is asked',
    async (policy) => {
      github.addLabel(ACCEPT_LABEL, 'alice');
      const told = await step({ config: REGRESSES, inputs: { policy } });
      expect([told.exitCode, told.outputs.verdict]).toEqual([1, 'fail']);
      expect(github.asked).not.toContain(LOOK_UP);
      expect(comments()).toEqual([]);
      for (const text of [told.log, told.summary]) {
        expect(text).not.toContain(UNSAID);
        expect(text).not.toContain(ACCEPT_LABEL);
      }
    },
  );

  test('where nobody wants a comment, and then nothing is asked or said of it', async () => {
    const told = await step({ inputs: { comment: 'never' } });
    expect([told.exitCode, github.comments.length, github.asked.includes(LOOK_UP)]).toEqual([0, 0, false]);
    for (const text of [told.log, told.summary]) expect(text).not.toContain(UNSAID);
  });

  testPart<[string, string, DeploymentState, string]>([
    ['is on its way', 'Preview', 'in_progress', 'is “in_progress”, and only a successful deployment can be'],
    ['is of another environment', 'docs', 'success', 'is not in the input environment'],
    ['is production', 'production', 'success', 'is production'],
  ])(
    'by the run of a deployment that %s: the result of the measured one stays',
    async (_, environment, state, why) => {
      const inputs = { environment: environment === 'docs' ? 'Preview' : '' };
      await step({ inputs });
      const told = await step({ environment, state, inputs, runId: 101 });
      expect([told.exitCode, told.outputs.verdict]).toEqual([4, 'invalid']);
      expect(told.log).toContain(`${UNSAID}the deployment of “${environment}” that started this run ${why}`);
      expect(comments()).toEqual([[7, expect.stringContaining('Pass')]]);
    },
  );
});

describe('the label', () => {
  /** GitHub tells both by the second: the label is set in the one after the comment's first word about the commit. */
  async function accept(): Promise<void> {
    const atMs = Date.parse(readMarker(github.comments[0]?.body ?? '')?.since ?? '') + 1000;
    while (Date.now() < atMs) await new Promise((resolve) => setTimeout(resolve, 50));
    github.addLabel(ACCEPT_LABEL, 'alice', new Date(atMs).toISOString());
  }
  const tried = async (deployed: Deployed): Promise<unknown[]> => {
    const { exitCode, outputs } = await step({ config: REGRESSES, ...deployed });
    return [exitCode, outputs.verdict];
  };

  test('accepts a regression of the deployed commit, and of no other', async () => {
    expect(await tried({})).toEqual([1, 'fail']);
    expect(github.comments[0]?.body).toContain(ACCEPT_LABEL);
    await accept();
    expect(await tried({ runId: 101 })).toEqual([0, 'pass']);
    expect(github.comments[0]?.body).toContain('alice');
    github.changePull(7, { sha: NEXT_SHA });
    expect(await tried({ runId: 102, sha: NEXT_SHA })).toEqual([1, 'fail']);
    expect(github.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("can't be shown to be of this commit"),
    ]);
  });

  test('counts for nothing where the pull request can’t be told for certain', async () => {
    await tried({});
    await accept();
    github.addPull({ head: { sha: HEAD_SHA, ref: 'the-same' } });
    expect(await tried({ runId: 101 })).toEqual([1, 'fail']);
  });

  test('of a commit that is the head no more by the end of the load counts for nothing', async () => {
    await tried({});
    await accept();
    const confirm = async () => github.changePull(7, { sha: NEXT_SHA });
    expect(await tried({ runId: 101, confirm })).toEqual([1, 'fail']);
    expect(github.comments[0]?.body).toContain('it is not the head any more');
  });
});
