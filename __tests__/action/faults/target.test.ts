/**
 * Whatever GitHub does while the target is looked for: what is measured is the deployment of this commit, or nothing.
 */
import { pullRequestEvent } from '../../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../../github/server.ts';
import { inflict, PATIENCE_MS, type Trouble, testFaultsOf } from './faults.ts';
import { type Told, takeStep } from './step.ts';

const CONFIG = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s } }
`;
const PREVIEW = 'https://preview-7.example.com';

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

/** What passes by itself is waited for; what does not, is not waited for long. */
function step({ how }: Trouble): Promise<Told> {
  const timeout = how === 'once' ? '30s' : '1s';
  const inputs = { 'target-url': '', 'target-timeout': timeout, comment: 'never' };
  return takeStep({ github, event: pullRequestEvent(github, 7), config: CONFIG, inputs });
}

function deploy(): void {
  github.addDeployment({ sha: 'b'.repeat(40), environment: 'Preview' });
  const { id } = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview' });
  github.addDeploymentStatus(id, { state: 'success', environment_url: PREVIEW });
}

function expectFoundOrTold({ exitCode, outputs, summary }: Told, { how }: Trouble): void {
  if (outputs.verdict === 'pass') {
    expect([exitCode, summary]).toEqual([0, expect.stringContaining(PREVIEW)]);
    return;
  }
  expect([how, exitCode, outputs.verdict]).toEqual(['always', 4, 'invalid']);
  expect(outputs.causes).toBe('no-target');
  expect(outputs.reason).toMatch(/could not be read/);
}

testFaultsOf(['repos/list-deployments', 'repos/list-deployment-statuses'])(
  '$operation: $what',
  async ({ operation, trouble }) => {
    deploy();
    inflict(github, operation, trouble);
    expectFoundOrTold(await step(trouble), trouble);
  },
  PATIENCE_MS,
);

testFaultsOf(['repos/list-commit-statuses-for-ref'])(
  'the preview is in a commit status, and $operation: $what',
  async ({ operation, trouble }) => {
    const context = 'netlify/site/deploy-preview';
    github.addStatus(HEAD_SHA, { context, state: 'success', target_url: PREVIEW });
    inflict(github, operation, trouble);
    expectFoundOrTold(await step(trouble), trouble);
  },
  PATIENCE_MS,
);
