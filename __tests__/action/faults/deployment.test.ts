/**
 * Whatever GitHub does while the pull request of a deployment is looked up: the verdict is the same, and nothing is
 * guessed.
 */
import { deploymentStatusEvent } from '../../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../../github/server.ts';
import { inflict, PATIENCE_MS, testFaultsOf } from './faults.ts';
import { type Told, takeStep } from './step.ts';

const CONFIG = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s } }
`;
const PREVIEW = 'https://preview-7.example.com';
const OPERATION = 'repos/list-pull-requests-associated-with-commit';
const UNSAID = 'No comment is written on a pull request, and no label accepts a regression: ';

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

function step(): Promise<Told> {
  const deployment = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview' });
  github.addDeploymentStatus(deployment.id, { state: 'success', environment_url: PREVIEW });
  const event = deploymentStatusEvent(github, deployment);
  return takeStep({ github, event, config: CONFIG, inputs: { 'target-url': '' } });
}

/** The same run without a fault. */
let calm: Told;
beforeAll(async () => {
  github = await startGitHub();
  calm = await step();
  expect([calm.exitCode, calm.outputs.verdict]).toEqual([0, 'pass']);
  expect(calm.outputs['comment-url']).toMatch(/pull\/7#issuecomment-/);
  expect(calm.log).not.toContain('::warning');
  await github.close();
}, PATIENCE_MS);

testFaultsOf([OPERATION])(
  '$operation: $what',
  async ({ operation, trouble }) => {
    inflict(github, operation, trouble);
    const told = await step();
    const { 'comment-url': page, ...figures } = calm.outputs;
    // What the pull request changed is known only where it is known itself.
    const isKnown = github.comments.length > 0;
    const { changes, ...figuresOfCalm } = calm.result as Record<string, unknown>;
    expect([told.exitCode, told.outputs, told.result]).toEqual([
      calm.exitCode,
      { ...figures, 'comment-url': isKnown ? page : '' },
      isKnown ? { ...figuresOfCalm, changes } : figuresOfCalm,
    ]);
    if (github.comments.length > 0) {
      expect(github.comments.map(({ issue, body }) => [issue, body.includes('Pass')])).toEqual([[7, true]]);
      expect(told.summary).toBe(calm.summary);
      return;
    }
    expect(trouble.how).toBe('always');
    expect(told.summary.startsWith(calm.summary)).toBe(true);
    expect(told.summary.slice(calm.summary.length)).toMatch(
      /^\nNo comment is written on a pull request.*\.\n$/,
    );
    const why = `::warning::${UNSAID}the pull request of the deployed commit could not be read`;
    expect(told.log).toContain(why);
    const { status } = trouble.fault;
    if (status === 403 || status === 404) expect(told.log).toContain('pull-requests: write');
  },
  PATIENCE_MS,
);

testFaultsOf(['issues/list-comments', 'issues/create-comment'])(
  'the pull request is known, and $operation: $what',
  async ({ operation, trouble }) => {
    inflict(github, operation, trouble);
    const told = await step();
    expect([told.exitCode, told.outputs.verdict, told.summary]).toEqual([0, 'pass', calm.summary]);
    expect(github.comments.length).toBeLessThanOrEqual(1);
    if (told.outputs['comment-url'] !== '') return;
    expect(trouble.how).toBe('always');
    expect(told.log).toMatch(
      /::warning::(No comment was|The comment on the pull request may not have been) written/,
    );
  },
  PATIENCE_MS,
);
