/** Several measurements of one pull request: none takes another's place, unless the workflow says that they are one. */
import { pullRequestEvent, releaseEvent, scheduleEvent } from '../../github/events.ts';
import { type LocalGitHub, startGitHub } from '../../github/server.ts';
import { testInFull, testPart } from '../../part.ts';
import { type Asked, takeStep } from './step.ts';

const CONFIG = `name: shop
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s } }
`;
let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

interface Shape extends Partial<Asked> {
  readonly job?: string;
  readonly attempt?: number;
}

const step = ({ job = 'gate', attempt = 1, inputs, env, ...more }: Shape = {}) =>
  takeStep({
    github,
    event: pullRequestEvent(github, 7),
    config: CONFIG,
    inputs: { 'check-run': 'true', ...inputs },
    env: { GITHUB_JOB: job, GITHUB_ACTION: '__tailgate', GITHUB_RUN_ATTEMPT: String(attempt), ...env },
    ...more,
  });
const headings = () =>
  github.comments.map(({ body }) => /^## .*$/m.exec(body)?.[0].replace(/^.*Tailgate /, ''));

testInFull(
  'jobs, matrix values and files each have a comment and a check of their own, and the titles tell which',
  async () => {
    await step();
    await step({ job: 'other' });
    await step({ inputs: { matrix: '{"region":"eu"}' } });
    await step({ inputs: { matrix: '{"region":"us"}' } });
    await step({ inputs: { config: 'b/tailgate.yml' }, files: { 'b/tailgate.yml': CONFIG } });
    await step({ inputs: { 'comment-key': 'asia' } });
    const labels = ['gate', 'other', 'gate (eu)', 'gate (us)', 'b/tailgate.yml · gate', 'asia'];
    expect(headings()).toEqual(labels.map((label) => `\`shop\` · \`${label}\``));
    expect(github.checkRuns.map(({ name }) => name)).toEqual(
      labels.map((label) => `Tailgate: shop · ${label}`),
    );
  },
);

test('the next run, and another attempt, update what is theirs', async () => {
  await step();
  await step({ attempt: 2, inputs: { 'job-id': '12' } });
  await step({ runId: 101 });
  expect(github.comments).toHaveLength(1);
});

testPart<[string, Shape, string, string]>([
  [
    'another job with the same comment-key',
    { job: 'us', inputs: { 'comment-key': 'main' } },
    'the job “us”',
    'the job “eu”',
  ],
  [
    'another job of the same name, as a reusable workflow that is called twice',
    { job: 'eu', inputs: { 'comment-key': 'main', 'job-id': '2' } },
    'the job “eu” \\(number 2\\)',
    'the job “eu” \\(number 1\\)',
  ],
  [
    'another step of the same job',
    { job: 'eu', inputs: { 'comment-key': 'main', 'job-id': '1' }, env: { GITHUB_ACTION: '__tailgate_2' } },
    'the step __tailgate_2 of the job “eu”',
    'the step __tailgate of the job “eu”',
  ],
])('%s is an error that names both, and the comment stays', async (_, second, own, there) => {
  await step({ job: 'eu', inputs: { 'comment-key': 'main', 'job-id': '1' } });
  const [before] = github.comments.map(({ body }) => body);
  const ended = await step(second);
  expect(ended.exitCode).toBe(2);
  expect(ended.log).toMatch(
    new RegExp(
      `input comment-key: (?:${own}) and ${there} of this run measure under the same key.*give each its own input`,
    ),
  );
  expect(github.comments.map(({ body }) => body)).toEqual([before]);
});

describe('histories', () => {
  const night = (job: string) =>
    step({ job, event: scheduleEvent(github), runId: 900, inputs: { 'target-url': 'http://127.0.0.1:1' } });
  const suites = async () =>
    [...new Set((await github.git.list('tailgate-history')).map((path) => path.split('/')[1]))].sort();

  test('two jobs of one night record beside each other', async () => {
    expect((await night('eu')).log).toContain('The run was recorded in');
    expect((await night('us')).log).toContain('The run was recorded in');
    expect(await suites()).toEqual([
      expect.stringMatching(/^shop-[0-9a-f]{8}-eu-[0-9a-f]{4}$/),
      expect.stringMatching(/^shop-[0-9a-f]{8}-us-[0-9a-f]{4}$/),
    ]);
  });

  test('a pull request is held against the nights of the one job that records, and asks which of several', async () => {
    const config = CONFIG.replace('{ max: 1 s }', '{ max: 1 s, regression: 20 % }').concat(
      'baseline: history\n',
    );
    await night('eu');
    const one = await step({ config, inputs: { comment: 'never' } });
    expect([one.exitCode, one.outputs.verdict]).toEqual([0, 'inconclusive']);
    expect(one.summary).toMatch(/11 more runs|1 run/);
    expect(one.summary).toMatch(/--suite shop-[0-9a-f]{8}-eu-/);
    await night('us');
    const two = await step({ config, inputs: { comment: 'never' } });
    expect(two.exitCode).toBe(2);
    expect(two.log).toMatch(/several histories of this scenario.*-eu-[0-9a-f]{4} or shop-.*-us-/);
  });

  test('a release goes on in the nights’ history, though it was recorded before there were any', async () => {
    const event = releaseEvent(github, 'v1.0.0');
    const release = (runId: number) =>
      step({ job: 'release', event, runId, inputs: { 'on-inconclusive': 'neutral' } });
    await release(800);
    await night('measure');
    await release(901);
    const paths = await github.git.list('tailgate-history');
    expect(
      paths.map((path) => path.replace(/-[0-9a-f]{8}-/, '-').replace(/-[0-9a-f]{4}\/[\d-]+/, '')).sort(),
    ).toEqual(['v1/shop-measure/900-1.json', 'v1/shop-measure/901-1.json', 'v1/shop-release/800-1.json']);
  });
});
