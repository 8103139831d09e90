/** sharded-figures.yml measures what shards wait for on Actions: all jobs at the step of the own one. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWorkflow } from './workflow.ts';

const { load, figures } = readWorkflow('sharded-figures').jobs;
const STEP = load?.steps[0] as unknown as { readonly name: string; readonly run: string };
/** Each look shows the next list, and the last one from then on. */
const GH = `#!/bin/sh
n=$(($(cat looks 2> /dev/null || echo 0) + 1)); echo "$n" > looks
list="list-$n.json"; if [ ! -f "$list" ]; then list=$(ls list-*.json | tail -n 1); fi
if [ "$3" = --jq ]; then jq -r "$4" "$list"; else cat "$list"; fi
`;

// GitHub's runners have jq; who works without it has nothing to try the scripts with.
const whereJqIs = spawnSync('jq', ['--version']).status === 0 ? test : test.skip;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-figures-'));
  await writeFile(join(folder, 'gh'), GH, { mode: 0o755 });
  await symlink('/bin/true', join(folder, 'sleep'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the list shows of a job: at which of its steps it is, if at any. */
function job(shard: number, at: 'nowhere' | 'set-up' | 'step') {
  const startedAt = `2026-11-30T12:00:${10 + shard}Z`;
  const setUp = { number: 1, name: 'Set up job', status: at === 'step' ? 'completed' : 'in_progress' };
  const own = { number: 2, name: STEP.name, status: at === 'step' ? 'in_progress' : 'pending' };
  return {
    name: `load (${shard})`,
    status: 'in_progress',
    created_at: '2026-11-30T12:00:00Z',
    started_at: `2026-11-30T12:00:0${shard}Z`,
    steps: at === 'nowhere' ? [] : [setUp, { ...own, started_at: at === 'step' ? startedAt : null }],
  };
}

async function run(script: string | undefined, ...lists: object[][]) {
  const other = { name: 'figures', status: 'in_progress', steps: [{ number: 2, status: 'in_progress' }] };
  for (const [i, jobs] of lists.entries())
    await writeFile(join(folder, `list-${i + 1}.json`), JSON.stringify({ jobs: [...jobs, other] }));
  const { status, stderr } = spawnSync('bash', ['--norc', '-e', '-c', script ?? ''], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
      ...{ REPOSITORY: 'shop/shop', RUN: '100', ATTEMPT: '1', SHARD: '3' },
    },
  });
  expect([status, stderr]).toEqual([0, '']);
  return readFile(join(folder, 'summary.md'), 'utf8');
}
const all = (at: (shard: number) => 'nowhere' | 'set-up' | 'step') =>
  Array.from({ length: 8 }, (_, i) => job(i + 1, at(i + 1)));

whereJqIs('a job that runs is not there before the list shows it at the same step', async () => {
  const summary = await run(
    STEP.run,
    all(() => 'nowhere'),
    all((shard) => (shard === 3 ? 'step' : 'set-up')),
    all((shard) => (shard === 8 ? 'set-up' : 'step')),
    all(() => 'step'),
  );
  expect(summary).toMatch(/^Shard 3: the list shows this job at its step after \d+ s of it,$/m);
  expect(summary).toMatch(/^and 8 of 8 jobs after \d+ s \(4 looks\)\.$/m);
});

whereJqIs('the table has when each was at its step, which is what shards begin by', async () => {
  const summary = await run(
    figures?.steps[0]?.run,
    all((shard) => (shard === 8 ? 'nowhere' : 'step')),
  );
  const rows = summary.split('\n').filter((line) => line.startsWith('| load'));
  expect(rows).toHaveLength(8);
  expect(rows[2]).toBe('| load (3) | 3 | 2026-11-30T12:00:13Z |');
  expect(rows[7]).toBe('| load (8) | 8 | never |');
});
