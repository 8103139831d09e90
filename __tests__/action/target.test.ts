/** The bundled action finds and proves its target: a process, a GitHub and a service on loopback. */
import { readFile } from 'node:fs/promises';
import { deploymentStatusEvent, pullRequestEvent, workflowRunEvent } from '../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../github/server.ts';
import { testInFull } from '../part.ts';
import { beginningAnew, refuseSaturated } from '../saturation.ts';
import { type Runner, type Step, type StepResult, startRunner } from './runner.ts';
import { type Routes, type Service, sendJson, startService } from './service.ts';

const PATIENCE_MS = 120_000;
const MERGE_SHA = 'f'.repeat(40);
const OTHER_SHA = 'fedcba9876543210fedcba9876543210fedcba98';
const CONFIG = `name: smoke
target: { ready: /health, identity: { path: /version, commit: /commit } }
load: { connections: 16, duration: 1s, warmup: 200ms, timeout: 5s }
scenario: { requests: [{ name: list, get: /items }] }
gate: { p99: { max: 5 s }, errors: { max: 5 % } }
`;
const PRIVATE = { 'allow-private-hosts': 'true' };

let github: LocalGitHub;
let runner: Runner;
let service: Service;
let commit: string;

const serves: Routes[string] = (response) => sendJson(response, 200, { commit });
const ROUTES: Routes = { '/version': serves, '/app/version': serves };

async function open(): Promise<void> {
  commit = HEAD_SHA.slice(0, 10);
  github = await startGitHub();
  runner = await startRunner(github);
  service = await startService(ROUTES);
}
async function close(): Promise<void> {
  await Promise.all([github.close(), service.close()]);
  await runner.remove();
}
const anew = beginningAnew(open, close);

const step = async (inputs: Record<string, string>, more: Partial<Step> = {}, config = CONFIG) =>
  refuseSaturated(await runner.run({ inputs, files: { 'tailgate.yml': config }, ...more }));

function deploy(url: string | null = service.url, environment = 'Preview') {
  const deployment = github.addDeployment({ sha: HEAD_SHA, environment });
  if (url !== null) github.addDeploymentStatus(deployment.id, { state: 'success', environment_url: url });
  return deployment;
}

const resultOf = async ({ outputs }: StepResult) => JSON.parse(await readFile(outputs.result ?? '', 'utf8'));

/** Invalid as any other invalid run: told wherever people and programs look. */
async function expectInvalid(ended: StepResult, code: string, words: RegExp | string): Promise<void> {
  expect([ended.outputs.verdict, ended.exitCode]).toEqual(['invalid', 4]);
  expect(ended.outputs.causes).toBe(code);
  expect(ended.outputs.reason).toMatch(words);
  expect(ended.summary).toContain('Invalid');
  expect(github.comments.at(-1)?.body).toContain('Invalid');
  expect(await resultOf(ended)).toMatchObject({ verdict: 'invalid', causes: [{ code }] });
  expect(ended.log).not.toContain('This is a bug');
}

