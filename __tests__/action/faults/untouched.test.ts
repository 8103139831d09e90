/** `paths:` of a monorepo's service: what doesn't concern it passes without a measurement, and says so. */
import { deploymentStatusEvent, mergeGroupEvent, pullRequestEvent, pushEvent } from '../../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../../github/server.ts';
import { testInFull, testPart } from '../../part.ts';
import { type Asked, takeStep } from './step.ts';

const FILE = 'services/shop/tailgate.yml';
const CONFIG = `name: shop
paths: [services/shop/**, libs/**, '!**/*.md']
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: '/items?key={{env.TAILGATE_KEY}}' } ] }
gate: { p99: { max: 1 s } }
`;
const SAYS = `paths in ${FILE} (services/shop/**, libs/**, !**/*.md), so nothing had to be measured.`;

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const step = ({ inputs, env, ...more }: Partial<Asked> = {}) =>
  takeStep({
    github,
    event: pullRequestEvent(github, 7),
    config: '',
    files: { [FILE]: CONFIG },
    inputs: { config: FILE, ...inputs },
    env: { GITHUB_JOB: 'gate', TAILGATE_KEY: 'sesame-opens-it', ...env },
    ...more,
  });
const change = (...files: string[]) => github.changePull(7, { files });

test('nothing that concerns the service: a pass without its secrets, and check, summary and outputs say so', async () => {
  change('services/other/index.ts', 'services/shop/README.md');
  const told = await step({ env: { TAILGATE_KEY: '' }, inputs: { 'check-run': 'true' } });
  expect([told.exitCode, told.outputs.verdict, told.outputs.causes]).toEqual([0, 'pass', '']);
  expect(told.outputs.reason).toBe(`None of the 2 changed files matches ${SAYS}`);
  expect(told.outputs).toMatchObject({ result: '', 'comment-url': '', 'p99-ms': '' });
  expect(told.summary).toContain('## ✅ Nothing to measure · Tailgate `shop`');
  expect(told.log).toContain('::notice title=Tailgate::None of the 2 changed files');
  expect(github.checkRuns).toMatchObject([
    {
      name: `Tailgate: shop · ${FILE} · gate`,
      status: 'completed',
      conclusion: 'success',
      output: { title: expect.stringContaining('Nothing to measure: None of the 2') },
    },
  ]);
  expect(github.comments).toEqual([]);
});

test('an earlier commit’s result stays, folded, in the comment that is there', async () => {
  change('services/shop/index.ts');
  await step();
  change('docs/a.md');
  const { outputs } = await step({ runId: 101 });
  expect(outputs['comment-url']).toContain('#issuecomment-');
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toMatch(
    /## ✅ Nothing to measure[\s\S]*<details><summary>Earlier result[\s\S]*Pass/,
  );
});

testPart<[string, string[]]>([
  ['a file of the service', ['services/other/a.ts', 'services/shop/index.ts']],
  ['the configuration itself', [FILE]],
])('%s: it is measured', async (_, files) => {
  change(...files);
  const told = await step();
  expect(told.outputs.result).toBe('written');
  expect(told.log).toContain(`${files.at(-1)} has changed, which affects ${FILE}.`);
});

test('a file that was moved out of the service concerns it', async () => {
  const [pull] = github.pulls;
  if (pull) pull.files = [{ path: 'services/other/a.ts', before: 'services/shop/a.ts' }];
  expect((await step()).outputs.result).toBe('written');
});

testInFull('files are looked at page by page, and beyond GitHub’s 3,000 it is measured', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => `docs/${i}.txt`);
  change(...many(250));
  expect((await step()).outputs.reason).toContain('None of the 250 changed files');
  expect(github.asked.filter((operation) => operation === 'pulls/list-files')).toHaveLength(3);
  change(...many(250), 'libs/a.ts');
  expect((await step()).outputs.result).toBe('written');
  change(...many(3000), 'libs/a.ts');
  const told = await step();
  expect(told.outputs.result).toBe('written');
  expect(told.log).toContain(
    'It is unknown whether the changes match paths in services/shop/tailgate.yml, so it is measured: GitHub lists 3,000 changed files at most',
  );
});

test.each([
  ['refuses', { status: 403, message: 'Resource not accessible by integration' }, 'pull-requests: read'],
  ['lists nothing', null, 'GitHub lists no changed file'],
])('where GitHub %s, it is measured, and that is said', async (_, fault, why) => {
  if (fault) github.failAlways('pulls/list-files', fault);
  else change();
  const told = await step();
  expect(told.outputs.result).toBe('written');
  expect(told.log).toContain(
    '::warning::It is unknown whether the changes match paths in services/shop/tailgate.yml',
  );
  expect(told.log).toContain(why);
});

test('a push, a night and a release measure whatever has changed', async () => {
  change('docs/a.txt');
  expect((await step({ event: pushEvent(github, 'refs/heads/main') })).outputs.result).toBe('written');
});

test('in the merge queue the group’s own changes count', async () => {
  const base = await github.git.commit('main', { 'docs/a.txt': 'a' });
  const unrelated = await github.git.commit('main', { 'docs/b.txt': 'b' });
  const related = await github.git.commit('main', { 'libs/a.ts': 'a' });
  const none = await step({ event: mergeGroupEvent(github, 7, { base, head: unrelated }) });
  expect(none.outputs.reason).toBe(`The changed file does not match ${SAYS}`);
  const some = await step({ event: mergeGroupEvent(github, 7, { base: unrelated, head: related }) });
  expect(some.outputs.result).toBe('written');
});

test('a deployment’s run asks for the pull request whose head was deployed', async () => {
  change('docs/a.txt');
  const deployment = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview' });
  github.addDeploymentStatus(deployment.id, {
    state: 'success',
    environment_url: 'https://preview-7.example.com',
  });
  const event = deploymentStatusEvent(github, deployment);
  const told = await step({ event, inputs: { 'target-url': '' } });
  expect(told.outputs.reason).toContain('nothing had to be measured');
});
