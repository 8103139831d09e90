/**
 * Each workflow to copy, from its event to what is on GitHub: with the inputs, variables and concurrency that it sets, and
 * a token that may do what its job permits and nothing else. The load is always the same.
 */
import { takeStep } from '../action/faults/step.ts';
import {
  deploymentStatusEvent,
  issueCommentEvent,
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  type RunnerEventFiles,
  repositoryDispatchEvent,
  scheduleEvent,
  vercelPayload,
} from '../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../github/server.ts';
import { WORKFLOW_BOT } from '../github/shapes.ts';
import { testPart } from '../part.ts';
import { evaluate, mayNot, readWorkflow } from './workflow.ts';

const CONFIG = `name: shop
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: '/items?as={{env.TAILGATE_EMAIL}}' } ] }
gate: { p99: { max: 1 s } }
`;
const PLAIN = CONFIG.replace('?as={{env.TAILGATE_EMAIL}}', '');
const COMPARED = PLAIN.replace('max: 1 s', 'max: 1 s, regression: 10 %');
const GROUP_SHA = '9'.repeat(40);
const PREVIEW = 'https://preview-7.example.com';

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
  github.changePull(7, { files: ['services/shop/a.ts'] });
});
afterEach(() => github.close());

interface Started {
  readonly event: RunnerEventFiles;
  readonly matrix?: Readonly<Record<string, string>>;
  readonly config?: string;
  readonly secrets?: Readonly<Record<string, string>>;
}

const SECRETS = {
  TAILGATE_EMAIL: 'gate@example.com',
  TAILGATE_PASSWORD: 'correct horse',
  VERCEL_AUTOMATION_BYPASS_SECRET: 'open-sesame',
};

async function start(name: string, { event, matrix = {}, config = CONFIG, secrets = SECRETS }: Started) {
  const workflow = readWorkflow(name);
  const [key = '', job] = Object.entries(workflow.jobs).find(([, { steps }]) =>
    steps.some(({ uses }) => uses?.startsWith('tailgate/')),
  ) ?? ['', undefined];
  const step = job?.steps.find(({ uses }) => uses?.startsWith('tailgate/'));
  if (!job || !step) throw new Error(`${name} has no step of Tailgate’s.`);
  const context = {
    github: {
      event: event.payload,
      event_name: event.event,
      ref: event.env.GITHUB_REF,
      workflow: workflow.name,
      run_id: 1,
    },
    matrix,
    secrets,
  };
  const fill = (given: Readonly<Record<string, unknown>> = {}) =>
    Object.fromEntries(Object.entries(given).map(([one, value]) => [one, evaluate(String(value), context)]));
  const inputs: Record<string, string> = {
    'target-url': '',
    matrix: JSON.stringify(matrix),
    ...fill(step.with),
  };
  github.grant('job-token', { account: WORKFLOW_BOT, mayNot: mayNot(job.permissions) });
  const told = await takeStep({
    github,
    event,
    config,
    files: { [inputs.config ?? 'tailgate.yml']: config },
    inputs: { ...inputs, token: 'job-token' },
    env: {
      GITHUB_JOB: key,
      GITHUB_WORKFLOW_REF: `octo/service/.github/workflows/${name}.yml@x`,
      ...fill(step.env),
    },
  });
  const group = evaluate(workflow.concurrency.group, context);
  const cancels = evaluate(String(workflow.concurrency['cancel-in-progress']), context);
  return { ...told, group, cancels };
}

function deploy(state: 'success' | 'pending' = 'success', environment = 'Preview', sha = HEAD_SHA) {
  const deployment = github.addDeployment({ sha, environment });
  github.addDeploymentStatus(deployment.id, { state, environment_url: state === 'success' ? PREVIEW : '' });
  return deployment;
}
const pass = { exitCode: 0, outputs: { verdict: 'pass' } };

test.each([
  'pull-request-base-and-head',
  'merge-queue',
  'fork-measure',
])('%s measures a pull request, and comments', async (name) => {
  const told = await start(name, { event: pullRequestEvent(github, 7), config: COMPARED });
  expect(told.log).not.toContain('No comment was written');
  expect(told.result).toMatchObject({ commit: HEAD_SHA });
  expect(github.comments).toHaveLength(1);
  expect([told.group.endsWith('-7'), told.cancels]).toEqual([true, 'true']);
});