describe('without target-url', () => {
  testInFull(
    'the deployment of the head is waited for, measured and named',
    anew(async () => {
      const deployment = deploy(null);
      const waiting = (log: string) => {
        if (log.includes('Waiting for a preview') && deployment.statuses.length === 0) {
          github.addDeploymentStatus(deployment.id, {
            state: 'success',
            environment_url: `${service.url}/app?token=of-the-url`,
          });
        }
        return null;
      };
      const ended = await step(PRIVATE, { ...pullRequestEvent(github, github.issue), interrupt: waiting });
      expect([ended.outputs.verdict, ended.exitCode]).toEqual(['pass', 0]);
      expect(ended.log).toContain('Waiting for a preview of the commit 0123456789ab');
      expect(ended.log).toContain(`Found the target ${service.url}/app by the deployment of “Preview”.`);
      expect(await resultOf(ended)).toMatchObject({ target: `${service.url}/app`, commit: HEAD_SHA });
      expect(github.comments[0]?.body).toContain('has the path /app');
      expect(github.comments[0]?.body).toContain(`--target-url ${service.url}/app`);
      for (const text of [ended.log, ended.summary, github.comments[0]?.body]) {
        expect(text).not.toContain('of-the-url');
      }
      expect(service.asked.filter((path) => path === '/app/version').length).toBeGreaterThanOrEqual(4);
      expect(service.asked.filter((path) => !path.startsWith('/app/'))).toEqual([]);
    }),
    PATIENCE_MS,
  );

  testInFull(
    'on a host that is not known for previews, no login is sent before the service has shown itself',
    async () => {
      deploy('https://shop.invalid');
      const login = CONFIG.replace(
        'target: { ready: /health, identity: { path: /version, commit: /commit } }\n',
        '',
      ).replace(
        'scenario: {',
        'scenario: { headers: { authorization: "Bearer {{token}}" }, login: { post: /login, capture: { token: /token } },',
      );
      const ended = await step({ 'target-timeout': '2s' }, {}, login);
      await expectInvalid(
        ended,
        'refused-target',
        /https:\/\/shop\.invalid was found by the deployment of “Preview”, on a host that is not known to serve previews.*set target\.ready.*allowed-hosts/,
      );
      const proven = await step({ 'target-timeout': '2s' }, {}, CONFIG);
      expect(proven.outputs.causes).toBe('dns');
      expect(proven.outputs.reason).toMatch(
        /\(its URL was found by the deployment of “Preview”, on a host that is not known/,
      );
      const listed = await step({ 'target-timeout': '2s', 'allowed-hosts': '*.invalid' }, {}, login);
      expect(listed.outputs.causes).toBe('dns');
      expect(listed.outputs.reason).not.toContain('not known to serve previews');
    },
    PATIENCE_MS,
  );

  testInFull(
    'a deployment of GitHub’s merge is measured where it says that it serves that',
    anew(async () => {
      const { id } = github.addDeployment({ sha: MERGE_SHA, environment: 'Preview' });
      github.addDeploymentStatus(id, { state: 'success', environment_url: service.url });
      commit = MERGE_SHA;
      const ended = await step(PRIVATE, pullRequestEvent(github, github.issue));
      expect([ended.outputs.verdict, ended.exitCode]).toEqual(['pass', 0]);
      expect(github.comments[0]?.body).toContain('GitHub’s merge of');
    }),
    PATIENCE_MS,
  );

  test(
    'nothing found: invalid, with what was seen and what to set',
    async () => {
      deploy(service.url, 'production');
      const ended = await step({ ...PRIVATE, 'target-timeout': '1s' });
      await expectInvalid(ended, 'no-target', /was not found.*“production” is production.*allow-production/);
      expect(github.comments[0]?.body).toContain('none found');
      expect(github.comments[0]?.body).toContain('target-url');
      expect(await resultOf(ended)).toMatchObject({ target: '' });
      expect(service.asked).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'a mistake in the file is told before anything is waited for',
    async () => {
      const ended = await step({}, {}, CONFIG.replace('gate:', 'gates:'));
      expect(ended.exitCode).toBe(2);
      expect(ended.log).toContain('gates');
      expect(github.asked).not.toContain('repos/list-deployments');
    },
    PATIENCE_MS,
  );

  test(
    'a deployment that names this machine is refused, and nobody here is asked',
    async () => {
      deploy();
      const ended = await step({});
      await expectInvalid(
        ended,
        'refused-target',
        /refused: 127\.0\.0\.1 is the machine that Tailgate runs on/,
      );
      expect(service.asked).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'a deployment that is the base itself is not compared with itself',
    async () => {
      deploy();
      const config = CONFIG.replace('max: 5 s', 'regression: 20 %');
      const ended = await step({ ...PRIVATE, 'base-url': service.url }, {}, config);
      expect(ended.exitCode).toBe(2);
      expect(ended.log).toContain('is the same environment as the deployment that was found');
      expect(service.asked).toEqual([]);
    },
    PATIENCE_MS,
  );

  testInFull(
    'cancelled while it waits: invalid, and done in time',
    async () => {
      const ended = await step(
        {},
        { interrupt: (log) => (log.includes('Waiting for a preview') ? 'SIGINT' : null) },
      );
      expect(ended.outputs).toMatchObject({
        verdict: 'invalid',
        causes: 'cancelled',
        reason: expect.stringMatching(/^Cancelled/),
      });
      expect(ended.endedAfterSignalMs).toBeLessThan(6000);
    },
    PATIENCE_MS,
  );
});

describe('deployment_status', () => {
  testInFull(
    'the deployment of the event is measured, and its commit is the one tested',
    anew(async () => {
      const ended = await step(PRIVATE, deploymentStatusEvent(github, deploy()));
      expect([ended.outputs.verdict, ended.exitCode]).toEqual(['pass', 0]);
      expect(await resultOf(ended)).toMatchObject({ target: service.url, commit: HEAD_SHA });
      expect(github.comments.map(({ issue }) => issue)).toEqual([github.issue]);
    }),
    PATIENCE_MS,
  );

  test(
    'a failed one is said to be one',
    async () => {
      const event = deploymentStatusEvent(github, deploy(null), { state: 'failure' });
      const ended = await step(PRIVATE, event);
      expect([ended.outputs.verdict, ended.exitCode]).toEqual(['invalid', 4]);
      expect(ended.outputs.reason).toContain(
        'is “failure”, and only a successful deployment can be measured',
      );
    },
    PATIENCE_MS,
  );
});

describe('the guard', () => {
  const run = () => ({
    id: 55,
    event: 'pull_request',
    head_sha: HEAD_SHA,
    head_branch: 'faster',
  });

  test.each([
    ['deployment_status', () => deploymentStatusEvent(github, deploy())],
    ['workflow_run', () => workflowRunEvent(github, run())],
  ])(
    'under %s even the workflow’s own target-url may not name this machine',
    async (_, event) => {
      const ended = await step({ 'target-url': service.url }, event());
      expect(ended.exitCode).toBe(2);
      expect(ended.log).toContain('input target-url: 127.0.0.1 is the machine that Tailgate runs on');
      expect(service.asked).toEqual([]);
    },
    PATIENCE_MS,
  );

  test.each([
    [{ 'target-url': 'http://169.254.169.254' }, 'input target-url: 169.254.169.254 is link-local'],
    [
      { 'target-url': 'https://a.example.com', 'allowed-hosts': '*.preview.example.com' },
      'input target-url: https://a.example.com is not listed in the input allowed-hosts',
    ],
    [
      { 'target-url': 'https://a.example.com', 'base-url': 'http://10.0.0.1' },
      'input base-url: 10.0.0.1 is in a private network',
    ],
    [{ 'target-url': 'https://a.example.com', 'max-connections': '3' }, 'load.connections: 16 connections'],
    [{ 'target-url': 'https://a.example.com', 'max-duration': '1s' }, 'load.duration: 1.2 s of load'],
  ])(
    '%j',
    async (inputs, message) => {
      const config = 'base-url' in inputs ? CONFIG.replace('max: 5 s', 'regression: 50 %') : CONFIG;
      const ended = await step(inputs as unknown as Record<string, string>, {}, config);
      expect(ended.exitCode).toBe(2);
      expect(ended.log).toContain(message);
    },
    PATIENCE_MS,
  );
});

describe('the commit', () => {
  testInFull(
    'another one to the end: invalid, both named, nothing loaded',
    async () => {
      commit = OTHER_SHA;
      const ended = await step({ 'target-url': service.url, 'target-timeout': '2s' });
      await expectInvalid(
        ended,
        'wrong-commit',
        new RegExp(`serves the commit ${OTHER_SHA}, not ${HEAD_SHA}`),
      );
      expect(service.asked).not.toContain('/items');
    },
    PATIENCE_MS,
  );

  testInFull(
    'deployed anew midway: the figures are shown, and nobody is to believe them',
    anew(async () => {
      let items = 0;
      await service.close();
      service = await startService({
        ...ROUTES,
        '/items': (response) => {
          if (++items > 20) commit = OTHER_SHA;
          sendJson(response, 200, {});
        },
      });
      const ended = await step({ 'target-url': service.url });
      await expectInvalid(ended, 'wrong-commit', /was redeployed while it was measured/);
      expect(Number(ended.outputs['p99-ms'])).toBeGreaterThan(0);
    }),
    PATIENCE_MS,
  );

  testInFull(
    'replaced by GitHub’s own account midway, where the service isn’t asked',
    anew(async () => {
      deploy();
      const redeploy = (log: string) => {
        if (log.includes('Found the target') && github.deployments.length === 1) deploy();
        return null;
      };
      const config = CONFIG.replace(/^target:.*$/m, 'target: { ready: /health }');
      const ended = await step(PRIVATE, { interrupt: redeploy }, config);
      await expectInvalid(
        ended,
        'wrong-commit',
        /^The deployment of “Preview” was replaced while it was measured/,
      );
    }),
    PATIENCE_MS,
  );
});
