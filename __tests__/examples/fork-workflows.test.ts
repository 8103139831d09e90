/** The two workflows for forks fit together, and the one with rights touches nothing of the pull request's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { inputsSchema } from '../../src/config/inputs.ts';
import { ACTION } from '../action-reference.ts';

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface Job {
  readonly if?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const read = (name: string) =>
  parse(readFileSync(join(import.meta.dirname, `../../examples/workflows/${name}.yml`), 'utf8'));
const measure = read('fork-measure');
const publish = read('fork-publish');
const measuring: Job = measure.jobs.gate;
const publishing: Job = publish.jobs.publish;
const uploading = measuring.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'));

test('the one waits for the other by its name', () => {
  expect(publish.on).toEqual({ workflow_run: { workflows: [measure.name], types: ['completed'] } });
  expect(measure.on).toBe('pull_request');
});

test('the artifact that is uploaded is the one that is published, attempt by attempt', () => {
  const name = uploading?.with?.name?.replace('github.run_attempt', 'github.event.workflow_run.run_attempt');
  expect(publishing.steps.map((step) => step.with)).toEqual([{ 'publish-artifact': name }]);
});

test('the result is uploaded after a failed gate, too, and only for forks', () => {
  expect(uploading?.if).toMatch(/^always\(\) && /);
  expect(uploading?.if).toContain('head.repo.full_name != github.repository');
  expect(publishing.if).toContain('head_repository.full_name != github.repository');
  expect(publishing.if).toContain("event == 'pull_request'");
});

test('the job with rights is one step of ours: no checkout, no script, no secret', () => {
  expect(publishing.steps.map(({ uses, run }) => [uses?.split('@')[0], run])).toEqual([[ACTION, undefined]]);
  expect(publishing.permissions).toEqual({ actions: 'read', 'pull-requests': 'write' });
  expect(JSON.stringify([measure, publish])).not.toContain('secrets.');
});

test('the name is one that the input takes', () => {
  const name = publishing.steps[0]?.with?.['publish-artifact']?.replace(/\$\{\{.*?\}\}/, '2');
  expect(inputsSchema.shape['publish-artifact'].parse(name)).toBe('tailgate-attempt-2');
});
