/**
 * Whatever GitHub does to the look-up after the load, and to that alone: the verdict is the same as without it, and a
 * warning in the report says what isn't known.
 */
import { deploymentStatusEvent, pullRequestEvent } from '../../github/events.ts';
import { HEAD_SHA, type LocalGitHub, type Operation, startGitHub } from '../../github/server.ts';
import { inflict, PATIENCE_MS, type Trouble, testFaultsOf } from './faults.ts';
import { type Told, takeStep } from './step.ts';

const PASSES = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s } }
`;
const FAILS = PASSES.replace('1 s', '1 ms');
const PREVIEW = 'https://preview-7.example.com';
const CONTEXT = 'netlify/site/deploy-preview';
const DEPLOYMENTS = ['repos/list-deployments', 'repos/list-deployment-statuses'] as const;
const UNTOLD = /was replaced while it was measured is unknown: .{10}/;

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

function deploy() {
  const deployment = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview' });
  github.addDeploymentStatus(deployment.id, { state: 'success', environment_url: PREVIEW });
  return deployment;
}

interface Moment {
  readonly operation: Operation;
  readonly trouble: Trouble;
  readonly config?: string;
  readonly event?: Parameters<typeof takeStep>[0]['event'];
  /** What happens to the environment during the load. */
  readonly meanwhile?: () => unknown;
}

/** Troubles that pass by themselves, by trying once more or by waiting, leave nothing untold. */
const passes = ({ how, what }: Trouble) => how === 'once' || what.startsWith('a slow response');

/** The operation succeeds until the load is over. */
async function stepWith({ operation, trouble, config = PASSES, event, meanwhile }: Moment): Promise<Told> {
  return takeStep({
    github,
    event: event ?? pullRequestEvent(github, 7),
    config,
    inputs: { 'target-url': '', 'target-timeout': '30s', comment: 'never' },
    confirm: async () => {
      expect(github.asked).toContain(operation);
      meanwhile?.();
      inflict(github, operation, trouble);
    },
  });
}

/** The outcome, its figures and its exit code stand; whoever reads them learns what is not known. */
function expectTold(told: Told, trouble: Trouble, verdict: 'pass' | 'fail' = 'pass'): void {
  expect([told.exitCode, told.outputs.verdict]).toEqual([verdict === 'pass' ? 0 : 1, verdict]);
  expect(told.outputs['p99-ms']).toMatch(/^\d/);
  if (passes(trouble)) expect(told.summary).not.toMatch(UNTOLD);
  else expect(told.summary).toMatch(UNTOLD);
}

testFaultsOf(DEPLOYMENTS)(
  'a deployment that nothing else proves, $operation: $what',
  async ({ operation, trouble }) => {
    deploy();
    expectTold(await stepWith({ operation, trouble }), trouble);
  },
  PATIENCE_MS,
);

testFaultsOf(['repos/list-commit-statuses-for-ref'])(
  'a commit status that nothing else proves, $operation: $what',
  async ({ operation, trouble }) => {
    github.addStatus(HEAD_SHA, { context: CONTEXT, state: 'success', target_url: PREVIEW });
    expectTold(await stepWith({ operation, trouble }), trouble);
  },
  PATIENCE_MS,
);

testFaultsOf(['repos/list-deployments'], ({ how }) => how === 'always')(
  'a fail, $operation: $what',
  async ({ operation, trouble }) => {
    deploy();
    expectTold(await stepWith({ operation, trouble, config: FAILS }), trouble, 'fail');
  },
  PATIENCE_MS,
);

testFaultsOf(['repos/list-deployments'], passes)(
  'replaced midway, which GitHub tells in the end, $operation: $what',
  async ({ operation, trouble }) => {
    deploy();
    const told = await stepWith({ operation, trouble, meanwhile: deploy });
    expect([told.exitCode, told.outputs.verdict]).toEqual([4, 'invalid']);
    expect(told.outputs.reason).toMatch(/was replaced while it was measured/);
  },
  PATIENCE_MS,
);

test('the deployment of the event, which the token may not read: the permission that is missing is named', async () => {
  const event = deploymentStatusEvent(github, deploy());
  const fault = { status: 403, message: 'Resource not accessible by integration' };
  const trouble: Trouble = { what: '403', kind: 'refused', fault, how: 'always' };
  const told = await stepWith({ operation: 'repos/list-deployments', trouble, event });
  expectTold(told, trouble);
  expect(told.summary).toContain('deployments: read');
});