test('merge-queue measures a group by the same job, cancels none, and each has a key of its own', async () => {
  const event = mergeGroupEvent(github, 7, { head: GROUP_SHA });
  const told = await start('merge-queue', { event, config: COMPARED });
  expect(told.result).toMatchObject({ commit: GROUP_SHA });
  expect([told.group, told.cancels]).toEqual([`tailgate-queue-${event.env.GITHUB_REF}`, 'false']);
  expect(github.comments).toEqual([]);
});

testPart([['pull-request-deployment'], ['dependabot']])(
  '%s finds the preview, and comments',
  async (name) => {
    deploy();
    const told = await start(name, { event: pullRequestEvent(github, 7) });
    expect(told).toMatchObject({ ...pass, result: { target: PREVIEW } });
    expect(told.log).not.toContain('::warning');
    expect(github.comments).toHaveLength(1);
  },
);

testPart([['dependabot'], ['pull-request-deployment']])(
  '%s is red without the secrets that its scenario needs, and says why',
  async (name) => {
    deploy();
    const told = await start(name, { event: pullRequestEvent(github, 7), secrets: {} });
    expect(told.exitCode).toBe(2);
    expect(told.log).toMatch(/TAILGATE_EMAIL .*fork gets no secrets, one of Dependabot's/);
  },
);

test.each<[string, Parameters<typeof deploy>, number, string]>([
  ['a preview that is up', ['success'], 0, 'pass'],
  ['one on its way', ['pending'], 4, 'invalid'],
  ['production', ['success', 'Production'], 4, 'invalid'],
])('deployment-status: %s', async (_, deployed, exitCode, verdict) => {
  const told = await start('deployment-status', {
    event: deploymentStatusEvent(github, deploy(...deployed)),
  });
  expect([told.exitCode, told.outputs.verdict]).toEqual([exitCode, verdict]);
  expect(github.comments).toHaveLength(verdict === 'pass' ? 1 : 0);
});

test('monorepo: the services of its matrix share a comment', async () => {
  const text = (name: string) => PLAIN.replace('name: shop', `name: ${name}\npaths: [services/${name}/**]`);
  for (const service of ['cart', 'shop']) {
    const told = await start('monorepo', {
      event: pullRequestEvent(github, 7),
      matrix: { service },
      config: text(service),
    });
    expect(told).toMatchObject(pass);
    expect(told.log).not.toContain('::warning');
  }
  expect(github.comments.map(({ body }) => /^## .*$/m.exec(body)?.[0])).toEqual([
    '## ✅ 1 passed · Tailgate',
  ]);
});

test('comment: the head’s preview is measured, with a comment and a check on it', async () => {
  deploy();
  const told = await start('comment', { event: issueCommentEvent(github, 7) });
  expect(told).toMatchObject({ ...pass, result: { commit: HEAD_SHA } });
  expect(told.group).toBe('tailgate-comment-7');
  expect(github.comments).toHaveLength(1);
  expect(github.checkRuns).toMatchObject([{ head_sha: HEAD_SHA, conclusion: 'success' }]);
  const other = await start('comment', { event: issueCommentEvent(github, 7, { body: 'nice' }) });
  expect(other.group).toBe('tailgate-comment-1');
});

test('vercel-dispatch: what was deployed is measured, with a comment and a check on it', async () => {
  const event = repositoryDispatchEvent(
    github,
    'vercel.deployment.success',
    vercelPayload(HEAD_SHA, PREVIEW),
  );
  const told = await start('vercel-dispatch', { event, config: PLAIN });
  expect(told).toMatchObject({ ...pass, result: { commit: HEAD_SHA, target: PREVIEW } });
  expect(github.comments).toHaveLength(1);
  expect(github.checkRuns).toMatchObject([{ head_sha: HEAD_SHA, conclusion: 'success' }]);
});

test.each([
  ['nightly', () => scheduleEvent(github)],
  ['release', () => pushEvent(github, 'refs/tags/v1.0.0')],
])('%s records the run', async (name, event) => {
  const told = await start(name, { event: event(), config: PLAIN });
  expect(told.log).toContain('The run was recorded in the branch tailgate-history');
  expect(told.log).not.toMatch(/::warning::This run was not recorded/);
});
